import { shareOfEuro } from '../../domain/money.js';
import { tariffOn, type Tariff } from '../../domain/tariff.js';
import { isoDateOf } from '../../domain/time.js';
import type { BillingPeriod } from './billing-period.js';
import type { UnsaidLine } from './rated-line.js';

/** A municipality has this tariff from a local date `YYYY-MM-DD` on, that day included. */
export interface Subscription {
  readonly tariff: string;
  readonly fromDate: string;
}

/** Days of a month in a row under one tariff. */
export interface SubscriptionSpan {
  readonly tariff: string;
  readonly firstDate: string;
  readonly days: number;
}

/** The tariff of a local date; undefined when none was ever told. */
export function tariffOfDay(subscriptions: readonly Subscription[], date: string): string | undefined {
  // Of several on one day the last one told holds. Who joins in the course of a month has its first tariff from the first.
  return (subscriptions.findLast(({ fromDate }) => fromDate <= date) ?? subscriptions[0])?.tariff;
}

/**
 * Which tariff each day of a month belongs to. The day of a change belongs to the new tariff, whatever the hour.
 *
 * @param subscriptions in the order in which they were told, oldest date first
 */
export function subscriptionSpans(
  subscriptions: readonly Subscription[],
  { firstDay, days }: Pick<BillingPeriod, 'firstDay' | 'days'>,
): readonly SubscriptionSpan[] {
  const spans: SubscriptionSpan[] = [];
  for (let index = 0; index < days; index += 1) {
    const date = isoDateOf(firstDay + index);
    const tariff = tariffOfDay(subscriptions, date);
    const last = spans.at(-1);
    if (last !== undefined && last.tariff === tariff) {
      spans[spans.length - 1] = { ...last, days: last.days + 1 };
    } else if (tariff !== undefined) {
      spans.push({ tariff, firstDate: date, days: 1 });
    }
  }
  return spans;
}

/** The monthly fee by days of the month. A version that begins within a span changes its fee from the next month on. */
export function rateSubscription(
  spans: readonly SubscriptionSpan[],
  versions: readonly Tariff[],
  { days: ofMonth }: Pick<BillingPeriod, 'days'>,
): readonly UnsaidLine[] {
  return spans.map(({ tariff, firstDate, days: counted }) => {
    const version = tariffOn(versions, tariff, firstDate);
    const fee = version?.monthlyFeeEuro ?? null;
    return {
      ...{ rule: 'subscription', meter: null, tariff, tariffVersion: version?.validFrom ?? null, bracket: null },
      ...{ units: 0, quantity: 1, days: { counted, ofMonth }, unitPriceEuro: fee },
      amountEuro: fee === null || counted === ofMonth ? fee : shareOfEuro(fee, counted, ofMonth),
    };
  });
}
