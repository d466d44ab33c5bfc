import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, OutgoingPart, PrivateConversation, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { mentionsOf } from './citizen.js';
import { errorTextOf, waitAfter, whyParked, type Answer } from './errors.js';
import { call, instanceOf } from './instance.js';
import { fieldsOf, idOf } from './payloads.js';
import { answeredBy, isPublic, messageIdOf, privateSideOf, type Visibility } from './visibility.js';

const TIMEOUT_MS = 20_000;
/** An `@` that Mastodon would read as a mention. */
const MENTION = /(^|[^\p{L}\p{N}_/])@(?=[\p{L}\p{N}_])/gu;
/** Nobody sees it, and a mention ends at it. */
const ZERO_WIDTH_SPACE = '\u200b';

/**
 * Whoever is mentioned is notified, and nobody else: so the citizen comes first. Where few may read, any other mention
 * in the words of the operator would let its owner read along, so those are made plain text.
 */
export function statusText(text: string, mentions: readonly string[], visibility: Visibility): string {
  const words = isPublic(visibility) ? text : text.replace(MENTION, `$1@${ZERO_WIDTH_SPACE}`);
  return `${mentions.join(' ')} ${words}`;
}

const REFUSED: ReadonlyMap<number, string> = new Map([
  [403, 'MASTODON_NOT_ALLOWED'],
  [404, 'MASTODON_STATUS_GONE'],
  [410, 'MASTODON_STATUS_GONE'],
  [422, 'MASTODON_ANSWER_REFUSED'],
]);

/** What an answer that tells of no status means. */
function outcomeOfError(answer: Answer, nowMs: number): SendOutcome {
  const detail = `status ${answer.status}`;
  const parked = whyParked(answer);
  if (parked !== undefined) {
    return { kind: 'park', code: parked, detail };
  }
  if (answer.status === 429) {
    return { kind: 'retry', code: 'MASTODON_RATE_LIMITED', detail, ...waitAfter(answer, nowMs), holdsAccount: true };
  }
  if (answer.status >= 500) {
    return { kind: 'unknown', code: 'MASTODON_SERVER_ERROR', detail };
  }
  if (answer.status < 400 || errorTextOf(answer) === undefined) {
    return { kind: 'unknown', code: 'MASTODON_ANSWER_UNREADABLE', detail };
  }
  const refused = REFUSED.get(answer.status);
  return refused === undefined
    ? { kind: 'quarantined', code: 'MASTODON_ERROR_UNKNOWN', detail }
    : { kind: 'refused', code: refused, detail };
}

/** Where the citizen's answer to a private answer comes in. Every handle is an alias of the citizen already. */
export function privatelyOf(part: OutgoingPart): { readonly privately?: PrivateConversation } {
  return part.privateReplyTo === undefined
    ? {}
    : { privately: { conversation: privateSideOf(part.conversation), aliases: [] } };
}

/** A body that is not a status (a proxy's page, a cut answer) says nothing about what Mastodon did. */
function outcomeOf(answer: Answer, visibility: Visibility, part: OutgoingPart, nowMs: number): SendOutcome {
  const status = answer.status === 200 ? fieldsOf(jsonOf(answer.text)) : undefined;
  const id = typeof status?.['uri'] === 'string' ? idOf(status['id']) : undefined;
  return id === undefined
    ? outcomeOfError(answer, nowMs)
    : { kind: 'delivered', remoteId: messageIdOf(visibility, id), ...privatelyOf(part) };
}

/** Posts one status under the one that is answered, as public as that and no more; a private answer for the citizen alone. */
export async function sendStatus(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const instance = instanceOf(context);
  if (instance === undefined) {
    return { kind: 'park', code: 'MASTODON_NOT_CONFIGURED' };
  }
  const mentions = mentionsOf(part.citizenAliases, instance.host);
  if (mentions.length === 0) {
    // Nobody would be told, and a private message would have no reader.
    return { kind: 'refused', code: 'RECIPIENT_UNKNOWN' };
  }
  const { visibility, id } = answeredBy(part);
  const result = await call(context, instance, {
    method: 'POST',
    path: '/api/v1/statuses',
    headers: { 'content-type': 'application/json', 'idempotency-key': part.reference },
    body: JSON.stringify({
      status: statusText(part.text, mentions, visibility),
      ...(id === undefined ? {} : { in_reply_to_id: id }),
      visibility,
      language: 'nl',
    }),
    timeoutMs: TIMEOUT_MS,
  });
  if (result.kind === 'answer') {
    return outcomeOf(result, visibility, part, context.nowMs);
  }
  return result.kind === 'not-sent'
    ? { kind: 'retry', code: 'MASTODON_NOT_REACHED', detail: result.cause }
    : { kind: 'unknown', code: 'MASTODON_NO_ANSWER', detail: result.cause };
}
