import { BoundedMap } from '../basics/bounded-map.js';

export interface Person {
  readonly id: number;
  readonly firstName: string;
  readonly lastName?: string;
  readonly username?: string;
}

/** What was said in a chat, as Telegram repeats it to the bot: the facts of a `Message` but for its chat. */
export interface Said {
  readonly message_id: number;
  readonly date: number;
  readonly from: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
}

/** A private chat of one person with one bot. Its id is the person's. */
export interface Chat {
  readonly person: Person;
  readonly messages: BoundedMap<Said>;
  /** The person blocked the bot. */
  isBlocked: boolean;
  /** The person left Telegram. */
  isDeactivated: boolean;
}

const MOST_CHATS = 5_000;

/** The chats of one bot. There is none before the person wrote: a bot can never write first. */
export class Chats {
  private readonly chats = new BoundedMap<Chat>(MOST_CHATS);
  private readonly perChat: number;

  constructor(perChat: number) {
    this.perChat = perChat;
  }

  get(id: number): Chat | undefined {
    return this.chats.get(String(id));
  }

  /** The chat with this person, begun when there was none. */
  with(person: Person): Chat {
    const known = this.get(person.id);
    if (known !== undefined) {
      return known;
    }
    const begun: Chat = { person, messages: new BoundedMap(this.perChat), isBlocked: false, isDeactivated: false };
    this.chats.set(String(person.id), begun);
    return begun;
  }
}

export function userFields(person: Person): Readonly<Record<string, unknown>> {
  return { id: person.id, is_bot: false, ...nameFields(person), language_code: 'nl' };
}

export function chatFields(person: Person): Readonly<Record<string, unknown>> {
  return { id: person.id, type: 'private', ...nameFields(person) };
}

function nameFields(person: Person): Readonly<Record<string, unknown>> {
  return {
    first_name: person.firstName,
    ...(person.lastName === undefined ? {} : { last_name: person.lastName }),
    ...(person.username === undefined ? {} : { username: person.username }),
  };
}

/** A message as it stands in an update and in the answer to a call. */
export function messageFields(chat: Chat, said: Said): Readonly<Record<string, unknown>> {
  const { message_id, date, from, content } = said;
  return { message_id, from, chat: chatFields(chat.person), date, ...content };
}
