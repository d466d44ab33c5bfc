import { BoundedMap } from '../basics/bounded-map.js';

/** What a citizen and a bot can see in their chat. */
export interface TelegramEntry {
  /** Order in which the platform took things in, over all chats. */
  readonly sequence: number;
  readonly bot: string;
  readonly chatId: number;
  readonly messageId: number;
  readonly who: 'citizen' | 'service';
  readonly author: string;
  readonly text: string;
  readonly atMs: number;
  /** The message that is answered, where Telegram shows it above the answer. */
  readonly replyTo?: number;
}

export interface TelegramFilter {
  readonly bot?: string;
  readonly chatId?: number;
  readonly who?: TelegramEntry['who'];
}

const MOST_CHATS = 5_000;

/** What citizens see. An answer that was sent twice stands in it twice. */
export class TelegramTranscript {
  private readonly chats = new BoundedMap<TelegramEntry[]>(MOST_CHATS);
  private readonly perChat: number;
  private sequence = 0;

  constructor(perChat: number) {
    this.perChat = perChat;
  }

  add(entry: Omit<TelegramEntry, 'sequence'>): void {
    const key = keyOf(entry);
    const entries = this.chats.get(key) ?? [];
    this.sequence += 1;
    entries.push({ ...entry, sequence: this.sequence });
    if (entries.length > this.perChat) {
      entries.shift();
    }
    this.chats.set(key, entries);
  }

  /** An edit changes what is seen; the entry stays in its place. */
  edit(place: Pick<TelegramEntry, 'bot' | 'chatId' | 'messageId'>, text: string): void {
    const entries = this.chats.get(keyOf(place)) ?? [];
    this.chats.set(
      keyOf(place),
      entries.map((entry) => (entry.messageId === place.messageId ? { ...entry, text } : entry)),
    );
  }

  read(filter: TelegramFilter = {}): readonly TelegramEntry[] {
    return this.chats
      .values()
      .flatMap((entries) => entries.filter((entry) => fits(entry, filter)))
      .toSorted((left, right) => left.sequence - right.sequence);
  }
}

function keyOf(place: Pick<TelegramEntry, 'bot' | 'chatId'>): string {
  return `${place.bot} ${String(place.chatId)}`;
}

function fits(entry: TelegramEntry, filter: TelegramFilter): boolean {
  return (
    (filter.bot === undefined || entry.bot === filter.bot) &&
    (filter.chatId === undefined || entry.chatId === filter.chatId) &&
    (filter.who === undefined || entry.who === filter.who)
  );
}
