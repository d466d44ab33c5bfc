/** Something that was asked and not answered yet. Instants are UTC milliseconds. */
export interface Question {
  /** The message that asks, or the ticket that brought the question along when it was merged. */
  readonly from: string;
  readonly askedAtMs: number;
  /** Since when somebody who writes an answer in this ticket can know of it. */
  readonly knownAtMs: number;
}

/** Since when the one waits who waits longest; undefined when nobody does. */
export function longestWait(questions: readonly Question[]): number | undefined {
  return questions.length === 0 ? undefined : Math.min(...questions.map(({ askedAtMs }) => askedAtMs));
}

/**
 * What a ticket owes answers to, and which answers can be to what. Questions that were closed without an answer stay
 * until the citizen asks anew. Only the files that follow a ticket change it.
 */
export class Questions {
  open: readonly Question[] = [];
  readonly #gone = new Set<string>();
  readonly #writtenAtMs = new Map<string, number>();
  readonly #waitElsewhere = new Map<string, number | null>();

  /** Messages that became a ticket of their own: they ask nothing here, whichever is heard first. */
  leave(messageIds: readonly string[]): readonly Question[] {
    for (const id of messageIds) {
      this.#gone.add(id);
    }
    return this.open.filter(({ from }) => !this.#gone.has(from));
  }

  isGone(messageId: string): boolean {
    return this.#gone.has(messageId);
  }

  write(messageId: string, atMs: number): void {
    this.#writtenAtMs.set(messageId, atMs);
  }

  /** What is still open after an answer arrived: it can be to nothing that nobody here knew when it was written. */
  after(messageId: string): readonly Question[] {
    const writtenAtMs = this.#writtenAtMs.get(messageId) ?? Number.POSITIVE_INFINITY;
    return this.open.filter(({ knownAtMs }) => knownAtMs > writtenAtMs);
  }

  /** Keeps what was told of a ticket that was merged into this one. */
  hear(from: string, sinceMs: number | null): void {
    this.#waitElsewhere.set(from, sinceMs);
  }

  /** What was told, also before it was heard that the ticket was merged; undefined when nothing was. */
  heard(from: string): number | null | undefined {
    return this.#waitElsewhere.get(from);
  }
}
