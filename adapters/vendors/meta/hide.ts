import type { ChannelContext, HideRequest, SendOutcome } from '../../../src/adapter-sdk/index.js';
import { GRAPH_RULES } from './errors.js';
import { callGraph } from './graph.js';
import { outcomeOfCall } from './outcome.js';

/** How the two products call it: `is_hidden` on Facebook, `hide` on Instagram. */
export type HidingWord = 'is_hidden' | 'hide';

/** Hides a comment, or shows it again. Meta answers `{"success":true}`, also when nothing changed. */
export async function hideObject(
  word: HidingWord,
  request: HideRequest,
  context: ChannelContext,
): Promise<SendOutcome> {
  const result = await callGraph({ path: [request.messageId], body: { [word]: request.hidden } }, context);
  const reading = {
    rules: GRAPH_RULES,
    remoteIdOf: (body: Readonly<Record<string, unknown>>) => (body['success'] === true ? request.messageId : undefined),
  };
  const outcome = outcomeOfCall(result, reading, request, context);
  return outcome.kind === 'delivered' ? { kind: 'delivered' } : outcome;
}
