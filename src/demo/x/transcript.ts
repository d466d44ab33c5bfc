import { isOwn, type XState } from './state.js';

/** What people can see of one post or private message. */
export interface XEntry {
  readonly id: string;
  readonly kind: 'post' | 'message';
  readonly who: 'citizen' | 'service';
  readonly author: string;
  readonly text: string;
  readonly atMs: number;
  /** Of a post: what it answers. Of a message: to whom it went. */
  readonly inReplyTo?: string;
  readonly to?: string;
}

export interface XFilter {
  readonly who?: XEntry['who'];
  readonly kind?: XEntry['kind'];
  /** Posts under this one. */
  readonly inReplyTo?: string;
  /** Messages to this username. */
  readonly to?: string;
}

const MOST_SHOWN = 1_000;

function entries(state: XState): readonly XEntry[] {
  const posts = state.posts
    .values()
    .filter(({ isDeleted }) => !isDeleted)
    .map(({ id, author, words, createdAtMs, inReplyTo }): XEntry => ({
      ...{ id, kind: 'post', who: isOwn(state, author) ? 'service' : 'citizen', author: author.username },
      ...{ text: words, atMs: createdAtMs, ...(inReplyTo === undefined ? {} : { inReplyTo: inReplyTo.id }) },
    }));
  const messages = state.messages.values().map(({ id, from, to, text, createdAtMs }): XEntry => ({
    ...{ id, kind: 'message', who: isOwn(state, from) ? 'service' : 'citizen', author: from.username },
    ...{ text: text ?? '(versleuteld)', atMs: createdAtMs, to: to.username },
  }));
  return [...posts, ...messages].toSorted((a, b) => a.atMs - b.atMs);
}

/** The newest thousand that are there, in their order. An answer that was sent twice stands in it twice. */
export function readTranscript(state: XState, filter: XFilter = {}): readonly XEntry[] {
  return entries(state)
    .filter(
      ({ who, kind, inReplyTo, to }) =>
        (filter.who ?? who) === who &&
        (filter.kind ?? kind) === kind &&
        (filter.inReplyTo === undefined || filter.inReplyTo === inReplyTo) &&
        (filter.to === undefined || filter.to === to),
    )
    .slice(-MOST_SHOWN);
}
