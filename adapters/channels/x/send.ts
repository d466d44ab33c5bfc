import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, OutgoingPart, PrivateConversation, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { detailOf, problemOf, waitAfter, whyParked, type Problem } from './errors.js';
import { destinationOf, messageName, postName, privateConversation, type Destination } from './names.js';
import { at, idOf } from './payloads.js';
import { citizenOf } from './post.js';
import { call, credentialsOf, type Answer } from './rest.js';

const TIMEOUT_MS = 20_000;
const QUARTER_MS = 15 * 60_000;

/**
 * X limits each kind of call apart. For a quarter of an hour the whole account waits; when a day is used up, as it is for
 * direct messages sooner, what goes by another call must not wait for it.
 */
function limitedWait(answer: Answer, nowMs: number): { readonly afterMs?: number; readonly holdsAccount?: boolean } {
  const { afterMs } = waitAfter(answer, nowMs);
  return afterMs === undefined ? {} : { afterMs, holdsAccount: afterMs <= QUARTER_MS };
}

/** X says why in a sentence only. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/mention(?:ed)?\b|summoned|engaged by the author|quote posts where/i, 'X_REPLY_NOT_ALLOWED'],
  [/duplicate content|already said that/i, 'X_DUPLICATE_TEXT'],
];

/** Why this answer will never be taken; undefined where X did not say that. */
function refusalOf({ status, words }: Problem, { to }: Destination): string | undefined {
  const why = FORBIDDEN.find(([pattern]) => pattern.test(words))?.[1];
  switch (status) {
    case 400:
      // X tells so that the post which is answered was deleted, or may not be seen by the account.
      return /deleted or not visible/i.test(words) ? 'X_POST_GONE' : 'X_ANSWER_REFUSED';
    case 403:
      return to === 'citizen' ? 'X_RECIPIENT_CLOSED' : (why ?? 'X_NOT_ALLOWED');
    case 404:
      return to === 'citizen' ? 'X_RECIPIENT_CLOSED' : 'X_POST_GONE';
    default:
      return undefined;
  }
}

/** What a body that is a problem means; without one nobody knows what X did. */
function outcomeOfProblem(problem: Problem | undefined, destination: Destination, detail: string): SendOutcome {
  if (problem === undefined || problem.status < 400) {
    return { kind: 'unknown', code: 'X_ANSWER_UNREADABLE', detail };
  }
  const parked = whyParked(problem);
  if (parked !== undefined) {
    return { kind: 'park', code: parked, detail };
  }
  const refused = refusalOf(problem, destination);
  return refused === undefined
    ? { kind: 'quarantined', code: 'X_ERROR_UNKNOWN', detail }
    : { kind: 'refused', code: refused, detail };
}

function outcomeOfError(answer: Answer, destination: Destination, nowMs: number): SendOutcome {
  const problem = problemOf(answer);
  const detail = detailOf(answer, problem);
  if (answer.status >= 500) {
    return { kind: 'unknown', code: 'X_SERVER_ERROR', detail };
  }
  if (answer.status === 401) {
    return { kind: 'park', code: 'X_TOKEN_INVALID', detail };
  }
  const isLimited = answer.status === 429 && (problem === undefined || whyParked(problem) === undefined);
  return isLimited
    ? { kind: 'retry', code: 'X_RATE_LIMITED', detail, ...limitedWait(answer, nowMs) }
    : outcomeOfProblem(problem, destination, detail);
}

/** What X calls the answer, in our words; undefined for a body that does not say. */
function remoteIdIn(answer: Answer, { to }: Destination): string | undefined {
  const data = answer.status === 201 || answer.status === 200 ? at(jsonOf(answer.text), 'data') : undefined;
  const id = idOf(at(data, to === 'post' ? 'id' : 'dm_event_id'));
  return id === undefined ? undefined : to === 'post' ? postName(id) : messageName(id);
}

function requestTo(destination: Destination, text: string): { readonly path: string; readonly body: object } {
  return destination.to === 'post'
    ? { path: '/2/tweets', body: { text, reply: { in_reply_to_tweet_id: destination.post } } }
    : { path: `/2/dm_conversations/with/${destination.citizen}/messages`, body: { text } };
}

/** Where the citizen's answer to a private answer comes in. */
export function privatelyOf(
  { privateReplyTo }: OutgoingPart,
  destination: Destination,
): { readonly privately?: PrivateConversation } {
  if (privateReplyTo === undefined || destination.to !== 'citizen') {
    return {};
  }
  const { aliases } = citizenOf({ id: destination.citizen, name: undefined }).citizen;
  return { privately: { conversation: privateConversation(destination.citizen), aliases } };
}

/** Posts one reply, or writes one private message. X has no key that would drop a repetition. */
export async function sendAnswer(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const credentials = credentialsOf(context);
  if (credentials === undefined) {
    return { kind: 'park', code: 'X_NOT_CONFIGURED' };
  }
  const destination = destinationOf(part);
  if (destination === undefined) {
    return { kind: 'refused', code: 'RECIPIENT_UNKNOWN' };
  }
  const request = requestTo(destination, part.text);
  const result = await call(context, credentials, { method: 'POST', ...request, timeoutMs: TIMEOUT_MS });
  if (result.kind === 'not-sent') {
    return { kind: 'retry', code: 'X_NOT_REACHED', detail: result.cause };
  }
  if (result.kind === 'no-answer') {
    return { kind: 'unknown', code: 'X_NO_ANSWER', detail: result.cause };
  }
  const remoteId = remoteIdIn(result, destination);
  return remoteId === undefined
    ? outcomeOfError(result, destination, context.nowMs)
    : { kind: 'delivered', remoteId, ...privatelyOf(part, destination) };
}
