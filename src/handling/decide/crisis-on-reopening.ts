import { isDone } from '../../domain/sla/track.js';
import { applyFact, type TicketFact } from '../../domain/ticket.js';
import type { Decision } from '../batch/decision.js';
import type { ClaimedEvent, TicketRecord, World } from '../batch/world.js';

function isReopened({ state }: TicketRecord, facts: readonly TicketFact[], atMs: number): boolean {
  return isDone(state) && !isDone(facts.reduce((before, fact) => applyFact(before, fact, atMs), state));
}

/** A ticket that was done when a crisis began was not told of it. When it opens again, by whatever, it is. */
export function crisisOnReopening(event: ClaimedEvent, decision: Decision, world: World): Decision {
  const { ticketId, facts = [] } = decision;
  const ticket = ticketId === undefined ? undefined : world.ticket(ticketId);
  const crisis = world.crisis(event.tenant);
  if (ticket === undefined || crisis === undefined || !isReopened(ticket, facts, event.occurredAtMs)) {
    return decision;
  }
  const isKnown = world
    .history(ticket.id)
    .some(
      ({ fact }) =>
        (fact.type === 'sla.crisis' || fact.type === 'ticket.opened') && fact.crisis?.crisisId === crisis.crisisId,
    );
  return isKnown ? decision : { ...decision, facts: [...facts, { type: 'sla.crisis', crisis }] };
}
