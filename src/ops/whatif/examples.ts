import type { Counted, NamedTicket } from '../../domain/what-if.js';

/** Tickets behind one number, and behind all numbers of a report. */
const MAX_TICKETS = 200;
const MAX_TICKETS_IN_ALL = 20_000;

/** A count with the first tickets behind it. Holds on to nothing else, however high it counts. */
export interface Count {
  /** Counts one more thing of a ticket; a ticket that is named already is not named twice. */
  add(ticket: NamedTicket): void;
  counted(): Counted;
}

/** Makes the counts of one report, which share a bound on the tickets that they name. */
export function countsWithExamples(): () => Count {
  let left = MAX_TICKETS_IN_ALL;
  return () => {
    let count = 0;
    const tickets: NamedTicket[] = [];
    return {
      add({ id, number }) {
        count += 1;
        // All things of one ticket are counted one after the other.
        if (left > 0 && tickets.length < MAX_TICKETS && tickets.at(-1)?.id !== id) {
          left -= 1;
          tickets.push({ id, number });
        }
      },
      counted: () => ({ count, tickets }),
    };
  };
}
