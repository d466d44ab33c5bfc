import type { TicketFact } from '../ticket.js';

/** A fact of a ticket with its times and its place in the history. */
export interface DatedFact {
  readonly fact: TicketFact;
  readonly seq: number;
  /** Id of the event that caused it: decides between facts of one instant. */
  readonly key: string;
  /** UTC milliseconds, by the clock of whoever told it. */
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
  /** Hash of the snapshot under which it was decided: where the calendars of its terms are. */
  readonly settingsHash: string;
}

/** A fact at the instant that counts for clocks. */
export interface TimedFact extends DatedFact {
  readonly atMs: number;
}

const MINUTE_MS = 60_000;

/** Facts about what a citizen wrote: they cannot be answered before we have them. */
function isCitizens(fact: TicketFact): boolean {
  return fact.type === 'ticket.opened' || fact.type === 'message.received';
}

/** A citizen's message counts from when it was written, or so long before we received it if that is later. */
export function clockStart(occurredAtMs: number, receivedAtMs: number, transitMinutes: number): number {
  return Math.max(occurredAtMs, receivedAtMs - transitMinutes * MINUTE_MS);
}

/**
 * The facts in the order of what happened, the opening first. The same facts give the same order, whatever order they
 * were recorded in: nothing but the facts themselves decides.
 */
export function inOrder(facts: readonly DatedFact[], transitMinutes: number): TimedFact[] {
  return facts
    .map((dated) => {
      const { fact, occurredAtMs, receivedAtMs } = dated;
      const atMs = isCitizens(fact) ? clockStart(occurredAtMs, receivedAtMs, transitMinutes) : occurredAtMs;
      return { ...dated, atMs };
    })
    .toSorted(
      (a, b) =>
        Number(b.fact.type === 'ticket.opened') - Number(a.fact.type === 'ticket.opened') ||
        a.atMs - b.atMs ||
        (a.key < b.key ? -1 : a.key > b.key ? 1 : a.seq - b.seq),
    );
}
