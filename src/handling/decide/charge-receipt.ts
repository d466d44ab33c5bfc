import type { ChannelEvent } from '../../adapter-sdk/index.js';
import type { Id } from '../../domain/ids.js';
import type { PlatformCost } from '../../domain/platform-price.js';
import type { Decision } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import type { ClaimedEvent } from '../batch/world.js';

/** Longer words of a platform about a price are no words about a price. */
const MAX_TOLD_CHARACTERS = 500;

function told(pricing: unknown): Pick<PlatformCost, 'told'> {
  const text = pricing === undefined ? undefined : JSON.stringify(pricing);
  return text === undefined || text.length > MAX_TOLD_CHARACTERS ? {} : { told: text };
}

/** What a receipt adds to the ledger, and to the fact that it becomes. */
export interface ReceiptCharge {
  readonly cost?: PlatformCost;
  readonly usage?: Decision['usage'];
}

/**
 * What a receipt costs the municipality: the price of its item at the platform's time, for the part of an answer that it
 * is about. A part is charged once, whichever receipt comes first, because its entry has its id of the part.
 *
 * @param deliveryId the part; without one nobody of ours sent it, so it is not charged
 * @returns `PLATFORM_PRICE_MISSING` when the rate card in force lacks the item: the receipt must wait for it, because
 *   what is not written now is not charged later
 */
export function chargeOf(
  event: ClaimedEvent,
  { price, pricing }: NonNullable<ChannelEvent['receipt']>,
  deliveryId: Id | undefined,
  rules: Rules,
): ReceiptCharge | 'PLATFORM_PRICE_MISSING' {
  if (price === undefined || deliveryId === undefined) {
    return {};
  }
  const { item } = price;
  const found = rules.platformPrice(event.channel, item, event.occurredAtMs);
  switch (found.kind) {
    case 'missing':
      return 'PLATFORM_PRICE_MISSING';
    case 'not-passed-on':
      return { cost: { deliveryId, item, ...told(pricing), isPassedOn: false } };
    case 'price':
      return {
        cost: { deliveryId, item, ...told(pricing), isPassedOn: true },
        usage: [{ meter: 'platform.cost', cost: { deliveryId, item, millionths: found.millionths } }],
      };
  }
}
