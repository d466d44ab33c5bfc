import type { ChannelContext, LookUpOutcome, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { mailAnswer, recipientOf, sendsMail } from './mail-answer.js';

/**
 * An answer waits at the counter until the citizen fetches it: the door shows each answer whose sending has begun. So nobody
 * has to be called, unless the citizen asked for the answer by e-mail as well. See docs/adr/0026-the-counter.md.
 */
export async function release(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const recipient = recipientOf(part);
  return recipient === undefined
    ? { kind: 'delivered', remoteId: part.reference }
    : mailAnswer(part, recipient, context);
}

/** After a crash in the middle the door shows the answer already. What became of a mail no server tells. */
export async function lookUpRelease(part: OutgoingPart, context: ChannelContext): Promise<LookUpOutcome> {
  return recipientOf(part) !== undefined && sendsMail(context)
    ? { kind: 'untellable', code: 'COUNTER_MAIL_CANNOT_BE_ASKED' }
    : { kind: 'found', remoteId: part.reference };
}
