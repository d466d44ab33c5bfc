import type { Meter } from '../../domain/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';
import { BILLING_TIME_ZONE, type BillingPeriod } from '../rating/billing-period.js';
import type { DayUsage } from '../rating/rate-usage.js';

export interface TenantDayUsage extends DayUsage {
  readonly tenant: string;
}

/** The ledger of a period per tenant and local day, for the given tenants. Rows of others are not read. */
export async function ledgerDays(
  sql: Sql,
  tenants: readonly string[],
  period: BillingPeriod,
): Promise<readonly TenantDayUsage[]> {
  const rows = await sql.query<{ tenant: string; meter: Meter; tariff: string; date: string; units: string }>(
    `select tenant, meter, tariff, to_char(occurred_at at time zone $4, 'YYYY-MM-DD') as date, sum(quantity) as units
     from usage_entry
     where tenant = any($1::text[]) and occurred_at >= $2::timestamptz and occurred_at < $3::timestamptz
     group by 1, 2, 3, 4 order by 1, 4, 3, 2`,
    [tenants, new Date(period.fromMs), new Date(period.untilMs), BILLING_TIME_ZONE],
  );
  return rows.map((row) => ({ ...row, units: Number(row.units) }));
}
