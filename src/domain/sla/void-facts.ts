import type { TicketFact } from '../ticket.js';
import type { TimedFact } from './dated-fact.js';

/** What was told later of each answer and of each merged ticket. */
interface Later {
  readonly outcomes: Map<string, 'answer.delivered' | 'answer.failed'>;
  readonly longestWaits: Map<string, number>;
}

/** Whether a later fact says that this one did not hold, and remembers it for those before it. */
function isVoid(fact: TicketFact, { outcomes, longestWaits }: Later): boolean {
  if (fact.type === 'answer.delivered' || fact.type === 'answer.failed') {
    const later = outcomes.get(fact.messageId);
    outcomes.set(fact.messageId, fact.type);
    return fact.type === 'answer.delivered' && later === 'answer.failed';
  }
  if (fact.type === 'absorbed.waiting') {
    const sinceMs = fact.sinceMs ?? Number.POSITIVE_INFINITY;
    const laterMs = longestWaits.get(fact.from) ?? Number.POSITIVE_INFINITY;
    longestWaits.set(fact.from, Math.min(sinceMs, laterMs));
    return laterMs < sinceMs;
  }
  return false;
}

/**
 * Facts without the deliveries that did not hold, here or in a ticket that was merged into this one: the platform took
 * the message, and said later that it did not arrive. Nobody was answered by it.
 */
export function withoutVoid(ordered: readonly TimedFact[]): readonly TimedFact[] {
  const later: Later = { outcomes: new Map(), longestWaits: new Map() };
  return ordered
    .toReversed()
    .filter(({ fact }) => !isVoid(fact, later))
    .toReversed();
}
