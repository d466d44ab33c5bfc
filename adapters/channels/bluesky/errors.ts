import type { HttpResult, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { textOf, type Fields } from './payloads.js';

/** Why a call gave nothing to use. */
export type Failure =
  | { readonly kind: 'not-sent'; readonly cause: string }
  | { readonly kind: 'no-answer'; readonly cause: string }
  /** An answer that is not AT Protocol's: the page of a proxy, a cut body. */
  | { readonly kind: 'unreadable'; readonly status: number }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly name: string;
      /** A sentence for people. It decides where one name has several meanings, and is never kept: it may quote us. */
      readonly says: string;
      /** When the limit of calls begins anew, UTC milliseconds. */
      readonly resetAtMs?: number;
    };

type Answer = Extract<HttpResult, { kind: 'answer' }>;
type Stop = { readonly kind: 'park' | 'refused' | 'quarantined'; readonly code: string };

const MAX_WAIT_MS = 24 * 3_600_000;
/** Names come from the other side and end in details: words only, and short ones. */
const NAME = /^[A-Za-z]{1,64}$/;

export function failureOf(answer: Answer, body: Fields | undefined): Failure | undefined {
  const name = body?.['error'];
  if (typeof name !== 'string' || !NAME.test(name)) {
    return undefined;
  }
  const reset = answer.headers['ratelimit-reset'] ?? '';
  const says = textOf(body?.['message']) ?? '';
  return {
    ...{ kind: 'error', status: answer.status, name, says },
    ...(/^\d{1,12}$/.test(reset) ? { resetAtMs: Number(reset) * 1000 } : {}),
  };
}

/** The first row that matches decides. Names as the lexicons and the server of Bluesky have them. */
const RULES: readonly { readonly names: readonly string[]; readonly says?: RegExp; readonly stop: Stop }[] = [
  {
    names: ['InvalidToken'],
    says: /bad token (method|scope)/i,
    stop: { kind: 'park', code: 'BLUESKY_PASSWORD_NOT_PRIVILEGED' },
  },
  {
    names: ['ExpiredToken', 'InvalidToken', 'AuthMissing', 'AuthenticationRequired', 'Unauthorized'],
    stop: { kind: 'park', code: 'BLUESKY_SESSION_REFUSED' },
  },
  { names: ['AuthFactorTokenRequired'], stop: { kind: 'park', code: 'BLUESKY_PASSWORD_WRONG' } },
  {
    names: ['AccountTakedown', 'AccountDeactivated', 'AccountSuspended', 'RepoTakendown', 'RepoDeactivated'],
    stop: { kind: 'park', code: 'BLUESKY_ACCOUNT_CLOSED' },
  },
  {
    names: [
      ...['ConvoLocked', 'InvalidConvo', 'NotFollowedBySender', 'MessagesDisabled', 'BlockedActor', 'BlockedSubject'],
      'RecipientNotFound',
    ],
    stop: { kind: 'refused', code: 'BLUESKY_CONVERSATION_CLOSED' },
  },
  {
    // The chat service calls all of them InvalidRequest; clients go by its words
    // (bluesky-social/social-app:src/state/messages/convo/agent.ts, read 2026-11-27).
    names: ['InvalidRequest'],
    says: /recipient (?:has disabled|requires) incoming messages|block between|(?:recipient|account) does not exist|convo not found/i,
    stop: { kind: 'refused', code: 'BLUESKY_CONVERSATION_CLOSED' },
  },
  {
    // Of our own account, by the same source: no message leaves it until a person acts.
    names: ['InvalidRequest'],
    says: /account is disabled/i,
    stop: { kind: 'park', code: 'BLUESKY_ACCOUNT_CLOSED' },
  },
  {
    names: ['InvalidRequest', 'InvalidRecord'],
    says: /(grapheme|string) too (big|long)|must not be longer/i,
    stop: { kind: 'refused', code: 'BLUESKY_TEXT_TOO_LONG' },
  },
  {
    names: ['InvalidRequest', 'InvalidRecord', 'InvalidSwap', 'MethodNotImplemented', 'PayloadTooLarge'],
    stop: { kind: 'quarantined', code: 'BLUESKY_BAD_REQUEST' },
  },
];

/** A token that is not good any more: another one may be. Which token was meant does not help where its kind is wrong. */
export function isTokenRefused(failure: Failure): boolean {
  return failure.kind === 'error' && stopOf(failure).code === 'BLUESKY_SESSION_REFUSED';
}

function stopOf({ name, says, status }: Extract<Failure, { kind: 'error' }>): Stop {
  const rule = RULES.find((one) => one.names.includes(name) && (one.says === undefined || one.says.test(says)));
  const unknown: Stop =
    status === 401
      ? { kind: 'park', code: 'BLUESKY_SESSION_REFUSED' }
      : { kind: 'quarantined', code: 'BLUESKY_ERROR_UNKNOWN' };
  return rule?.stop ?? unknown;
}

export function isRecordNotFound(failure: Failure): boolean {
  return failure.kind === 'error' && failure.name === 'RecordNotFound';
}

function isLimited(failure: Extract<Failure, { kind: 'error' }>): boolean {
  return failure.status === 429 || failure.name === 'RateLimitExceeded';
}

function isServers(failure: Extract<Failure, { kind: 'error' }>): boolean {
  return failure.status >= 500 || /^(InternalServerError|Upstream\w*|NotEnoughResources)$/.test(failure.name);
}

type Unclear = 'unknown' | 'retry';

/**
 * What a failed call means for an attempt.
 *
 * @param unclear the verdict where it cannot be told what the other side did: `retry` for calls that only read
 */
export function outcomeOf(
  failure: Failure,
  unclear: 'retry',
  nowMs: number,
): Exclude<SendOutcome, { kind: 'unknown' | 'delivered' }>;
export function outcomeOf(
  failure: Failure,
  unclear: Unclear,
  nowMs: number,
): Exclude<SendOutcome, { kind: 'delivered' }>;
export function outcomeOf(
  failure: Failure,
  unclear: Unclear,
  nowMs: number,
): Exclude<SendOutcome, { kind: 'delivered' }> {
  switch (failure.kind) {
    case 'not-sent':
      return { kind: 'retry', code: 'BLUESKY_NOT_REACHED', detail: failure.cause };
    case 'no-answer':
      return { kind: unclear, code: 'BLUESKY_NO_ANSWER', detail: failure.cause };
    case 'unreadable':
      return { kind: unclear, code: 'BLUESKY_ANSWER_UNREADABLE', detail: `status ${failure.status}` };
    case 'error':
      return outcomeOfError(failure, unclear, nowMs);
  }
}

function outcomeOfError(
  failure: Extract<Failure, { kind: 'error' }>,
  unclear: Unclear,
  nowMs: number,
): Exclude<SendOutcome, { kind: 'delivered' }> {
  const detail = `${failure.status} ${failure.name}`;
  if (isLimited(failure)) {
    const afterMs = failure.resetAtMs === undefined ? undefined : Math.max(0, failure.resetAtMs - nowMs);
    const wait = afterMs === undefined ? {} : { afterMs: Math.min(afterMs, MAX_WAIT_MS) };
    return { kind: 'retry', code: 'BLUESKY_RATE_LIMITED', detail, ...wait, holdsAccount: true };
  }
  return isServers(failure) ? { kind: unclear, code: 'BLUESKY_SERVER_ERROR', detail } : { ...stopOf(failure), detail };
}
