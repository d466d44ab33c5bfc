import type { Sql } from '../../platform/store/store.js';
import { BILLING_TIME_ZONE, type BillingPeriod } from '../rating/billing-period.js';
import type { Subscription } from '../rating/rate-subscription.js';

interface Row {
  readonly tenant: string;
  readonly tariff: string;
  readonly date: string;
}

/** Of the tariffs from before the period the last one is enough, but days of one moment are few: all are read. */
const SUBSCRIPTIONS = `
  select tenant, tariff, to_char(from_at at time zone $3, 'YYYY-MM-DD') as date from tenant_tariff
  where tenant = any($1::text[]) and from_at < $2::timestamptz and from_at <= now()
  order by tenant, from_at, activation`;

/** Which tariff each tenant had from which local date on, up to the end of the period, in the order in which it held. */
export async function subscriptionsOf(
  sql: Sql,
  tenants: readonly string[],
  { untilMs }: BillingPeriod,
): Promise<ReadonlyMap<string, readonly Subscription[]>> {
  const rows = await sql.query<Row>(SUBSCRIPTIONS, [tenants, new Date(untilMs), BILLING_TIME_ZONE]);
  const found = new Map<string, Subscription[]>();
  for (const { tenant, tariff, date } of rows) {
    found.set(tenant, [...(found.get(tenant) ?? []), { tariff, fromDate: date }]);
  }
  return found;
}

/** A municipality without a record of its tariffs has the one of now: its settings were never applied to a database. */
export function subscriptionsOr(
  found: readonly Subscription[] | undefined,
  tariff: string,
  { firstDate }: BillingPeriod,
): readonly Subscription[] {
  return found === undefined || found.length === 0 ? [{ tariff, fromDate: firstDate }] : found;
}
