import { keyOfNewHolder } from '../inbox/conversation-key.js';

/** An identifier of a citizen that also names the conversation; see `CitizenAlias` in the SDK. */
export interface Name {
  readonly kind: string;
  readonly value: string;
  readonly tenure: 'always' | 'while-held';
}

/** Which conversation a name means now. */
export interface NameRow extends Name {
  readonly conversation: string;
  /** When the citizen last used it, by the platform's clock; null while only others told it. */
  readonly toldAtMs: number | null;
  /** When the platform said that the citizen left it for another one. */
  readonly leftAtMs: number | null;
  /** The event that told it first. */
  readonly eventId: string | null;
}

/** What one event tells about names. */
export interface Telling {
  readonly eventId: string;
  /** What the adapter calls the conversation. */
  readonly conversation: string;
  readonly atMs: number;
  readonly isByCitizen: boolean;
  readonly names: readonly Name[];
  /** The name that the citizen gave up, by an event that says so. */
  readonly left: Name | undefined;
}

const DAY_MS = 86_400_000;
/**
 * WhatsApp takes a number for handed out again when it was not used for 45 days and comes up on another telephone
 * (https://faq.whatsapp.com/3347469605523961, read 2026-11-26). Other platforms lend out nothing yet.
 */
const HELD_MS = 45 * DAY_MS;
/** A change is told after it happened. The first words under the new name may be here before, and older by their clock. */
const LATE_NEWS_MS = DAY_MS;

function keyOf({ kind, value }: Name): string {
  return JSON.stringify([value, kind]);
}

/** A name that is sure goes before one that may have passed on, and what a change says before what it mentions. */
function rankOf(row: Name, { left }: Telling): number {
  if (row.tenure === 'always') {
    return 0;
  }
  return left !== undefined && keyOf(left) === keyOf(row) ? 1 : 2;
}

/**
 * The names of the conversations of one account, as they are after the events told so far. It knows who is the same
 * person, and that a telephone number may be somebody else's by now: two people in one conversation is worse than one
 * person in two, because an answer could reach the wrong one.
 */
export class AccountNames {
  readonly #rows = new Map<string, NameRow>();
  /** The keys of the names of each conversation: one post may tell a thousand of them. */
  readonly #byConversation = new Map<string, Set<string>>();
  readonly #values: Set<string>;
  readonly #changed = new Set<string>();
  readonly #stored: ReadonlySet<string>;
  /** From a conversation to the one that it goes on in. */
  readonly #into = new Map<string, string>();

  constructor(rows: readonly NameRow[]) {
    for (const row of rows) {
      this.#set(row);
    }
    this.#values = new Set(rows.map((row) => row.value));
    this.#stored = new Set(rows.map((row) => row.conversation));
  }

  /** Takes in what an event tells, and gives its conversation and how many names it was the first to tell. */
  tell(telling: Telling): { readonly conversation: string; readonly newNames: number } {
    const before = this.#rows.size;
    const conversation = this.#conversationOf(telling);
    for (const name of telling.names) {
      this.#keepTold(name, conversation, telling);
    }
    if (telling.left !== undefined) {
      this.#keepLeft(telling.left, conversation, telling);
    }
    return { conversation, newNames: this.#rows.size - before };
  }

  /** The conversation that goes on where this one was. */
  current(conversation: string): string {
    let at = conversation;
    for (let next = this.#into.get(at); next !== undefined; next = this.#into.get(at)) {
      at = next;
    }
    return at;
  }

  /** Conversations that were known before and turned out to be one, or to be the one that goes on elsewhere. */
  joined(): readonly (readonly string[])[] {
    const groups = new Map<string, string[]>();
    for (const conversation of this.#stored) {
      const current = this.current(conversation);
      groups.set(current, [...(groups.get(current) ?? []), conversation]);
    }
    return [...groups].flatMap(([current, members]) =>
      members.length === 1 && members[0] === current ? [] : [members],
    );
  }

  /** Of conversations that are one, makes this the one that goes on. */
  goOnIn(conversation: string): void {
    const current = this.current(conversation);
    if (current !== conversation) {
      this.#into.delete(conversation);
      this.#repoint(current, conversation);
    }
  }

  /** The names that are new or mean something else than before. */
  changed(): readonly NameRow[] {
    return [...this.#changed].flatMap((key) => this.#rows.get(key) ?? []);
  }

  #conversationOf(telling: Telling): string {
    const told = telling.left === undefined ? telling.names : [telling.left, ...telling.names];
    let found: string | undefined;
    for (const name of told.toSorted((a, b) => rankOf(a, telling) - rankOf(b, telling))) {
      const row = this.#rows.get(keyOf(name));
      if (row !== undefined && this.#isSamePerson(row, telling, found)) {
        found = found === undefined ? row.conversation : this.#join(found, row.conversation);
      }
    }
    return found ?? this.#begin(telling);
  }

  #isSamePerson(row: NameRow, telling: Telling, found: string | undefined): boolean {
    if (row.tenure === 'always' || row.conversation === found) {
      return true;
    }
    const { left, atMs } = telling;
    if (left !== undefined && keyOf(left) === keyOf(row)) {
      // Told by somebody since: then it had passed on before this news came.
      return row.toldAtMs === null || row.toldAtMs <= atMs;
    }
    if (left !== undefined && left.kind === row.kind) {
      // It was somebody else's until this moment.
      return row.toldAtMs === null || row.toldAtMs >= atMs - LATE_NEWS_MS;
    }
    return this.#isStillHeld(row, telling) && !this.#isSomebodyElse(row, telling, found);
  }

