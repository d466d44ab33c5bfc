import { asObject, asText, type JsonObject } from '../basics/json.js';
import { CLOSED_CONVOS } from './faults.js';
import type { OwnAccount } from './options.js';
import {
  convoIdOf,
  idFor,
  nextId,
  type BlueskyState,
  type Convo,
  type LogEntry,
  type Message,
  type Named,
  type Person,
} from './state.js';
import { give, refuse, type XrpcReply } from './xrpc-reply.js';

const MOST_GRAPHEMES = 1_000;
const PAGE = 100;
const MOST_KEPT = 1_000;

function append(state: BlueskyState, convo: Convo, kind: LogEntry['kind'], message: Message): void {
  const rev = nextId(state);
  convo.rev = rev;
  const log = state.logs.get(convo.owner) ?? [];
  state.logs.set(convo.owner, [...log, { kind, rev, message }].slice(-MOST_KEPT));
}

/** The conversation of two; the first message begins it. */
export function convoOf(state: BlueskyState, owner: string, citizen: Person): Convo {
  const known = [...state.convos.values()].find((convo) => convo.owner === owner && convo.citizen.did === citizen.did);
  if (known !== undefined) {
    return known;
  }
  const id = convoIdOf(owner, citizen.did);
  const convo: Convo = { id, owner, citizen, messages: [], rev: nextId(state) };
  state.convos.set(id, convo);
  return convo;
}

export interface NewMessage extends Named {
  readonly sender: Person;
  readonly text: string;
}

export function addMessage(state: BlueskyState, convo: Convo, { sender, text, ...named }: NewMessage): Message {
  const id = idFor(state, named);
  const message = { id, rev: id, convoId: convo.id, sender, text, sentAtMs: named.atMs ?? state.clock.nowMs() };
  convo.messages.push(message);
  convo.messages.splice(0, Math.max(0, convo.messages.length - MOST_KEPT));
  append(state, convo, 'logCreateMessage', message);
  return message;
}

/** @returns false when there is no such message any more */
export function deleteMessage(state: BlueskyState, convo: Convo, id: string): boolean {
  const index = convo.messages.findIndex((message) => message.id === id);
  const [message] = index === -1 ? [] : convo.messages.splice(index, 1);
  if (message !== undefined) {
    append(state, convo, 'logDeleteMessage', message);
  }
  return message !== undefined;
}

function shown({ id, rev, sender, sentAtMs, text }: Message): JsonObject {
  const sentAt = new Date(sentAtMs).toISOString();
  return { $type: 'chat.bsky.convo.defs#messageView', id, rev, text, sender: { did: sender.did }, sentAt };
}

function logged({ kind, rev, message }: LogEntry): JsonObject {
  const { text, ...rest } = shown(message);
  const isDeleted = kind === 'logDeleteMessage';
  const view = isDeleted ? { ...rest, $type: 'chat.bsky.convo.defs#deletedMessageView' } : { ...rest, text };
  const profiles = isDeleted ? {} : { relatedProfiles: [message.sender] };
  return { $type: `chat.bsky.convo.defs#${kind}`, rev, convoId: message.convoId, message: view, ...profiles };
}

function shownConvo({ did, handle }: OwnAccount, { id, rev, citizen }: Convo): JsonObject {
  return { id, rev, members: [{ did, handle }, citizen], muted: false };
}

/** After a position, oldest first. */
export function getLog(state: BlueskyState, account: OwnAccount, cursor: string): XrpcReply {
  const entries = (state.logs.get(account.did) ?? []).filter(({ rev }) => rev > cursor).slice(0, PAGE);
  const next = entries.at(-1)?.rev ?? cursor;
  const told = entries.flatMap((entry) => (state.lists.isDuplicated() ? [entry, entry] : [entry]));
  return give({ logs: told.map((entry) => logged(entry)), ...(next === '' ? {} : { cursor: next }) });
}

function ownConvo(state: BlueskyState, account: OwnAccount, id: unknown): Convo | undefined {
  const convo = state.convos.get(asText(id) ?? '');
  return convo?.owner === account.did ? convo : undefined;
}

/** Whoever wrote a post or a message here. */
function personOf(state: BlueskyState, did: string | undefined): Person | undefined {
  const people = [
    ...[...state.posts.values()].map(({ author }) => author),
    ...[...state.convos.values()].map(({ citizen }) => citizen),
  ];
  return people.find((person) => person.did === did);
}

/** The conversation with one other member, made where there is none: nobody sees that before a message is in it. */
export function getConvoForMembers(state: BlueskyState, account: OwnAccount, members: readonly string[]): XrpcReply {
  const did = members.find((member) => member !== account.did);
  const citizen = personOf(state, did);
  if (citizen === undefined) {
    return refuse('RecipientNotFound', 'recipient not found');
  }
  const why = state.closedTo.get(citizen.did);
  if (why !== undefined) {
    const { error, message } = CLOSED_CONVOS[why];
    return refuse(error, message);
  }
  return give({ convo: shownConvo(account, convoOf(state, account.did, citizen)) });
}

const INVALID_CONVO = refuse('InvalidConvo', 'Convo not found');

/** Drops no repetition: who sends twice has sent twice. */
export function sendMessage(state: BlueskyState, account: OwnAccount, input: JsonObject): XrpcReply {
  const convo = ownConvo(state, account, input['convoId']);
  const text = asText(asObject(input['message'])?.['text']);
  if (convo === undefined) {
    return INVALID_CONVO;
  }
  const why = convo.closed ?? state.closedTo.get(convo.citizen.did);
  if (why !== undefined) {
    const { error, message } = CLOSED_CONVOS[why];
    return refuse(error, message);
  }
  if (text === undefined || [...new Intl.Segmenter().segment(text)].length > MOST_GRAPHEMES) {
    return refuse('InvalidRequest', `Input/message/text must not be longer than ${String(MOST_GRAPHEMES)} graphemes`);
  }
  return give(shown(addMessage(state, convo, { sender: account, text })), true);
}

/** Newest first. */
export function getMessages(state: BlueskyState, account: OwnAccount, query: JsonObject): XrpcReply {
  const convo = ownConvo(state, account, query['convoId']);
  if (convo === undefined) {
    return INVALID_CONVO;
  }
  const limit = Math.min(PAGE, Number(query['limit'] ?? 50));
  const before = asText(query['cursor']);
  const found = convo.messages.filter(({ rev }) => before === undefined || rev < before).toReversed();
  const last = found.length > limit ? found[limit - 1] : undefined;
  const messages = found.slice(0, limit).map((message) => shown(message));
  return give({ messages, ...(last === undefined ? {} : { cursor: last.rev }) });
}

/** The one that changed last comes first. */
export function listConvos(state: BlueskyState, account: OwnAccount, limit: number): XrpcReply {
  const convos = [...state.convos.values()]
    .filter(({ owner }) => owner === account.did)
    .toSorted((a, b) => (a.rev < b.rev ? 1 : -1))
    .slice(0, limit)
    .map((convo) => shownConvo(account, convo));
  return give({ convos });
}
