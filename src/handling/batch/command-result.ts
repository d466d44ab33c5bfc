import type { CommandResult } from '../../domain/ticket-command.js';
import type { Decision } from './decision.js';
import type { DeliveryRow } from './delivery-rows.js';

/** What the sender of a command is told; null where nobody asked. */
export function resultOf(decision: Decision, seq: number, deliveries: readonly DeliveryRow[]): CommandResult | null {
  const { state, ticketId, other } = decision;
  if (state === 'handled') {
    const made = deliveries.map(({ id }) => id);
    const about = other === undefined ? {} : { other };
    return ticketId === undefined ? null : { ok: true, ticketId, seq, deliveries: made, ...about };
  }
  return { ok: false, code: decision.reason ?? 'UNDECIDED', detail: decision.detail ?? '' };
}
