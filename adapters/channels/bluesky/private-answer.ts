import type { ChannelContext, LookUpOutcome, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { outcomeOf } from './errors.js';
import { citizenOf } from './events.js';
import { fieldsOf, handleOf, placeOf } from './payloads.js';
import { lookUpDirectMessage, sendDirectMessage, unsure } from './send-message.js';
import { authorised } from './sessions.js';

/** Whether the account takes direct messages at all: without it nobody would read what the citizen writes back. */
export function hasDirectMessages(settings: Readonly<Record<string, unknown>>): boolean {
  return settings['directMessages'] === true;
}

interface Talk {
  readonly kind: 'talk';
  readonly conversation: string;
  readonly aliases: readonly { readonly kind: string; readonly value: string }[];
}

type NoTalk = Exclude<SendOutcome, { kind: 'delivered' | 'unknown' }>;

/**
 * The conversation with the writer of a post, the same one for ever. Bluesky makes it where there is none, which nobody
 * sees (bluesky-social/atproto:lexicons/chat/bsky/convo/getConvoForMembers.json, read 2026-11-27).
 */
async function talkWithWriter(post: string, context: ChannelContext): Promise<Talk | NoTalk> {
  const did = placeOf(post)?.repo;
  if (did === undefined) {
    return { kind: 'quarantined', code: 'BLUESKY_BAD_REQUEST' };
  }
  const query = [['members', did]] as const;
  const answer = await authorised(context, () => ({ name: 'chat.bsky.convo.getConvoForMembers', query }));
  if (answer.kind === 'no-session') {
    return answer.outcome;
  }
  const { result } = answer;
  if (result.kind !== 'ok') {
    return outcomeOf(result, 'retry', context.nowMs);
  }
  const conversation = handleOf(fieldsOf(result.body['convo'])?.['id']);
  return conversation === undefined
    ? { kind: 'retry', code: 'BLUESKY_ANSWER_UNREADABLE', detail: 'status 200' }
    : { kind: 'talk', conversation, aliases: citizenOf(did, undefined).citizen.aliases };
}

/** Answers a public post in private: a direct message to who wrote it. */
export async function sendPrivateAnswer(
  post: string,
  part: OutgoingPart,
  context: ChannelContext,
): Promise<SendOutcome> {
  if (!hasDirectMessages(context.settings)) {
    // The password may have no right to them, and a call that it has no right to would stop the whole account.
    return { kind: 'refused', code: 'PRIVATE_WAY_MISSING' };
  }
  const talk = await talkWithWriter(post, context);
  if (talk.kind !== 'talk') {
    return talk;
  }
  const { conversation, aliases } = talk;
  const outcome = await sendDirectMessage({ ...part, conversation }, context);
  return outcome.kind === 'delivered' ? { ...outcome, privately: { conversation, aliases } } : outcome;
}

/** Looks in the conversation with the writer of the post, as for any direct message. */
export async function lookUpPrivateAnswer(
  post: string,
  part: OutgoingPart,
  context: ChannelContext,
): Promise<LookUpOutcome> {
  const talk = await talkWithWriter(post, context);
  if (talk.kind !== 'talk') {
    return unsure(talk.code);
  }
  const { conversation, aliases } = talk;
  const outcome = await lookUpDirectMessage({ ...part, conversation }, context);
  return outcome.kind === 'found' ? { ...outcome, privately: { conversation, aliases } } : outcome;
}
