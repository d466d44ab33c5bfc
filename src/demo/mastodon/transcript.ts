import { acctOf } from './people.js';
import { statusOf, type MastodonState, type Status, type Visibility } from './state.js';

/** What people can see of one status. */
export interface MastodonEntry {
  readonly statusId: string;
  readonly who: 'citizen' | 'service';
  readonly author: string;
  readonly text: string;
  readonly visibility: Visibility;
  /** Handles of who is told of it. Nobody else of the thread is. */
  readonly notified: readonly string[];
  readonly atMs: number;
  readonly inReplyTo?: string;
}

export interface MastodonFilter {
  readonly who?: MastodonEntry['who'];
  /** What this citizen was told of. */
  readonly notified?: string;
}

const MOST_SHOWN = 1_000;

function entryOf(state: MastodonState, status: Status): MastodonEntry {
  const isOwn = state.owns.some(({ person }) => person.id === status.author.id);
  return {
    statusId: status.id,
    who: isOwn ? 'service' : 'citizen',
    author: acctOf(status.author),
    text: status.text,
    visibility: status.visibility,
    notified: status.mentions.filter(({ id }) => id !== status.author.id).map((person) => acctOf(person)),
    atMs: status.createdAtMs,
    ...(status.inReplyTo === undefined ? {} : { inReplyTo: status.inReplyTo }),
  };
}

/** The newest thousand statuses that are there, in their order. An answer that was posted twice stands in it twice. */
export function readTranscript(state: MastodonState, filter: MastodonFilter = {}): readonly MastodonEntry[] {
  return state.statuses
    .values()
    .filter(({ id }) => statusOf(state, id) !== undefined)
    .map((status) => entryOf(state, status))
    .filter(
      ({ who, notified }) =>
        (filter.who === undefined || who === filter.who) &&
        (filter.notified === undefined || notified.includes(filter.notified)),
    )
    .slice(-MOST_SHOWN);
}
