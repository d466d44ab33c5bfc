import { asObject, asText } from '../basics/json.js';
import type { BlueskyState } from './state.js';

/** What a citizen sees: posts in threads, and messages in conversations. An answer that was sent twice stands there twice. */
export interface BlueskyEntry {
  readonly kind: 'post' | 'message';
  /** Uri of the first post of the thread, or id of the conversation. */
  readonly thread: string;
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly atMs: number;
  readonly replyTo?: string;
}

export function transcriptOf(state: BlueskyState): readonly BlueskyEntry[] {
  const posts = [...state.posts.values()].map(({ uri, author, record, indexedAtMs }): BlueskyEntry => {
    const reply = asObject(record['reply']);
    const parent = asText(asObject(reply?.['parent'])?.['uri']);
    const root = asText(asObject(reply?.['root'])?.['uri']) ?? uri;
    const text = asText(record['text']) ?? '';
    const entry = { thread: root, id: uri, author: author.handle, text, atMs: indexedAtMs };
    return { kind: 'post', ...entry, ...(parent === undefined ? {} : { replyTo: parent }) };
  });
  const messages = [...state.convos.values()].flatMap((convo) =>
    convo.messages.map(({ id, sender, text, sentAtMs }): BlueskyEntry => {
      return { kind: 'message', thread: convo.id, id, author: sender.handle, text, atMs: sentAtMs };
    }),
  );
  return [...posts, ...messages].toSorted((a, b) => a.atMs - b.atMs);
}
