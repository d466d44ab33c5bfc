import type { Id } from '../../domain/ids.js';
import type { TicketRecord } from '../batch/world.js';

/** Longest way from a ticket over mergers that is followed. Mergers make no circle, so only broken rows are longer. */
export const MAX_MERGERS = 100;

/** The ticket in which this one goes on: itself, or the end of its mergers. */
export function survivorOf(ticket: TicketRecord, ticketOf: (id: Id) => TicketRecord | undefined): TicketRecord {
  let last = ticket;
  for (let hop = 0; hop < MAX_MERGERS && last.mergedInto !== null; hop += 1) {
    const next = ticketOf(last.mergedInto);
    if (next === undefined) {
      break;
    }
    last = next;
  }
  return last;
}
