import type { Id } from '../../domain/ids.js';
import type { TicketRecord } from '../batch/world.js';

/** Longest way from a ticket over merges that is followed. Merges make no circle, so only broken rows are longer. */
export const MAX_MERGES = 100;

/** The ticket in which this one goes on: itself, or the end of its merges. */
export function survivorOf(ticket: TicketRecord, ticketOf: (id: Id) => TicketRecord | undefined): TicketRecord {
  let last = ticket;
  for (let hop = 0; hop < MAX_MERGES && last.mergedInto !== null; hop += 1) {
    const next = ticketOf(last.mergedInto);
    if (next === undefined) {
      break;
    }
    last = next;
  }
  return last;
}
