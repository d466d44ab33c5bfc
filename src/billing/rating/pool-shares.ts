import { compareEuro, negateEuro, splitEuro, sumEuro, type EuroText } from '../../domain/money.js';
import type { Pool } from '../../domain/pool.js';
import type { Tariff } from '../../domain/tariff.js';
import { METERS, type Meter } from '../../domain/vocabulary.js';
import { groupDays, type DayUsage } from './group-days.js';
import type { PoolWords, UnsaidLine } from './rated-line.js';
import { rateMeters } from './rate-meters.js';
import type { Subscription } from './rate-subscription.js';

export interface PoolMember {
  readonly tenant: string;
  readonly days: readonly DayUsage[];
  readonly subscriptions: readonly Subscription[];
}

/** The month of a whole pool. */
export interface PoolOfMonth {
  readonly pool: Pool;
  /** All of them, in any order. */
  readonly members: readonly PoolMember[];
}

/** What one member has of one meter. */
export interface PoolShare extends PoolWords {
  readonly meter: Meter;
}

interface Cost {
  readonly units: number;
  /** Null when a price is not known. */
  readonly amountEuro: EuroText | null;
}

/**
 * Without surcharges: those are for the hours and channels of one municipality, and stay with it. They are a price for
 * each unit, and a discount of the meter is a percentage, so that what is left adds up in the same way.
 */
function costOf(days: readonly DayUsage[], meter: Meter, versions: readonly Tariff[]): Cost {
  const lines = rateMeters(
    groupDays(
      days.filter((day) => day.meter === meter),
      versions,
    ),
  );
  const known = lines.flatMap(({ amountEuro }) => (amountEuro === null ? [] : [amountEuro]));
  return {
    units: lines.reduce((sum, { units }) => sum + units, 0),
    amountEuro: known.length < lines.length ? null : sumEuro(known),
  };
}

function withoutSurcharges(versions: readonly Tariff[]): readonly Tariff[] {
  return versions.map((version) => ({ ...version, surcharges: [] }));
}

function positive(amounts: readonly EuroText[]): readonly EuroText[] {
  return amounts.map((amount) => (compareEuro(amount, '0') > 0 ? amount : '0'));
}

/** What decides about the parts. Where nothing was used or paid, the next best; in the end all are alike. */
function weightsOf({ split }: Pool, units: readonly number[], alone: readonly EuroText[]): readonly string[] {
  const byUnits = positive(units.map(String));
  const choices = [split === 'by-units' ? byUnits : positive(alone), byUnits];
  return choices.find((weights) => weights.some((weight) => weight !== '0')) ?? units.map(() => '1');
}

/** The shares of one meter, in the order of the members. */
function sharesOf(pool: Pool, members: readonly PoolMember[], meter: Meter, versions: readonly Tariff[]) {
  const pooled = costOf(
    members.flatMap(({ days }) => days),
    meter,
    versions,
  );
  const costs = members.map(({ days }) => costOf(days, meter, versions));
  const units = costs.map((cost) => cost.units);
  const alone = costs.flatMap(({ amountEuro }) => (amountEuro === null ? [] : [amountEuro]));
  const isKnown = pooled.amountEuro !== null && alone.length === costs.length;
  const parts = isKnown ? splitEuro(pooled.amountEuro, weightsOf(pool, units, alone)) : [];
  return costs.map((cost, index): PoolShare => ({
    ...{ meter, name: pool.name, split: pool.split, pooledUnits: pooled.units, ownUnits: cost.units },
    pooledEuro: isKnown ? pooled.amountEuro : null,
    aloneEuro: isKnown ? cost.amountEuro : null,
    shareEuro: parts[index] ?? null,
  }));
}

/**
 * What each member has of the amounts of a pool, by tenant. For each meter the shares add up to what the use of all
 * costs as if it were that of one municipality, exactly. Pure, and the order of the members is no matter.
 */
export function splitPool(
  { pool, members }: PoolOfMonth,
  versions: readonly Tariff[],
): ReadonlyMap<string, readonly PoolShare[]> {
  // The last digit of a division goes to the first of equals, so the order is that of the names and not of the rows.
  const sorted = members.toSorted((a, b) => (a.tenant < b.tenant ? -1 : 1));
  const plain = withoutSurcharges(versions);
  const byMeter = (pool.meters ?? METERS).map((meter) => sharesOf(pool, sorted, meter, plain));
  return new Map(
    sorted.map(({ tenant }, index) => [
      tenant,
      byMeter.flatMap((shares) => {
        const own = shares[index];
        return own === undefined ? [] : [own];
      }),
    ]),
  );
}

/**
 * For each meter of a pool one line: what the share of this municipality is more or less than it would have cost alone.
 * Its own lines stay as they are, so that its units add up to its ledger; with this line they are its share.
 *
 * @param terms the tariff that the line cites; that of the municipality at the end of the month
 */
export function poolLines(shares: readonly PoolShare[], terms: Tariff | undefined): readonly UnsaidLine[] {
  return shares.flatMap(({ meter, ...pool }): UnsaidLine[] => {
    const { shareEuro, aloneEuro } = pool;
    const amountEuro = shareEuro === null || aloneEuro === null ? null : sumEuro([shareEuro, negateEuro(aloneEuro)]);
    return amountEuro === '0'
      ? []
      : [
          {
            ...{ rule: 'pool-share', meter, tariff: terms?.name ?? '', tariffVersion: terms?.validFrom ?? null },
            ...{ bracket: pool.name, units: 0, quantity: 1, unitPriceEuro: amountEuro, amountEuro, pool },
          },
        ];
  });
}
