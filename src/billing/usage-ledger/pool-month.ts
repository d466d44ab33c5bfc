import { groupBy } from '../../domain/group-by.js';
import type { Pool } from '../../domain/pool.js';
import type { Sql } from '../../platform/store/store.js';
import type { BillingPeriod } from '../rating/billing-period.js';
import type { PoolMember } from '../rating/pool-shares.js';
import type { Subscription } from '../rating/rate-subscription.js';
import { ledgerDays, type TenantDayUsage } from './ledger-days.js';
import { subscriptionsOf, subscriptionsOr } from './subscriptions.js';

interface PoolInput {
  readonly pool: Pool;
  readonly period: BillingPeriod;
  /** The tariff of a member in the settings. */
  readonly tariffOf: (tenant: string) => string;
}

/** The members of a pool, from what was read of all of them. */
export function poolMembers(
  { pool, period, tariffOf }: PoolInput,
  days: readonly TenantDayUsage[],
  subscriptions: ReadonlyMap<string, readonly Subscription[]>,
): readonly PoolMember[] {
  const byTenant = groupBy(days, ({ tenant }) => tenant);
  return pool.members.map((tenant) => ({
    ...{ tenant, days: byTenant.get(tenant) ?? [] },
    subscriptions: subscriptionsOr(subscriptions.get(tenant), tariffOf(tenant), period),
  }));
}

/** Reads the sums of every member. For a role that may read all of them: no caller may see the rows of the others. */
export async function readPoolMembers(sql: Sql, input: PoolInput): Promise<readonly PoolMember[]> {
  const { pool, period } = input;
  const days = await ledgerDays(sql, pool.members, period);
  return poolMembers(input, days, await subscriptionsOf(sql, pool.members, period));
}
