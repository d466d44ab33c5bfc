import { groupBy } from '../../domain/group-by.js';
import { poolsOn } from '../../domain/pool.js';
import type { Sql } from '../../platform/store/store.js';
import type { Settings } from '../../settings/snapshot.js';
import type { BillingPeriod } from '../rating/billing-period.js';
import { splitPool, type PoolShare } from '../rating/pool-shares.js';
import type { MonthOfUse } from '../rating/rate-usage.js';
import type { Subscription } from '../rating/rate-subscription.js';
import { monthSums } from '../usage-ledger/month-sums.js';
import { poolMembers } from '../usage-ledger/pool-month.js';
import { subscriptionsOf, subscriptionsOr } from '../usage-ledger/subscriptions.js';

export interface MonthsOfUse {
  readonly use: ReadonlyMap<string, MonthOfUse>;
  readonly subscriptions: ReadonlyMap<string, readonly Subscription[]>;
}

/** Who buys together with any of these tenants in a month, and the tenants themselves. */
function withPartners({ pools = [] }: Settings, tenants: readonly string[], { firstDate }: BillingPeriod) {
  const theirs = poolsOn(pools, firstDate).filter(({ members }) => members.some((one) => tenants.includes(one)));
  return { pools: theirs, names: [...new Set([...tenants, ...theirs.flatMap(({ members }) => members)])] };
}

/** A month of the given tenants, as rating asks for it: with their shares of pools, for which all members are read. */
export async function monthsOfUse(
  sql: Sql,
  settings: Settings,
  tenants: readonly string[],
  period: BillingPeriod,
): Promise<MonthsOfUse> {
  const { pools, names } = withPartners(settings, tenants, period);
  const sums = await monthSums(sql, names, period);
  const subscriptions = await subscriptionsOf(sql, names, period);
  const tariffs = new Map(settings.municipalities.map(({ tenant, tariff }) => [tenant, tariff]));
  const tariffOf = (tenant: string): string => tariffs.get(tenant) ?? '';
  const shares = new Map<string, readonly PoolShare[]>(
    pools.flatMap((pool) => {
      const members = poolMembers({ pool, period, tariffOf }, sums, subscriptions);
      return [...splitPool({ pool, members }, settings.tariffs)];
    }),
  );
  const days = groupBy(sums, ({ tenant }) => tenant);
  const use = tenants.map((tenant): [string, MonthOfUse] => [
    tenant,
    {
      ...{ period, days: days.get(tenant) ?? [], versions: settings.tariffs },
      subscriptions: subscriptionsOr(subscriptions.get(tenant), tariffOf(tenant), period),
      poolShares: shares.get(tenant) ?? [],
    },
  ]);
  return { use: new Map(use), subscriptions };
}
