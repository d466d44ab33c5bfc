import { billingPeriodAt } from '../billing/index.js';
import { mustReadLess } from '../domain/budget.js';
import { billedQuantity } from '../domain/platform-price.js';
import type { Store } from '../platform/store/store.js';
import type { Municipality } from '../settings/snapshot.js';

/** What the scheduler's leader added up of the ledger some seconds ago: a soft cap needs no more. */
const CHARGED = `
  select tenant, sum(units)::float8 as units from charge_projection
  where period = $1 and meter = 'platform.cost' group by tenant`;

/** The municipalities that platforms charged as much this month as their soft cap. */
export async function thriftyTenants(
  store: Store,
  municipalities: readonly Pick<Municipality, 'tenant' | 'budget'>[],
  nowMs: number,
): Promise<ReadonlySet<string>> {
  if (municipalities.every(({ budget }) => budget?.platformEuro === undefined)) {
    return new Set();
  }
  const { period } = billingPeriodAt(nowMs);
  const rows = await store.query<{ tenant: string; units: number }>(CHARGED, [period]);
  const charged = new Map(rows.map(({ tenant, units }) => [tenant, billedQuantity('platform.cost', units)]));
  const reached = municipalities.filter(({ tenant, budget }) =>
    mustReadLess(budget, (charged.get(tenant) ?? 0).toFixed(6)),
  );
  return new Set(reached.map(({ tenant }) => tenant));
}

const LOOK_EVERY_MS = 10_000;

export interface ThriftWatch {
  /** As of the last look. */
  readonly has: (tenant: string) => boolean;
  /** Looks again when the last look is some seconds ago. */
  refresh(municipalities: readonly Pick<Municipality, 'tenant' | 'budget'>[]): Promise<void>;
}

export interface ThriftParts {
  readonly store: Store;
  readonly now: () => number;
  /** Once each time that a municipality begins or ends to read less. */
  readonly onChange: (tenant: string, readsLess: boolean) => void;
}

/** Keeps in mind which municipalities read less, for a loop that turns every second. */
export function thriftWatch({ store, now, onChange }: ThriftParts): ThriftWatch {
  let known: ReadonlySet<string> = new Set();
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  return {
    has: (tenant) => known.has(tenant),
    async refresh(municipalities) {
      if (now() - lookedAtMs < LOOK_EVERY_MS) {
        return;
      }
      lookedAtMs = now();
      const found = await thriftyTenants(store, municipalities, now());
      for (const tenant of new Set([...known, ...found])) {
        if (known.has(tenant) !== found.has(tenant)) {
          onChange(tenant, found.has(tenant));
        }
      }
      known = found;
    },
  };
}
