import type { Meter } from '../../domain/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';
import { isoDateOf } from '../../domain/time.js';
import type { BillingPeriod } from '../rating/billing-period.js';
import type { DayUsage } from '../rating/group-days.js';

export interface TenantDayUsage extends DayUsage {
  readonly tenant: string;
}

interface Row {
  readonly tenant: string;
  readonly meter: Meter;
  readonly tariff: string;
  readonly tariff_version: string | null;
  readonly date: string;
  readonly channel: string;
  readonly outside_hours: boolean;
  readonly units: string;
}

const DAYS = `
  select tenant, meter, tariff, tariff_version, billing_day::text as date, channel, outside_hours, sum(quantity) as units
  from usage_entry
  where tenant = any($1::text[]) and billing_day >= $2::date and billing_day <= $3::date
  group by 1, 2, 3, 4, 5, 6, 7 order by 1, 5, 2, 3, 4, 6, 7`;

/**
 * The ledger of a period per tenant, billing day and every dimension that a tariff can ask for, for the given tenants.
 * Rows of others are not read. What was taken back is netted with what it takes back: both have the same day.
 */
export async function ledgerDays(
  sql: Sql,
  tenants: readonly string[],
  { firstDate, firstDay, days }: BillingPeriod,
): Promise<readonly TenantDayUsage[]> {
  const rows = await sql.query<Row>(DAYS, [tenants, firstDate, isoDateOf(firstDay + days - 1)]);
  return rows.map(({ tariff_version: tariffVersion, outside_hours: outsideHours, units, ...row }) => {
    return { ...row, tariffVersion, outsideHours, units: Number(units) };
  });
}