  #isStillHeld(row: NameRow, { atMs, isByCitizen }: Telling): boolean {
    const isLeft = row.leftAtMs !== null && atMs > row.leftAtMs;
    // What the municipality sends to a number goes to whom it knows by that number.
    const isStale = isByCitizen && row.toldAtMs !== null && atMs - row.toldAtMs > HELD_MS;
    return !isLeft && !isStale;
  }

  /** True where both sides have a name that never passes on, and they are not the same one. */
  #isSomebodyElse(row: NameRow, telling: Telling, found: string | undefined): boolean {
    const hasOwn =
      telling.names.some((name) => name.tenure === 'always') ||
      this.#namesOf(found).some((one) => one.tenure === 'always');
    return hasOwn && this.#namesOf(row.conversation).some((other) => this.#isOwnerOf(other, row));
  }

  /** A sure name that was told while its citizen held the other one. A citizen may get a new one with a new number. */
  #isOwnerOf(other: NameRow, row: NameRow): boolean {
    if (other.tenure !== 'always') {
      return false;
    }
    if (other.toldAtMs === null) {
      return true;
    }
    if (row.leftAtMs !== null) {
      return other.toldAtMs <= row.leftAtMs;
    }
    return row.toldAtMs === null || other.toldAtMs >= row.toldAtMs;
  }

  /** A name that once meant a conversation of somebody else cannot be the key of a second one. */
  #begin({ conversation, eventId }: Telling): string {
    const isTaken = this.#byConversation.has(conversation) || this.#values.has(conversation);
    return isTaken ? keyOfNewHolder(conversation, eventId) : conversation;
  }

  #join(found: string, other: string): string {
    if (found !== other) {
      this.#repoint(other, found);
    }
    return found;
  }

  #repoint(from: string, to: string): void {
    this.#into.set(from, to);
    for (const row of this.#namesOf(from)) {
      this.#put({ ...row, conversation: to });
    }
  }

  #keepTold(name: Name, conversation: string, { atMs, isByCitizen, eventId }: Telling): void {
    const row = this.#rows.get(keyOf(name));
    const toldAtMs = isByCitizen ? atMs : null;
    if (row === undefined) {
      this.#put({ ...name, conversation, toldAtMs, leftAtMs: null, eventId });
    } else if (row.conversation !== conversation) {
      this.#passOn(row, conversation, toldAtMs);
    } else if (toldAtMs !== null && (row.toldAtMs === null || toldAtMs > row.toldAtMs)) {
      const leftAtMs = row.leftAtMs !== null && row.leftAtMs >= toldAtMs ? row.leftAtMs : null;
      this.#put({ ...row, toldAtMs, leftAtMs });
    }
  }

  /** Whoever used it last has it. */
  #passOn(row: NameRow, conversation: string, toldAtMs: number | null): void {
    if (toldAtMs !== null && (row.toldAtMs === null || toldAtMs > row.toldAtMs)) {
      this.#put({ ...row, conversation, toldAtMs, leftAtMs: null });
    }
  }

  #keepLeft(name: Name, conversation: string, { atMs, eventId }: Telling): void {
    const row = this.#rows.get(keyOf(name));
    if (row === undefined) {
      this.#put({ ...name, conversation, toldAtMs: null, leftAtMs: atMs, eventId });
    } else if (row.conversation === conversation && (row.toldAtMs === null || row.toldAtMs <= atMs)) {
      this.#put({ ...row, leftAtMs: Math.max(row.leftAtMs ?? 0, atMs) });
    }
  }

  #put(row: NameRow): void {
    this.#set(row);
    this.#values.add(row.value);
    this.#changed.add(keyOf(row));
  }

  #set(row: NameRow): void {
    const key = keyOf(row);
    this.#byConversation.get(this.#rows.get(key)?.conversation ?? '')?.delete(key);
    const own = this.#byConversation.get(row.conversation);
    if (own === undefined) {
      this.#byConversation.set(row.conversation, new Set([key]));
    } else {
      own.add(key);
    }
    this.#rows.set(key, row);
  }

  #namesOf(conversation: string | undefined): readonly NameRow[] {
    const keys = conversation === undefined ? undefined : this.#byConversation.get(conversation);
    return [...(keys ?? [])].flatMap((key) => this.#rows.get(key) ?? []);
  }
}
