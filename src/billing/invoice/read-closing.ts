import { groupBy } from '../../domain/group-by.js';
import type { Invoice } from '../../domain/invoice.js';
import { poolOf } from '../../domain/pool.js';
import { tariffOn } from '../../domain/tariff.js';
import type { Sql, Store } from '../../platform/store/store.js';
import type { Settings } from '../../settings/snapshot.js';
import { billingPeriod, type BillingPeriod } from '../rating/billing-period.js';
import { subscriptionSpans, type Subscription } from '../rating/rate-subscription.js';
import type { MonthOfUse } from '../rating/rate-usage.js';
import { fixMoment, issuedSince, lastClosedMonths, lateMonths, type LateMonth, type Moment } from './closing-rows.js';
import type { TenantMonth } from './draft-bills.js';
import { monthsOfUse } from './months-of-use.js';
import type { KeptPromises } from './service-credit-lines.js';

/** How the promises of a tenant were kept, by the figures of its scorecard. Asked where its tariff gives credits. */
export type ReadKeptPromises = (
  sql: Sql,
  tenant: string,
  month: { readonly from: Date; readonly until: Date; readonly now: Date },
) => Promise<readonly KeptPromises[]>;

/** All that closing a month goes by, read at one moment. */
export interface ClosingRead extends Moment {
  readonly period: BillingPeriod;
  readonly tenants: ReadonlyMap<string, TenantMonth>;
  readonly subscriptions: ReadonlyMap<string, readonly Subscription[]>;
  readonly lastClosed: ReadonlyMap<string, string>;
  readonly issued: readonly Invoice[];
}

type Tenant = Settings['municipalities'][number];

function givesCredits({ subscriptions, versions, period }: MonthOfUse): boolean {
  const last = subscriptionSpans(subscriptions, period).at(-1);
  const tariff = last === undefined ? undefined : tariffOn(versions, last.tariff, last.firstDate);
  return (tariff?.serviceCredits ?? []).length > 0;
}

type LateUse = TenantMonth['late'][number];

/** A tenant with itself, and with everybody with whom it ever bought together. */
function pairsOf({ pools = [] }: Settings, tenants: readonly string[]) {
  return tenants.flatMap((tenant) => {
    const partners = pools.flatMap(({ members }) => (members.includes(tenant) ? members : []));
    return [...new Set([tenant, ...partners])].map((source) => ({ tenant, source }));
  });
}

/** Late use of somebody else counts where both were in one pool in that month. */
function changes({ pools = [] }: Settings, { tenant, source, period }: LateMonth): boolean {
  const pool = poolOf(pools, tenant, billingPeriod(period).firstDate);
  return tenant === source || pool?.members.includes(source) === true;
}

/** Use of earlier months that no closing saw, with all of those months. */
async function lateUse(sql: Sql, settings: Settings, tenants: readonly string[]) {
  const late = (await lateMonths(sql, pairsOf(settings, tenants))).filter((one) => changes(settings, one));
  const found = new Map<string, LateUse[]>();
  for (const [period, months] of groupBy(late, (one) => one.period)) {
    const names = [...new Set(months.map(({ tenant }) => tenant))];
    const { use } = await monthsOfUse(sql, settings, names, billingPeriod(period));
    for (const [tenant, month] of use) {
      found.set(tenant, [...(found.get(tenant) ?? []), { period, use: month }]);
    }
  }
  return { lateOf: found, issued: await issuedSince(sql, late) };
}

/**
 * Reads a month of the given municipalities, with what came late of earlier ones, in one snapshot. It locks nothing.
 *
 * @param store in the role handling, which sees every municipality
 */
export async function readClosing(
  store: Store,
  settings: Settings,
  towns: readonly Tenant[],
  { period, keptPromises }: { readonly period: BillingPeriod; readonly keptPromises: ReadKeptPromises },
): Promise<ClosingRead> {
  const names = towns.map(({ tenant }) => tenant);
  return store.transaction('billing.read', async (sql) => {
    const moment = await fixMoment(sql);
    const { use: months, subscriptions } = await monthsOfUse(sql, settings, names, period);
    const { lateOf, issued } = await lateUse(sql, settings, names);
    const range = { from: new Date(period.fromMs), until: new Date(period.untilMs), now: new Date(moment.atMs) };
    const tenants = new Map<string, TenantMonth>();
    for (const { tenant, name } of towns) {
      const use = months.get(tenant);
      if (use !== undefined) {
        const month = { tenant, tenantName: name, period: period.period };
        const kept = givesCredits(use) ? await keptPromises(sql, tenant, range) : [];
        tenants.set(tenant, { month, use, kept, late: lateOf.get(tenant) ?? [] });
      }
    }
    const lastClosed = await lastClosedMonths(sql, names);
    return { ...moment, period, tenants, subscriptions, lastClosed, issued };
  });
}
