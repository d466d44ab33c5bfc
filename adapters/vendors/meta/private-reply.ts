import { jsonOf, windowMsAt } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, OutgoingPart, PrivateReply, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { GRAPH_RULES } from './errors.js';
import { callGraph } from './graph.js';
import { PRIVATE_REPLY_LIMITS } from './limits.js';
import { aliasKindOf, type MessagingPlatform } from './look-up-private.js';
import { outcomeOfCall } from './outcome.js';
import { fieldsOf, idOf, type Fields } from './read.js';

/**
 * One message for each comment or post, within seven days of it, and not to a page:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/discovery/private-replies (read 2026-11-27).
 */
export function privateReplyBy(channel: MessagingPlatform): PrivateReply {
  return { channel, withinMs: (writtenAtMs) => windowMsAt(PRIVATE_REPLY_LIMITS, 'private-reply', writtenAtMs) };
}

/** Two attempts are never closer than this. */
const REPEATED_AFTER_MS = 1000;

/** A refusal of what was tried before may be about our own earlier attempt: look before it is believed. */
function doubted(outcome: SendOutcome, ageMs: number): SendOutcome {
  return outcome.kind === 'refused' && outcome.code === 'META_PRIVATE_REPLY_USED' && ageMs > REPEATED_AFTER_MS
    ? { ...outcome, kind: 'unknown' }
    : outcome;
}

/**
 * Answers a public comment in private. A comment opens no window of its own, so nothing is tagged. Meta tells to whom the
 * message went: on Facebook that id is another one than the author's of the comment.
 */
export async function sendPrivateReply(
  platform: MessagingPlatform,
  comment: string,
  part: OutgoingPart,
  context: ChannelContext,
): Promise<SendOutcome> {
  // Ids of posts on a page begin with the page's own.
  const isPost = comment.startsWith(`${part.account}_`);
  const body = {
    recipient: isPost ? { post_id: comment } : { comment_id: comment },
    messaging_type: 'RESPONSE',
    message: { text: part.text, metadata: part.reference },
  };
  const result = await callGraph({ path: [part.account, 'messages'], body }, context);
  const reading = { rules: GRAPH_RULES, remoteIdOf: (answer: Fields) => idOf(answer['message_id']) };
  const outcome = outcomeOfCall(result, reading, part, context);
  if (outcome.kind !== 'delivered') {
    return doubted(outcome, context.nowMs - part.firstAttemptAtMs);
  }
  const citizen = result.kind === 'answer' ? idOf(fieldsOf(jsonOf(result.text))?.['recipient_id']) : undefined;
  return citizen === undefined
    ? outcome
    : { ...outcome, privately: { conversation: citizen, aliases: [{ kind: aliasKindOf(platform), value: citizen }] } };
}
