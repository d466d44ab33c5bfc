import type { Sql } from '../../platform/store/store.js';
import { loadTicketHistories, type TicketHistory } from '../../ticket-history/load-ticket-histories.js';

/** A ticket with more facts than this is not folded for a reader: nobody reads its clocks one by one either. */
const LIMITS = { facts: 10_000, handoffs: 1_000 };

/** The history of one ticket, or undefined when it has too many facts. */
export async function loadHistory(sql: Sql, ticketId: string): Promise<TicketHistory | undefined> {
  const history = (await loadTicketHistories(sql, [ticketId], LIMITS)).get(ticketId);
  return history?.isCut === true ? undefined : history;
}
