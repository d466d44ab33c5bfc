import type { Store } from '../../platform/store/store.js';
import { insertInto } from '../../platform/store/insert-rows.js';
import type { BillingPeriod } from '../rating/billing-period.js';
import type { Subscription } from '../rating/rate-subscription.js';
import type { TenantDayUsage } from './ledger-days.js';
import { monthSums } from './month-sums.js';
import { subscriptionsOf } from './subscriptions.js';

/** The ledger of the open period, read at one instant and kept for `/metrics`. */
export interface ChargeProjection {
  readonly asOfMs: number;
  readonly days: readonly TenantDayUsage[];
  readonly subscriptions: ReadonlyMap<string, readonly Subscription[]>;
}

type UnitTotal = Pick<TenantDayUsage, 'tenant' | 'meter' | 'tariff' | 'units'>;

interface Total {
  readonly period: string;
  readonly tenant: string;
  readonly meter: string;
  readonly tariff: string;
  readonly units: number;
  readonly asOf: Date;
}

const insertTotals = insertInto<Total>('charge_projection', {
  period: ['text', (total) => total.period],
  tenant: ['text', (total) => total.tenant],
  meter: ['text', (total) => total.meter],
  tariff: ['text', (total) => total.tariff],
  units: ['bigint', (total) => total.units],
  as_of: ['timestamptz', (total) => total.asOf],
});

/** Units by tenant, meter and tariff. */
export function unitsOf(days: readonly TenantDayUsage[]): readonly UnitTotal[] {
  const totals = new Map<string, UnitTotal>();
  for (const { tenant, meter, tariff, units } of days) {
    const key = JSON.stringify([tenant, meter, tariff]);
    totals.set(key, { tenant, meter, tariff, units: (totals.get(key)?.units ?? 0) + units });
  }
  return [...totals.values()];
}

/** Reads the ledger of the period and stores the totals with the instant at which they held. */
export async function projectCharges(
  store: Store,
  tenants: readonly string[],
  period: BillingPeriod,
): Promise<ChargeProjection> {
  return store.transaction('scheduler.project', async (sql) => {
    const [now] = await sql.query<{ now: Date }>('select now() as now');
    const asOf = now?.now ?? new Date(0);
    const days = await monthSums(sql, tenants, period);
    const totals = unitsOf(days).map((total) => ({ ...total, period: period.period, asOf }));
    await sql.query('delete from charge_projection where period = $1', [period.period]);
    await insertTotals(sql, totals, undefined);
    return { asOfMs: asOf.getTime(), days, subscriptions: await subscriptionsOf(sql, tenants, period) };
  });
}
