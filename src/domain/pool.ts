import type { Meter } from './vocabulary.js';

/** By what the amount of a pool is divided: units of each member, or what each would have paid alone. */
export const POOL_SPLITS = ['by-units', 'by-stand-alone'] as const;
export type PoolSplit = (typeof POOL_SPLITS)[number];

/** One dated version of a partnership that buys its volume together. Never changed once applied. */
export interface Pool {
  readonly name: string;
  /** First day of a month, `YYYY-MM-DD`: a pool holds for whole months. */
  readonly validFrom: string;
  /** Tenants; none ends the pool. */
  readonly members: readonly string[];
  /** What is counted together; every meter when absent. */
  readonly meters?: readonly Meter[];
  readonly split: PoolSplit;
}

/** The versions in force on a local date `YYYY-MM-DD`: of each name the last one that began. */
export function poolsOn(pools: readonly Pool[], date: string): readonly Pool[] {
  const found = new Map<string, Pool>();
  for (const pool of pools) {
    const known = found.get(pool.name);
    if (pool.validFrom <= date && (known === undefined || pool.validFrom > known.validFrom)) {
      found.set(pool.name, pool);
    }
  }
  return [...found.values()];
}

/** The pool of a tenant on a date; checked settings have one at most. */
export function poolOf(pools: readonly Pool[], tenant: string, date: string): Pool | undefined {
  return poolsOn(pools, date).find(({ members }) => members.includes(tenant));
}
