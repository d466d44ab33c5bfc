import { ControlError } from '../basics/control-error.js';
import type { CitizenInput } from './people.js';
import { statusOf, type MastodonState, type Media, type OwnState, type Status, type Visibility } from './state.js';
import { mentionedIn } from './text.js';
import { notify, writeStatus } from './write-status.js';

export interface WriteInput {
  readonly citizen: CitizenInput;
  /** `@username` and `@user@host` in it are mentions. */
  readonly text: string;
  readonly visibility?: Visibility;
  /** Id of a status, or the key that it was written under. */
  readonly inReplyTo?: string;
  readonly quotes?: string;
  readonly spoiler?: string;
  /** Address of a picture. */
  readonly photo?: string;
  readonly atMs?: number;
  /** Last part of the `uri`. What was written under a key before is not written again. */
  readonly key?: string;
}

export interface WrittenResult {
  readonly statusId: string;
}

export function ownNamed(state: MastodonState, username: string): OwnState {
  const own = state.owns.find(({ account }) => account.username === username);
  if (own === undefined) {
    throw new ControlError(`There is no account ${username} on this instance.`);
  }
  return own;
}

function needStatus(state: MastodonState, statusId: string): Status {
  const status = statusOf(state, statusId);
  if (status === undefined) {
    throw new ControlError(`There is no status ${statusId}.`);
  }
  return status;
}

function mediaOf(photo: string | undefined): readonly Media[] {
  return photo === undefined ? [] : [{ id: '1', type: 'image', url: photo }];
}

export function write(state: MastodonState, input: WriteInput): WrittenResult {
  const { citizen, photo, key, visibility = 'public', inReplyTo, ...words } = input;
  const known = key === undefined ? undefined : state.keys.get(key);
  if (known !== undefined) {
    return { statusId: known };
  }
  const parent = inReplyTo === undefined ? undefined : needStatus(state, state.keys.get(inReplyTo) ?? inReplyTo);
  const author = state.people.meet(citizen);
  const named = key === undefined ? {} : { name: key };
  const under = parent === undefined ? {} : { inReplyTo: parent.id };
  const { id } = writeStatus(state, { ...words, ...named, ...under, author, visibility, media: mediaOf(photo) });
  if (key !== undefined) {
    state.keys.set(key, id);
  }
  return { statusId: id };
}

/** An edit notifies nobody but who was not mentioned before. */
export function edit(state: MastodonState, statusId: string, text: string): void {
  const status = needStatus(state, statusId);
  const before = new Set(status.mentions.map(({ id }) => id));
  status.text = text;
  status.mentions = mentionedIn(text, state.people, state.host);
  status.editedAtMs = state.clock.nowMs();
  for (const own of state.owns) {
    if (!before.has(own.person.id) && status.mentions.some(({ id }) => id === own.person.id)) {
      notify(state, own, status, 'mention');
    }
  }
}

/** The status is gone, and what was told of it. */
export function remove(state: MastodonState, statusId: string): void {
  needStatus(state, statusId);
  state.deleted.set(statusId, true);
}

export function favourite(state: MastodonState, statusId: string): void {
  const status = needStatus(state, statusId);
  const own = state.owns.find(({ person }) => person.id === status.author.id);
  if (own !== undefined) {
    notify(state, own, status, 'favourite');
  }
}
