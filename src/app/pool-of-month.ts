import { readPoolMembers, type BillingPeriod, type PoolOfMonth } from '../billing/index.js';
import { poolOf } from '../domain/pool.js';
import type { Sql } from '../platform/store/store.js';
import type { Settings } from '../settings/snapshot.js';

/** The tariff of a tenant; empty for one that the settings do not have. */
export function tariffsByTenant({ municipalities }: Pick<Settings, 'municipalities'>): (tenant: string) => string {
  const tariffs = new Map(municipalities.map(({ tenant, tariff }) => [tenant, tariff]));
  return (tenant) => tariffs.get(tenant) ?? '';
}

/**
 * The pool that a municipality has in a month, with the sums of its members.
 *
 * @param sql as a role that may read the ledger of all: row security lets a caller of the API see its own only
 */
export async function poolOfMonth(
  sql: Sql,
  settings: Pick<Settings, 'municipalities' | 'pools'>,
  tenant: string,
  period: BillingPeriod,
): Promise<PoolOfMonth | undefined> {
  const pool = poolOf(settings.pools ?? [], tenant, period.firstDate);
  if (pool === undefined) {
    return undefined;
  }
  const members = await readPoolMembers(sql, { pool, period, tariffOf: tariffsByTenant(settings) });
  return { pool, members };
}
