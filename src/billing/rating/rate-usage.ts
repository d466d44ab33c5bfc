import { sumEuro, type EuroText } from '../../domain/money.js';
import { tariffOn, type Tariff } from '../../domain/tariff.js';
import type { BillingPeriod } from './billing-period.js';
import { groupDays, type DayUsage } from './group-days.js';
import { limitTotal } from './limit-total.js';
import { sayLine } from './line-sentence.js';
import { poolLines, type PoolShare } from './pool-shares.js';
import type { RatedLine } from './rated-line.js';
import { rateMeters } from './rate-meters.js';
import { rateSubscription, subscriptionSpans, type Subscription } from './rate-subscription.js';

/** All that the price of a month of one municipality follows from. */
export interface MonthOfUse {
  readonly period: BillingPeriod;
  readonly days: readonly DayUsage[];
  /** Which tariff it had from when on, oldest first; one at least. */
  readonly subscriptions: readonly Subscription[];
  readonly versions: readonly Tariff[];
  /** What it has of a pool, when its volume is counted together with that of others. */
  readonly poolShares?: readonly PoolShare[];
}

export interface RatedUsage {
  /** Fee, units, surcharges and discounts of meters, what a pool changes, and what holds for the whole; in that order. */
  readonly lines: readonly RatedLine[];
  /** Exact sum of the lines. */
  readonly totalEuro: EuroText;
  /** False when a tariff is not in the settings; its lines have no amount. */
  readonly isComplete: boolean;
}

/**
 * What a municipality owes for a month. Pure: the API, the metrics and the invoice all ask here.
 *
 * Cap, minimum and discounts on the whole are those of the tariff that the municipality has at the end of the month,
 * in the version of the first day of that stretch, as for the fee.
 */
export function rateUsage({ period, days, subscriptions, versions, poolShares = [] }: MonthOfUse): RatedUsage {
  const spans = subscriptionSpans(subscriptions, period);
  const fees = rateSubscription(spans, versions, period);
  const last = spans.at(-1);
  const terms = last === undefined ? undefined : tariffOn(versions, last.tariff, last.firstDate);
  const usage = [...rateMeters(groupDays(days, versions)), ...poolLines(poolShares, terms)];
  const lines = [...fees, ...usage, ...limitTotal(fees, usage, terms)].map(sayLine);
  const known = lines.flatMap(({ amountEuro }) => (amountEuro === null ? [] : [amountEuro]));
  return { lines, totalEuro: sumEuro(known), isComplete: known.length === lines.length };
}
