import { ControlError } from '../basics/control-error.js';
import { meet, postThere, type Named, type OwnState, type Person, type XPost, type XState } from './state.js';
import { deletePost, writeMessage, writePost, type Writing } from './write-post.js';

export interface CitizenInput {
  readonly username: string;
  readonly name: string;
}

/** What was written under a key before is not written again. */
export interface WriteInput extends Named {
  readonly citizen: CitizenInput;
  /** `@username` in it is a mention. */
  readonly text: string;
  /** Id of a post, or the key that it was written under. */
  readonly inReplyTo?: string;
  readonly quotes?: string;
}

export interface MessageInput extends Named {
  readonly citizen: CitizenInput;
  /** Username of the account. */
  readonly account: string;
  /** Left out for an encrypted one. */
  readonly text?: string;
}

export interface Written {
  readonly id: string;
  readonly citizenId: string;
}

export function ownNamed(state: XState, username: string): OwnState {
  const own = state.owns.find(({ account }) => account.username === username);
  if (own === undefined) {
    throw new ControlError(`There is no account ${username}.`);
  }
  return own;
}

function needPost(state: XState, idOrKey: string): XPost {
  const post = postThere(state, state.keys.get(idOrKey) ?? idOrKey);
  if (post === undefined) {
    throw new ControlError(`There is no post ${idOrKey}.`);
  }
  return post;
}

/** Does something once for each key. */
function once(state: XState, key: string | undefined, citizen: Person, work: () => { readonly id: string }): Written {
  const known = key === undefined ? undefined : state.keys.get(key);
  const id = known ?? work().id;
  if (key !== undefined) {
    state.keys.set(key, id);
  }
  return { id, citizenId: citizen.id };
}

function named({ atMs, key }: Named): Named {
  return { ...(atMs === undefined ? {} : { atMs }), ...(key === undefined ? {} : { key }) };
}

export function write(writing: Writing, input: WriteInput): Written {
  const { state } = writing;
  const author = meet(state, input.citizen);
  return once(state, input.key, author, () =>
    writePost(writing, {
      ...{ author, words: input.text, ...named(input) },
      ...(input.inReplyTo === undefined ? {} : { inReplyTo: needPost(state, input.inReplyTo) }),
      ...(input.quotes === undefined ? {} : { quotes: needPost(state, input.quotes) }),
    }),
  );
}

export function message(writing: Writing, input: MessageInput): Written {
  const { state } = writing;
  const from = meet(state, input.citizen);
  const to = ownNamed(state, input.account).person;
  const text = input.text === undefined ? {} : { text: input.text };
  return once(state, input.key, from, () => writeMessage(writing, { from, to, ...text, ...named(input) }));
}

/** By the settings of the citizen, or because they blocked the account. */
export function closeMessages({ state }: Writing, username: string, isClosed: boolean): void {
  if (isClosed) {
    state.closedTo.add(username);
  } else {
    state.closedTo.delete(username);
  }
}

/** The account posts in X itself: an answer, or something that answers nobody. */
export function postAsAccount(
  writing: Writing,
  input: { readonly account: string; readonly text: string; readonly inReplyTo?: string },
): { readonly id: string } {
  const { state } = writing;
  const { id } = writePost(writing, {
    ...{ author: ownNamed(state, input.account).person, words: input.text },
    ...(input.inReplyTo === undefined ? {} : { inReplyTo: needPost(state, input.inReplyTo) }),
  });
  return { id };
}

export function remove(writing: Writing, idOrKey: string): void {
  deletePost(writing, needPost(writing.state, idOrKey));
}

/** The account withdraws its permission, or gives it back. X tells of the first. */
export function setToken({ state, webhook }: Writing, username: string, isValid: boolean): void {
  const own = ownNamed(state, username);
  own.isTokenValid = isValid;
  if (!isValid) {
    webhook.post(undefined, 'oauth.revoke', {
      ...{ date_time: new Date(state.clock.nowMs()).toISOString(), user_id: own.person.id, app_id: '29820954' },
    });
  }
}
