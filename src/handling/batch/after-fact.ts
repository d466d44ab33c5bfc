import type { Id } from '../../domain/ids.js';
import type { TicketFact } from '../../domain/ticket.js';
import type { TicketRecord } from './world.js';

/** How a ticket hangs together with others after one more fact. */
export function linksAfter(
  before: TicketRecord | undefined,
  fact: TicketFact,
): Pick<TicketRecord, 'mergedInto' | 'splitFrom'> {
  return {
    // The border: the facts hold ids of tickets as text.
    mergedInto: fact.type === 'ticket.merged' ? (fact.into as Id) : (before?.mergedInto ?? null),
    splitFrom: fact.type === 'ticket.opened' ? ((fact.splitFrom ?? null) as Id | null) : (before?.splitFrom ?? null),
  };
}

/** A new ticket has its number from the event that asked for it: of a split, from the command. */
export function drawsNumber(fact: TicketFact): boolean {
  return fact.type === 'ticket.split' || (fact.type === 'ticket.opened' && fact.splitFrom === undefined);
}
