import type { ChannelContext, LookUpOutcome, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { outcomeOf } from './errors.js';
import { facetsOf } from './facets.js';
import { fieldsIn, fieldsOf, handleOf, instantOf, type Fields } from './payloads.js';
import { authorised } from './sessions.js';

const LOOK_AGAIN_MS = 30_000;
/** How far the clock of the chat service and ours may differ. */
const SKEW_MS = 60_000;
/** A message under way is there by then; before that, not to see it says nothing. */
const ARRIVED_MS = 60_000;

/** Answers a direct message. The chat service drops no repetition. */
export async function sendDirectMessage(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const facets = facetsOf(part.text, new Map());
  const message = { text: part.text, ...(facets.length === 0 ? {} : { facets }) };
  const answer = await authorised(context, () => ({
    name: 'chat.bsky.convo.sendMessage',
    input: { convoId: part.conversation, message },
  }));
  if (answer.kind === 'no-session') {
    return answer.outcome;
  }
  const { result } = answer;
  if (result.kind !== 'ok') {
    return outcomeOf(result, 'unknown', context.nowMs);
  }
  const remoteId = handleOf(result.body['id']);
  return remoteId === undefined
    ? { kind: 'unknown', code: 'BLUESKY_ANSWER_UNREADABLE', detail: 'status 200' }
    : { kind: 'delivered', remoteId };
}

export function unsure(code: string): LookUpOutcome {
  return { kind: 'unsure', afterMs: LOOK_AGAIN_MS, code };
}

/** Looks for the text among what we sent since the first attempt, in the newest messages. */
function judged(part: OutgoingPart, did: string, body: Fields, nowMs: number): LookUpOutcome {
  if (!Array.isArray(body['messages'])) {
    return unsure('BLUESKY_ANSWER_UNREADABLE');
  }
  const messages = fieldsIn(body['messages']);
  const sinceMs = part.firstAttemptAtMs - SKEW_MS;
  const own = messages.find(
    (message) =>
      fieldsOf(message['sender'])?.['did'] === did &&
      message['text'] === part.text &&
      (instantOf(message['sentAt']) ?? 0) >= sinceMs,
  );
  const remoteId = handleOf(own?.['id']);
  if (remoteId !== undefined) {
    return { kind: 'found', remoteId };
  }
  const reachesBack =
    body['cursor'] === undefined || messages.some((message) => (instantOf(message['sentAt']) ?? Infinity) < sinceMs);
  const isLate = nowMs - part.firstAttemptAtMs >= ARRIVED_MS;
  return reachesBack && isLate ? { kind: 'absent' } : unsure('BLUESKY_MESSAGE_NOT_SEEN');
}

export async function lookUpDirectMessage(part: OutgoingPart, context: ChannelContext): Promise<LookUpOutcome> {
  const answer = await authorised(context, () => ({
    name: 'chat.bsky.convo.getMessages',
    query: [
      ['convoId', part.conversation],
      ['limit', '100'],
    ],
  }));
  if (answer.kind === 'no-session') {
    return unsure(answer.outcome.code);
  }
  const { did, result } = answer;
  return result.kind === 'ok'
    ? judged(part, did, result.body, context.nowMs)
    : unsure(outcomeOf(result, 'retry', context.nowMs).code);
}
