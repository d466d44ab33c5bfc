import type { Person } from './people.js';
import { mentionedIn } from './text.js';
import {
  nextNotificationId,
  nextStatusId,
  statusOf,
  type MastodonState,
  type Media,
  type Notification,
  type OwnState,
  type Status,
  type Visibility,
} from './state.js';

export interface NewStatus {
  readonly author: Person;
  readonly text: string;
  readonly visibility: Visibility;
  readonly inReplyTo?: string;
  readonly spoiler?: string;
  readonly media?: readonly Media[];
  readonly atMs?: number;
  /** Last part of its `uri`; its id unless told. */
  readonly name?: string;
  readonly quotes?: string;
}

const MOST_NOTIFICATIONS = 5_000;

/** A status, and the notifications that come of it: one for each account of this instance that it mentions or quotes. */
export function writeStatus(state: MastodonState, input: NewStatus): Status {
  const { author, text, visibility } = input;
  const id = nextStatusId(state);
  const status: Status = {
    ...{ id, author, text, visibility },
    uri: `https://${author.host ?? state.host}/users/${author.username}/statuses/${input.name ?? id}`,
    inReplyTo: input.inReplyTo,
    createdAtMs: input.atMs ?? state.clock.nowMs(),
    spoiler: input.spoiler ?? '',
    media: input.media ?? [],
    mentions: mentionedIn(text, state.people, state.host),
    editedAtMs: undefined,
  };
  state.statuses.set(id, status);
  notifyOwners(state, status, input.quotes);
  return status;
}

function notifyOwners(state: MastodonState, status: Status, quotes: string | undefined): void {
  const quoted = quotes === undefined ? undefined : statusOf(state, quotes);
  for (const own of state.owns.filter(({ person }) => person.id !== status.author.id)) {
    if (status.mentions.some((person) => person.id === own.person.id)) {
      notify(state, own, status, 'mention');
    }
    if (quoted?.author.id === own.person.id) {
      notify(state, own, status, 'quote');
    }
  }
}

export function notify(state: MastodonState, own: OwnState, status: Status, type: Notification['type']): void {
  const asked = status.inReplyTo === undefined ? undefined : statusOf(state, status.inReplyTo);
  const notification: Notification = {
    id: nextNotificationId(state),
    type,
    from: status.author,
    statusId: status.id,
    createdAtMs: state.clock.nowMs(),
    // An answer to a private message of the account itself is always let in.
    isFiltered: status.visibility === 'direct' && asked?.author.id !== own.person.id,
  };
  own.notifications = [...own.notifications, notification].slice(-MOST_NOTIFICATIONS);
}
