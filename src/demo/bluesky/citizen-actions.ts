import { ControlError } from '../basics/control-error.js';
import type { JsonObject } from '../basics/json.js';
import { addMessage, convoOf, deleteMessage } from './chat.js';
import type { ClosedConvo } from './faults.js';
import { addPost, COLLECTION } from './posts.js';
import { accountNamed, idFor, type BlueskyState, type Convo, type Named, type Person, type Post } from './state.js';

/** What was written under a key before is not written again. */
export interface PostInput extends Named {
  readonly citizen: Person;
  readonly text: string;
  /** Handle of the account that the text names. */
  readonly mentions?: string;
  /** Uri of a post, or the key that it was written under. */
  readonly replyTo?: string;
  readonly quotes?: string;
  /** The time that the citizen's telephone shows; `atMs` unless told. */
  readonly createdAtMs?: number;
}

export interface MessageInput extends Named {
  /** Handle of the account that is written to. */
  readonly account: string;
  readonly citizen: Person;
  readonly text: string;
}

function postAt(state: BlueskyState, uriOrKey: string): Post {
  const found = state.posts.get(state.keys.get(uriOrKey) ?? uriOrKey);
  if (found === undefined) {
    throw new ControlError(`There is no post ${uriOrKey}.`);
  }
  return found;
}

function refOf({ uri, cid }: Post): JsonObject {
  return { uri, cid };
}

function replyFields(state: BlueskyState, uri: string): JsonObject {
  const parent = postAt(state, uri);
  const reply = parent.record['reply'];
  const root = typeof reply === 'object' && reply !== null && 'root' in reply ? reply.root : refOf(parent);
  return { reply: { root, parent: refOf(parent) } };
}

function mentionFields(state: BlueskyState, text: string, handle: string): JsonObject {
  const { did } = accountNamed(state, handle);
  const start = text.indexOf(`@${handle}`);
  const byteStart = Buffer.byteLength(text.slice(0, Math.max(0, start)));
  const index = { byteStart, byteEnd: byteStart + Buffer.byteLength(`@${handle}`) };
  return { facets: [{ index, features: [{ $type: 'app.bsky.richtext.facet#mention', did }] }] };
}

function remember(state: BlueskyState, key: string | undefined, id: string): void {
  if (key !== undefined) {
    state.keys.set(key, id);
  }
}

export function post(state: BlueskyState, input: PostInput): { readonly uri: string; readonly cid: string } {
  const { citizen, text, mentions, replyTo, quotes, key } = input;
  const known = key === undefined ? undefined : state.posts.get(state.keys.get(key) ?? '');
  if (known !== undefined) {
    return { uri: known.uri, cid: known.cid };
  }
  const behindMs = state.lists.isOvertaken() ? state.lists.delayMs() : 0;
  const record = {
    ...{ $type: COLLECTION, text, langs: ['nl'] },
    createdAt: new Date((input.createdAtMs ?? input.atMs ?? state.clock.nowMs()) - behindMs).toISOString(),
    ...(mentions === undefined ? {} : mentionFields(state, text, mentions)),
    ...(replyTo === undefined ? {} : replyFields(state, replyTo)),
    ...(quotes === undefined
      ? {}
      : { embed: { $type: 'app.bsky.embed.record', record: refOf(postAt(state, quotes)) } }),
  };
  const { uri, cid } = addPost(state, citizen, idFor(state, input), record);
  remember(state, key, uri);
  return { uri, cid };
}

/** It is gone from every list; nobody is told. */
export function deletePost(state: BlueskyState, uri: string): void {
  state.posts.delete(postAt(state, uri).uri);
}

export function write(state: BlueskyState, input: MessageInput): { readonly convoId: string; readonly id: string } {
  const convo = convoOf(state, accountNamed(state, input.account).did, input.citizen);
  const { key, citizen: sender, ...words } = input;
  const known = key === undefined ? undefined : state.keys.get(key);
  const id = known ?? addMessage(state, convo, { ...words, sender, ...(key === undefined ? {} : { key }) }).id;
  remember(state, key, id);
  return { convoId: convo.id, id };
}

export function unwrite(state: BlueskyState, convoId: string, id: string): void {
  if (!deleteMessage(state, convoWith(state, convoId), id)) {
    throw new ControlError(`There is no message ${id} in ${convoId}.`);
  }
}

export function closeConvo(state: BlueskyState, convoId: string, why: ClosedConvo | undefined): void {
  convoWith(state, convoId).closed = why;
}

export function closeMessages(state: BlueskyState, did: string, why: ClosedConvo | undefined): void {
  if (why === undefined) {
    state.closedTo.delete(did);
  } else {
    state.closedTo.set(did, why);
  }
}

function convoWith(state: BlueskyState, convoId: string): Convo {
  const convo = state.convos.get(convoId);
  if (convo === undefined) {
    throw new ControlError(`There is no conversation ${convoId}.`);
  }
  return convo;
}
