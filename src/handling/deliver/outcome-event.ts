import { newId } from '../../domain/ids.js';
import type { DeliveryKind } from '../../domain/vocabulary.js';
import type { EventContent, InboxEvent } from '../inbox/inbox-event.js';
import type { ClaimedDelivery } from './claim.js';
import { placeOfTarget } from './place-of-target.js';
import type { Attempted, SettleDeps } from './attempted.js';

/** Deliveries of which the ticket hears what became of them. */
export const OUTCOME_KINDS: ReadonlySet<DeliveryKind> = new Set<DeliveryKind>(['reply', 'hide', 'unhide']);

export interface TicketPlace {
  readonly id: string;
  readonly conversation: string;
  readonly shard: number;
}

export function isLastPart(delivery: ClaimedDelivery): boolean {
  return delivery.part === delivery.parts - 1;
}

function contentOf({ delivery, next }: Attempted): EventContent {
  const { kind, firstAttemptAtMs } = delivery;
  const privately = next.privately && { ...next.privately, ...placeOfTarget(delivery.target), firstAttemptAtMs };
  return {
    from: 'delivery',
    ...{ deliveryId: delivery.id, messageId: delivery.messageId ?? '', isFinal: delivery.isFinal },
    outcome: next.state === 'delivered' ? 'delivered' : 'refused',
    ...(next.code === null ? {} : { code: next.code }),
    ...(privately === undefined ? {} : { privately }),
    ...(kind === 'reply' ? {} : { hidden: kind === 'hide' }),
  };
}

/** What became of an answer, as an inbox event for its ticket: the last part arrived, or any part will never. */
export function outcomeEvent(attempt: Attempted, deps: SettleDeps, place: TicketPlace): InboxEvent[] {
  const { delivery, next } = attempt;
  const isOver = next.state === 'refused' || (next.state === 'delivered' && isLastPart(delivery));
  if (!OUTCOME_KINDS.has(delivery.kind) || !isOver) {
    return [];
  }
  return [
    {
      ...{ id: newId(deps.nowMs), intakeId: null, tenant: delivery.tenant, ...placeOfTarget(delivery.target) },
      ...{ key: `delivery:${delivery.id}:${next.state}`, conversation: place.conversation, shard: place.shard },
      ...{ source: 'delivery', action: 'delivery', occurredAtMs: deps.nowMs, receivedAtMs: deps.nowMs },
      ...{ state: 'pending', reason: null, ticketId: delivery.ticketId },
      body: deps.sealer.seal(Buffer.from(JSON.stringify(contentOf(attempt)))),
    },
  ];
}
