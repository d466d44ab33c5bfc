import { deriveId, type Id } from '../../domain/ids.js';
import type { Decision, NewDelivery } from './decision.js';
import type { ClaimedEvent } from './world.js';

export interface DeliveryRow {
  readonly id: Id;
  readonly event: ClaimedEvent;
  readonly ticketId: Id;
  readonly seq: number;
  readonly part: number;
  readonly delivery: NewDelivery;
}

function partsOf({ parts = 1, part }: NewDelivery): readonly number[] {
  return part === undefined ? Array.from({ length: parts }, (_, index) => index) : [part];
}

/**
 * The rows of a decision's deliveries, under ids that follow from the event.
 *
 * @param seq the number of the ticket's last fact after the decision
 */
export function deliveryRows(event: ClaimedEvent, decision: Decision, seq: number): DeliveryRow[] {
  const { ticketId, facts = [], deliveries = [] } = decision;
  if (ticketId === undefined) {
    return [];
  }
  return deliveries.flatMap((delivery) => {
    const { kind, target, fact } = delivery;
    const toldSeq = fact === undefined ? seq : seq - facts.length + 1 + fact;
    const suffix = fact === undefined ? '' : ` ${fact}`;
    return partsOf(delivery).map((part) => ({
      id: deriveId(event.id, `${kind} ${target} ${part}${suffix}`),
      ...{ event, ticketId, seq: toldSeq, part, delivery },
    }));
  });
}
