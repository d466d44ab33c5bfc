import type { ChannelContext } from '../../../src/adapter-sdk/index.js';
import type { Failure } from './errors.js';
import { fieldsIn, handleOf, type Fields } from './payloads.js';
import { authorised, type NoSession } from './sessions.js';

export type MessagesLook =
  | { readonly kind: 'looked'; readonly logs: readonly Fields[]; readonly rev: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'no-session'; readonly outcome: NoSession };

async function listOf(
  context: ChannelContext,
  name: string,
  field: string,
  query: readonly (readonly [string, string])[],
) {
  const answer = await authorised(context, () => ({ name, query }));
  if (answer.kind === 'no-session') {
    return answer;
  }
  const { result } = answer;
  if (result.kind !== 'ok') {
    return { kind: 'failed', failure: result } as const;
  }
  return Array.isArray(result.body[field])
    ? ({ kind: 'list', items: fieldsIn(result.body[field]), body: result.body } as const)
    : ({ kind: 'failed', failure: { kind: 'unreadable', status: 200 } } as const);
}

/** Where the log is now: the conversation that changed last tells. Without conversations the log has no past. */
export async function firstLookAtMessages(context: ChannelContext): Promise<MessagesLook> {
  const got = await listOf(context, 'chat.bsky.convo.listConvos', 'convos', [['limit', '1']]);
  return got.kind === 'list' ? { kind: 'looked', logs: [], rev: handleOf(got.items[0]?.['rev']) ?? '' } : got;
}

/** What happened after a position in the log, oldest first. */
export async function lookAtMessages(context: ChannelContext, rev: string): Promise<MessagesLook> {
  const got = await listOf(context, 'chat.bsky.convo.getLog', 'logs', rev === '' ? [] : [['cursor', rev]]);
  if (got.kind !== 'list') {
    return got;
  }
  const next = handleOf(got.body['cursor']) ?? handleOf(got.items.at(-1)?.['rev']) ?? rev;
  // Revisions sort as text and only rise. A position that does not would give the same entries for ever.
  return next > rev ? { kind: 'looked', logs: got.items, rev: next } : { kind: 'looked', logs: [], rev };
}
