import type { ChannelEvent } from '../../adapter-sdk/index.js';
import type { EventCost } from '../../domain/platform-price.js';
import type { NewUsage } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import type { ClaimedEvent } from '../batch/world.js';

/** What an event adds to the fact that it becomes, and to the ledger. */
export interface EventCharge {
  readonly fact: { readonly cost?: EventCost };
  readonly usage: readonly NewUsage[];
}

const FREE: EventCharge = { fact: {}, usage: [] };

/**
 * What the platform charges for telling an event. A citizen never waits for a price: where the card lacks the item
 * nothing is passed on, and the fact says so. `config check` refuses such a card.
 */
export function chargeOfEvent(event: ClaimedEvent, { price }: ChannelEvent, rules: Rules): EventCharge {
  if (price === undefined) {
    return FREE;
  }
  const { item } = price;
  const found = rules.platformPrice(event.channel, item, event.occurredAtMs);
  return found.kind === 'price'
    ? {
        fact: { cost: { item, isPassedOn: true } },
        usage: [{ meter: 'platform.cost', cost: { item, millionths: found.millionths } }],
      }
    : { fact: { cost: { item, isPassedOn: false } }, usage: [] };
}
