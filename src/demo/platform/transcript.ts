import { BoundedMap } from '../basics/bounded-map.js';
import type { Channel } from './options.js';

export interface TranscriptEntry {
  /** Order in which the platform took things in, over all conversations. */
  readonly sequence: number;
  /** The platform's id of the message, comment or post. */
  readonly id: string;
  readonly channel: Channel;
  readonly account: string;
  readonly conversation: string;
  /** `colleague` answered in the platform's own app, `service` through the API. */
  readonly who: 'citizen' | 'service' | 'colleague';
  readonly author: string;
  readonly text: string;
  readonly atMs: number;
  /** Whether the citizen can see it now: false after removal, hiding, or a failed delivery. */
  readonly visible: boolean;
  readonly publicOrPrivate: 'public' | 'private';
  /** The correlation text that came with the sending call. Citizens never see it. */
  readonly reference?: string;
}

export interface TranscriptFilter {
  readonly channel?: Channel;
  readonly account?: string;
  readonly conversation?: string;
  readonly who?: TranscriptEntry['who'];
}

const MOST_CONVERSATIONS = 5_000;

export class Transcript {
  private readonly conversations = new BoundedMap<TranscriptEntry[]>(MOST_CONVERSATIONS);
  private readonly perConversation: number;
  private sequence = 0;

  constructor(perConversation: number) {
    this.perConversation = perConversation;
  }

  add(entry: Omit<TranscriptEntry, 'sequence' | 'visible'> & { readonly visible?: boolean }): void {
    const entries = this.conversations.get(entry.conversation) ?? [];
    this.sequence += 1;
    entries.push({ ...entry, sequence: this.sequence, visible: entry.visible ?? true });
    if (entries.length > this.perConversation) {
      entries.shift();
    }
    this.conversations.set(entry.conversation, entries);
  }

  /** Edits and removals change what the citizen sees; the entry stays in its place. */
  change(conversation: string, id: string, change: { readonly text?: string; readonly visible?: boolean }): void {
    const entries = this.conversations.get(conversation) ?? [];
    this.conversations.set(
      conversation,
      entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)),
    );
  }

  read(filter: TranscriptFilter = {}): readonly TranscriptEntry[] {
    const found: TranscriptEntry[] = [];
    for (const entries of this.conversations.values()) {
      found.push(...entries.filter((entry) => fits(entry, filter)));
    }
    return found.toSorted((left, right) => left.sequence - right.sequence);
  }
}

function fits(entry: TranscriptEntry, filter: TranscriptFilter): boolean {
  return (
    (filter.channel === undefined || entry.channel === filter.channel) &&
    (filter.account === undefined || entry.account === filter.account) &&
    (filter.conversation === undefined || entry.conversation === filter.conversation) &&
    (filter.who === undefined || entry.who === filter.who)
  );
}
