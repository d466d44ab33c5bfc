import type { Meter } from '../../domain/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';
import { isoDateOf } from '../../domain/time.js';
import type { WorkingTime } from '../../domain/working-time.js';
import type { BillingPeriod } from '../rating/billing-period.js';
import type { DayUsage } from '../rating/group-days.js';

export interface TenantDayUsage extends DayUsage {
  readonly tenant: string;
}

/** A sum of the ledger as the database gives it. */
export interface LedgerRow {
  readonly tenant: string;
  readonly meter: Meter;
  readonly tariff: string;
  readonly tariff_version: string | null;
  readonly date: string;
  readonly channel: string;
  readonly outside_hours: boolean;
  readonly units: string;
}

function daysBy(outsideHours: string): string {
  return `
  select tenant, meter, tariff, tariff_version, billing_day::text as date, channel, ${outsideHours} as outside_hours,
    sum(quantity) as units
  from usage_entry
  where tenant = any($1::text[]) and billing_day >= $2::date and billing_day <= $3::date
  group by 1, 2, 3, 4, 5, 6, 7 order by 1, 5, 2, 3, 4, 6, 7`;
}

const DAYS = daysBy('outside_hours');
/** The opening hours of a month are one value, so that each entry is a binary search and the whole is one sum. */
const DAYS_JUDGED_AGAIN = daysBy('not (occurred_at <@ $4::tstzmultirange)');

export function usageOf(sum: LedgerRow): TenantDayUsage {
  const { tariff_version: tariffVersion, outside_hours: outsideHours, units, ...row } = sum;
  return { ...row, tariffVersion, outsideHours, units: Number(units) };
}

/** The first and the last day of a period, both of them in it. */
export function datesOf({ firstDate, firstDay, days }: BillingPeriod): readonly [first: string, last: string] {
  return [firstDate, isoDateOf(firstDay + days - 1)];
}

/**
 * The ledger of a period per tenant, billing day and every dimension that a tariff can ask for, for the given tenants.
 * Rows of others are not read. What was taken back is netted with what it takes back: both have the same day.
 */
export async function ledgerDays(
  sql: Sql,
  tenants: readonly string[],
  period: BillingPeriod,
): Promise<readonly TenantDayUsage[]> {
  const rows = await sql.query<LedgerRow>(DAYS, [tenants, ...datesOf(period)]);
  return rows.map(usageOf);
}

/** The same entries, within or outside other office hours than those by which they were charged. */
export async function ledgerDaysByHours(
  sql: Sql,
  tenants: readonly string[],
  period: BillingPeriod,
  hours: Pick<WorkingTime, 'openingsBetween'>,
): Promise<readonly TenantDayUsage[]> {
  const openings = hours
    .openingsBetween(period.fromMs, period.untilMs)
    .map(({ fromMs, toMs }) => `[${new Date(fromMs).toISOString()},${new Date(toMs).toISOString()})`);
  const rows = await sql.query<LedgerRow>(DAYS_JUDGED_AGAIN, [tenants, ...datesOf(period), `{${openings.join(',')}}`]);
  return rows.map(usageOf);
}
