import type { Subscription } from '../rating/rate-subscription.js';
import { nextMonth } from '../rating/billing-period.js';

/** What is known of a municipality before a month of it is closed. Months are `YYYY-MM`. */
export interface ClosingState {
  /** The first month that the settings want invoiced; the month of the first tariff when undefined. */
  readonly from: string | undefined;
  readonly subscriptions: readonly Subscription[];
  /** The last month that was closed. */
  readonly lastClosed: string | undefined;
}

/** Whether a month can be closed now: `early` names the month that comes first, `before-start` is never invoiced. */
export type ClosingTurn =
  | { readonly kind: 'due' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'before-start' }
  | { readonly kind: 'early'; readonly first: string };

/** Months are closed in their order, so that what one of them saw is what all before it were billed by. */
export function closingTurn(period: string, { from, subscriptions, lastClosed }: ClosingState): ClosingTurn {
  if (lastClosed !== undefined && period <= lastClosed) {
    return { kind: 'closed' };
  }
  const start = from ?? subscriptions[0]?.fromDate.slice(0, 7) ?? period;
  if (period < start) {
    return { kind: 'before-start' };
  }
  const next = lastClosed === undefined ? start : nextMonth(lastClosed);
  const first = next < start ? start : next;
  return period === first ? { kind: 'due' } : { kind: 'early', first };
}
