import type { ClockName } from '../../../src/domain/sla/vocabulary.js';

/** Something that was owed from one minute to another. */
export interface Owed {
  readonly name: ClockName;
  readonly round: number;
  start: number;
  end: number | null;
  how: string | null;
  /** Minutes in which nobody owed it, because the ticket was closed. */
  readonly away: { readonly from: number; readonly to: number }[];
}

export function owe(list: Owed[], name: ClockName, minute: number): void {
  const round = list.filter((one) => one.name === name).length + 1;
  list.push({ name, round, start: minute, end: null, how: null, away: [] });
}

export function settle(list: readonly Owed[], minute: number, how: string): void {
  const last = list.at(-1);
  if (last?.end === null) {
    last.end = minute;
    last.how = how;
  }
}

/** A message that asks something, and since when an answer can be to it. */
export interface Asked {
  readonly id: string;
  readonly minute: number;
  readonly known: number;
}

/** Which answers a ticket owes, to which messages. */
export class SlowAnswers {
  readonly owed: Owed[] = [];
  readonly #gone = new Set<string>();
  readonly #written = new Map<string, number>();
  #asked: Asked[] = [];
  #thanks: string | undefined;

  write(id: string, minute: number): void {
    this.#written.set(id, minute);
  }

  read(asked: Asked, { asks, isDone }: { readonly asks: boolean; readonly isDone: boolean }): void {
    if (this.#gone.has(asked.id)) {
      return;
    }
    if (asks) {
      this.await(asked);
    } else if (isDone) {
      this.#thanks = asked.id;
    }
  }

  await(asked: Asked): void {
    if (this.#isAwaited()) {
      this.#asked.push(asked);
    } else {
      this.#asked = [asked];
      this.#oweAgain();
    }
  }

  /** Messages go to a ticket of their own. */
  letGo(minute: number, ids: readonly string[]): void {
    for (const id of ids) {
      this.#gone.add(id);
      this.#thanks = this.#thanks === id ? undefined : this.#thanks;
    }
    this.#asked = this.#asked.filter(({ id }) => !ids.includes(id));
    const last = this.owed.at(-1);
    if (this.#asked.length === 0) {
      settle(this.owed, minute, 'split');
    } else if (last?.end === null) {
      last.start = this.#firstAsked();
    }
  }

  /** The ticket is opened again by a person. */
  goOn(minute: number): void {
    const last = this.owed.at(-1);
    if (last?.how === 'closed-without-answer' && last.end !== null && this.#asked.length > 0) {
      last.away.push({ from: last.end, to: minute });
      last.start = this.#firstAsked();
      last.end = null;
      last.how = null;
    } else if (this.#thanks !== undefined) {
      this.await({ id: this.#thanks, minute, known: minute });
    }
  }

  /** Answers what was known when it was written; `null` for what was written in the platform itself. */
  answer(minute: number, id: string | null): 'somebody still waits' | 'nobody waits' {
    const written = id === null ? undefined : this.#written.get(id);
    const wasAwaited = this.#isAwaited();
    this.#asked = this.#asked.filter(({ known }) => written !== undefined && known > written);
    this.#thanks = undefined;
    const isLast = this.#asked.length === 0;
    if (wasAwaited && (isLast || this.#firstAsked() > (this.owed.at(-1)?.start ?? 0))) {
      settle(this.owed, minute, 'kept');
      if (!isLast) {
        this.#oweAgain();
      }
    }
    return wasAwaited && !isLast ? 'somebody still waits' : 'nobody waits';
  }

  #isAwaited(): boolean {
    return this.owed.at(-1)?.end === null;
  }

  #firstAsked(): number {
    return Math.min(...this.#asked.map(({ minute }) => minute));
  }

  #oweAgain(): void {
    const wasAnswered = this.owed.some(({ name, how }) => name === 'first-response' && how === 'kept');
    owe(this.owed, wasAnswered ? 'next-response' : 'first-response', this.#firstAsked());
  }
}
