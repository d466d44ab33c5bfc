import type { ChannelEvent, EventAction } from '../../../src/adapter-sdk/index.js';
import { fieldsOf, idOf, instantOf, present, textOf, type Fields } from './payloads.js';

/** Where an update came in, and which one it is. */
export interface Origin {
  readonly account: string;
  /** Telegram's number of the update; a hash of the body where there is none. Constant over redelivery. */
  readonly number: string;
  readonly receivedAtMs: number;
}

/** One update of a bot, read as far as all kinds share it. */
export interface Update extends Origin {
  /** The one thing that it tells: a message, a tap, a change of membership. */
  readonly item: Fields;
}

/** Conversation of what belongs to no chat. */
const ACCOUNT_CONVERSATION = 'account';

/** Parts hold no colon: they are digits, words of ours and ids that were checked. So two facts never get one key. */
export function keyOf(...parts: readonly string[]): string {
  return parts.join(':');
}

function nameOf(person: Fields): string | undefined {
  return textOf([person['first_name'], person['last_name']].filter((part) => typeof part === 'string').join(' '));
}

/** The username is left out: it can be given up and taken by somebody else. */
export function citizenOf(person: Fields | undefined): Pick<ChannelEvent, 'citizen'> {
  const id = idOf(person?.['id']);
  return person === undefined || id === undefined
    ? {}
    : { citizen: { aliases: [{ kind: 'telegram_user', value: id }], ...present({ name: nameOf(person) }) } };
}

/** A private chat is with one person; groups and channels are not answered. */
export function isPrivate(chat: Fields | undefined): boolean {
  return chat?.['type'] === 'private';
}

export function chatOf(item: Fields): Fields | undefined {
  return fieldsOf(item['chat']);
}

/** The event of a chat; its time is Telegram's where it tells one. */
export function chatEvent(
  update: Update,
  at: { readonly chat: string; readonly key: string; readonly date?: unknown },
  action: EventAction,
): ChannelEvent {
  return {
    channel: 'telegram',
    account: update.account,
    key: at.key,
    conversation: at.chat,
    action,
    occurredAtMs: instantOf(at.date) ?? update.receivedAtMs,
  };
}

function accountEvent(origin: Origin, key: string): ChannelEvent {
  const { account, receivedAtMs } = origin;
  const conversation = ACCOUNT_CONVERSATION;
  return { channel: 'telegram', account, key, conversation, action: 'drop', occurredAtMs: receivedAtMs };
}

/** Counted and kept, and nothing else: a kind of update that no ticket comes of. */
export function dropped(origin: Origin, reason: string): ChannelEvent {
  return { ...accountEvent(origin, keyOf('dropped', origin.number)), reason };
}

/** Could not be read: kept under a constant code for a person to look at. */
export function unrecognised(origin: Origin, code: string): ChannelEvent {
  return { ...accountEvent(origin, keyOf('unrecognised', code, origin.number)), unrecognised: code };
}
