import { groupBy } from '../../domain/group-by.js';
import type { Sql } from '../../platform/store/store.js';
import type { BillingPeriod } from '../rating/billing-period.js';
import { datesOf, ledgerDays, usageOf, type LedgerRow, type TenantDayUsage } from './ledger-days.js';

/** Added up by one key; the words of each key are looked up after, for some thousands of sums instead of for every entry. */
const SUMS = `
  with sums as (
    select terms, min(billing_day)::text as date, sum(quantity) as units
    from usage_entry
    where ($1::text[] is null or tenant = any($1::text[])) and billing_day >= $2::date and billing_day <= $3::date
    group by terms)
  select t.tenant, t.meter, t.tariff, t.tariff_version, s.date, t.channel, t.outside_hours, s.units
  from sums s left join usage_terms t on t.id = s.terms`;

type SumRow = LedgerRow | { readonly [column in keyof LedgerRow]: null };

/** @throws Error when the ledger has entries of which nobody knows what they charge: they must not be left out */
function demandTerms(row: SumRow): LedgerRow {
  if (row.tenant === null) {
    throw new Error('the ledger has entries whose terms are not in usage_terms; run schakel reconcile');
  }
  return row;
}

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
  const rows = await sql.query<SumRow>(SUMS, [asked, ...datesOf(period)]);
  const sums = rows
    .map(demandTerms)
    .filter(({ tenant }) => isAsked.has(tenant))
    .map(usageOf);
  const byTenant = groupBy(sums, ({ tenant }) => tenant);
  const withDays = new Set([...byTenant].filter(([, own]) => needsDays(own)).map(([tenant]) => tenant));
  return withDays.size === 0
    ? sums
    : [...sums.filter(({ tenant }) => !withDays.has(tenant)), ...(await ledgerDays(sql, [...withDays], period))];
}
