import { callGraph, GRAPH_RULES, idOf, outcomeOfCall } from '../../vendors/meta/index.js';
import type { ChannelContext, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';

/** Answers in public under the citizen's comment or post. Nothing of ours travels along, so only words identify it. */
export async function sendComment(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  if (part.way === 'private') {
    return { kind: 'quarantined', code: 'WAY_CHANGED' };
  }
  const parent = part.inReplyTo ?? part.conversation;
  const result = await callGraph({ path: [parent, 'comments'], body: { message: part.text } }, context);
  return outcomeOfCall(result, { rules: GRAPH_RULES, remoteIdOf: (body) => idOf(body['id']) }, part, context);
}
