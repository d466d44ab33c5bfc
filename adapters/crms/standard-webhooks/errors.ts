import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { HttpResult, SendOutcome } from '../../../src/adapter-sdk/index.js';

type Answer = Extract<HttpResult, { kind: 'answer' }>;

const MAX_DETAIL_CHARACTERS = 200;
const MAX_WAIT_MS = 24 * 3_600_000;
const PAGE = /^\s*<(?:!doctype|html)/i;

/** Seconds or a date; nothing for anything else. Bounded, so that nobody can stop us for a year. */
function withRetryAfter(header: string | undefined, nowMs: number): { readonly afterMs?: number } {
  if (header === undefined) {
    return {};
  }
  const waitMs = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? {} : { afterMs: Math.min(Math.max(waitMs, 0), MAX_WAIT_MS) };
}

/** A body that says no although the status says yes. */
function saysNo(text: string): boolean {
  const value = jsonOf(text);
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const isNotOk = 'ok' in value && value.ok === false;
  return isNotOk || ('error' in value && Boolean(value.error));
}

/**
 * By the standard any 2xx is a success. Two answers are known to lie: a body with an error inside (its receiver may
 * already know the webhook id and would drop a repetition, so a person must look), and the page of a login or proxy.
 */
function successOutcome(answer: Answer): SendOutcome {
  const detail = `HTTP ${answer.status}`;
  if (PAGE.test(answer.text)) {
    return { kind: 'park', code: 'TARGET_IS_A_PAGE', detail };
  }
  return saysNo(answer.text) ? { kind: 'quarantined', code: 'TARGET_SAYS_NO', detail } : { kind: 'delivered' };
}

function failureOutcome(answer: Answer, nowMs: number): SendOutcome {
  const detail = `HTTP ${answer.status}`;
  switch (answer.status) {
    case 401:
    case 402:
    case 403:
      return { kind: 'park', code: 'TARGET_ACCESS_DENIED', detail };
    case 404:
    case 405:
      return { kind: 'park', code: 'TARGET_ADDRESS_WRONG', detail };
    case 410:
      return { kind: 'park', code: 'TARGET_DISABLED', detail };
    case 408:
    case 429:
      return { kind: 'retry', code: 'TARGET_BUSY', detail, ...withRetryAfter(answer.headers['retry-after'], nowMs) };
    default:
      return { kind: 'quarantined', code: 'TARGET_REJECTED', detail };
  }
}

/** What became of one attempt. The answer's own words stay out of `detail`: nobody knows what they hold. */
export function outcomeOf(result: HttpResult, nowMs: number): SendOutcome {
  if (result.kind === 'not-sent') {
    return { kind: 'retry', code: 'TARGET_UNREACHABLE', detail: result.cause.slice(0, MAX_DETAIL_CHARACTERS) };
  }
  if (result.kind === 'no-answer') {
    return { kind: 'unknown', code: 'TARGET_NO_ANSWER', detail: result.cause.slice(0, MAX_DETAIL_CHARACTERS) };
  }
  const { status } = result;
  if (status >= 200 && status < 300) {
    return successOutcome(result);
  }
  if (status >= 500) {
    const detail = `HTTP ${status}`;
    return { kind: 'retry', code: 'TARGET_FAILED', detail, ...withRetryAfter(result.headers['retry-after'], nowMs) };
  }
  if (status >= 400) {
    return failureOutcome(result, nowMs);
  }
  // A redirect is not followed, as the standard asks. The address is wrong for every event, not for this one.
  return { kind: 'park', code: 'TARGET_REDIRECTS', detail: `HTTP ${status}` };
}
