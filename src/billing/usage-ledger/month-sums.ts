import { groupBy } from '../../domain/group-by.js';
import type { Sql } from '../../platform/store/store.js';
import type { BillingPeriod } from '../rating/billing-period.js';
import { datesOf, ledgerDays, usageOf, type LedgerRow, type TenantDayUsage } from './ledger-days.js';

const SUMS = `
  select tenant, meter, tariff, tariff_version, min(billing_day)::text as date, channel, outside_hours, sum(quantity) as units
  from usage_entry
  where ($1::text[] is null or tenant = any($1::text[])) and billing_day >= $2::date and billing_day <= $3::date
  group by tenant, meter, tariff, tariff_version, channel, outside_hours`;

/** From so many tenants on it is cheaper to add up the use of all than to look up of each entry whether it is asked for. */
const MANY = 50;

/** Rating asks for days where it must know which version of a price came first, or which one held. */
function needsDays(sums: readonly TenantDayUsage[]): boolean {
  const versions = new Map<string, string>();
  return sums.some(({ meter, tariff, tariffVersion }) => {
    const version = `${tariff} ${tariffVersion ?? ''}`;
    const known = versions.get(meter) ?? version;
    versions.set(meter, known);
    return tariffVersion === null || known !== version;
  });
}

/**
 * The ledger of a month for rating, for the given tenants; in no order, which rating does not ask for. Where a tenant had
 * one version of each price the days of its entries change nothing, and are added up under the first of them: a month of
 * hundreds of municipalities is then some thousands of rows, and grouping takes little more than adding.
 */
export async function monthSums(
  sql: Sql,
  tenants: readonly string[],
  period: BillingPeriod,
): Promise<readonly TenantDayUsage[]> {
  const [asked, isAsked] = [tenants.length < MANY ? tenants : null, new Set(tenants)];
  const rows = await sql.query<LedgerRow>(SUMS, [asked, ...datesOf(period)]);
  const sums = rows.filter(({ tenant }) => isAsked.has(tenant)).map(usageOf);
  const byTenant = groupBy(sums, ({ tenant }) => tenant);
  const withDays = new Set([...byTenant].filter(([, own]) => needsDays(own)).map(([tenant]) => tenant));
  return withDays.size === 0
    ? sums
    : [...sums.filter(({ tenant }) => !withDays.has(tenant)), ...(await ledgerDays(sql, [...withDays], period))];
}
