import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  billingPeriod,
  forecastMonth,
  rateUsage,
  splitPool,
  type DayUsage,
  type PoolMember,
} from '../../src/billing/index.js';
import { compareEuro, sumEuro } from '../../src/domain/money.js';
import { POOL_SPLITS, type Pool } from '../../src/domain/pool.js';
import type { Tariff } from '../../src/domain/tariff.js';
import { METERS, type Meter } from '../../src/domain/vocabulary.js';
import { arbitraryDays, arbitraryTariff } from './arbitrary-use.js';
import { meterUnitByUnit, toUnits } from './unit-by-unit.js';

const period = billingPeriod('2026-11');
const subscriptions = [{ tariff: 'proef', fromDate: '2026-01-01' }];
const versions = fc.tuple(arbitraryTariff('2026-01-01'), arbitraryTariff('2026-11-15'));

const pools: fc.Arbitrary<Pool> = fc.record({
  ...{ name: fc.constant('igs-noord'), validFrom: fc.constant('2026-01-01'), members: fc.constant([]) },
  ...{ split: fc.constantFrom(...POOL_SPLITS), meters: fc.subarray([...METERS], { minLength: 1 }) },
});

const members: fc.Arbitrary<readonly PoolMember[]> = fc
  .array(arbitraryDays, { minLength: 1, maxLength: 4 })
  .map((towns) => towns.map((days, index) => ({ tenant: `t${index}`, days, subscriptions })));

function rated(pool: Pool, all: readonly PoolMember[], tariffs: readonly Tariff[]) {
  const shares = splitPool({ pool, members: all }, tariffs);
  return all.map(({ tenant, days }) => {
    const poolShares = shares.get(tenant) ?? [];
    return { tenant, poolShares, ...rateUsage({ period, days, subscriptions, versions: tariffs, poolShares }) };
  });
}

function costOfMeter({ lines }: ReturnType<typeof rateUsage>, meter: Meter): string {
  return sumEuro(lines.filter((line) => line.meter === meter).map(({ amountEuro }) => amountEuro ?? 'missing'));
}

describe('a pool', () => {
  it('costs its members together what an obvious model says of all their units in one row, to the last decimal', () => {
    fc.assert(
      fc.property(pools, members, versions, (pool, all, tariffs) => {
        const towns = rated(pool, all, tariffs);
        const days = all.flatMap((one) => one.days);
        for (const meter of pool.meters ?? METERS) {
          const sum = sumEuro(towns.map((town) => costOfMeter(town, meter)));
          expect(toUnits(sum)).toBe(meterUnitByUnit(days, meter, tariffs));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has shares that add up to what it costs, and lines whose units are those of the own ledger', () => {
    fc.assert(
      fc.property(pools, members, versions, (pool, all, tariffs) => {
        const towns = rated(pool, all, tariffs);
        for (const [index, meter] of (pool.meters ?? METERS).entries()) {
          const shares = towns.map(({ poolShares }) => poolShares[index]);
          expect(shares.every((share) => share?.meter === meter)).toBe(true);
          expect(sumEuro(shares.map((share) => share?.shareEuro ?? 'missing'))).toBe(shares[0]?.pooledEuro);
        }
        for (const [index, { lines, totalEuro }] of towns.entries()) {
          const used = all[index]?.days.reduce((sum, { units }) => sum + units, 0);
          expect(lines.reduce((sum, { units }) => sum + units, 0)).toBe(used);
          expect(sumEuro(lines.map(({ amountEuro }) => amountEuro ?? 'missing'))).toBe(totalEuro);
        }
      }),
    );
  });

  it('does not look at the order of its members', () => {
    fc.assert(
      fc.property(pools, members, versions, (pool, all, tariffs) => {
        const turned = splitPool({ pool, members: all.toReversed() }, tariffs);
        const straight = splitPool({ pool, members: all }, tariffs);
        for (const { tenant } of all) {
          expect(turned.get(tenant)).toEqual(straight.get(tenant));
        }
      }),
    );
  });

  it('of one is as alone', () => {
    fc.assert(
      fc.property(pools, arbitraryDays, versions, (pool, days, tariffs) => {
        const [town] = rated(pool, [{ tenant: 't0', days, subscriptions }], tariffs);
        const alone = rateUsage({ period, days, subscriptions, versions: tariffs });
        expect({ lines: town?.lines, totalEuro: town?.totalEuro }).toEqual({
          ...{ lines: alone.lines, totalEuro: alone.totalEuro },
        });
      }),
    );
  });

  it('divided by what each would pay alone is dearer for nobody where it is cheaper together', () => {
    let seen = 0;
    fc.assert(
      fc.property(pools, members, versions, (pool, all, tariffs) => {
        const shares = splitPool({ pool: { ...pool, split: 'by-stand-alone' }, members: all }, tariffs);
        for (const [index] of (pool.meters ?? METERS).entries()) {
          const ofMeter = all.flatMap(({ tenant }) => shares.get(tenant)?.[index] ?? []);
          const alone = sumEuro(ofMeter.map(({ aloneEuro }) => aloneEuro ?? 'missing'));
          if (compareEuro(ofMeter[0]?.pooledEuro ?? 'missing', alone) <= 0) {
            seen += compareEuro(ofMeter[0]?.pooledEuro ?? 'missing', alone) < 0 ? 1 : 0;
            expect(
              ofMeter.filter(({ shareEuro, aloneEuro }) => compareEuro(shareEuro ?? '', aloneEuro ?? '') > 0),
            ).toEqual([]);
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(5);
  });
});

const STAIRS = [{ upTo: 100, unitPriceEuro: '1' }, { unitPriceEuro: '0.5' }];
const PLAIN: Tariff = {
  ...{ name: 'proef', validFrom: '2026-01-01', monthlyFeeEuro: '0' },
  unitPriceEuro: {
    ...{ 'ticket.opened': '1', 'message.received': '0', 'answer.sent': '0' },
    ...{ 'forward.1700': '0', 'delivery.crm': '0', 'platform.cost': '0' },
  },
  rates: { 'ticket.opened': { graduated: STAIRS } },
};
const POOL: Pool = { name: 'igs-noord', validFrom: '2026-01-01', members: ['a', 'b'], split: 'by-units' };

function member(tenant: string, units: number, change: Partial<DayUsage> = {}): PoolMember {
  const day: DayUsage = {
    ...{ meter: 'ticket.opened', tariff: 'proef', tariffVersion: '2026-01-01', date: '2026-11-03' },
    ...{ channel: '', outsideHours: false, units, ...change },
  };
  return { tenant, days: [day], subscriptions };
}

describe('the line of a pool', () => {
  it('says in a sentence what was used together, what the own part is and what being together saved', () => {
    const [town] = rated(POOL, [member('a', 50), member('b', 150)], [PLAIN]);
    expect(town?.lines.map(({ rule, units, amountEuro }) => [rule, units, amountEuro])).toEqual([
      ['subscription', 0, '0'],
      ['graduated', 50, '50'],
      ['pool-share', 0, '-12.5'],
    ]);
    expect(town?.lines.at(-1)?.sentence).toBe(
      'Pool "igs-noord": samen 200 tickets geopend voor € 150,00, verdeeld naar gebruik; het deel van deze gemeente, ' +
        'met 50, is € 37,50, alleen zou het € 50,00 zijn; minder door samen aan te kopen: € -12,50 (tarief "proef", ' +
        'versie van 2026-01-01).',
    );
  });

  it('leaves surcharges with whoever had them', () => {
    const surcharges = [
      { label: 'Nacht', meter: 'ticket.opened' as const, when: { hours: 'outside' as const }, unitEuro: '1' },
    ];
    const all = [member('a', 50, { outsideHours: true }), member('b', 150)];
    expect(rated(POOL, all, [{ ...PLAIN, surcharges }]).map(({ totalEuro }) => totalEuro)).toEqual(['87.5', '112.5']);
  });

  it('has no amount while the tariff of a member is not known', () => {
    const towns = rated(POOL, [member('a', 50), member('b', 150, { tariffVersion: '2020-01-01' })], [PLAIN]);
    expect(towns[0]?.isComplete).toBe(false);
    expect(towns[0]?.lines.at(-1)).toMatchObject({ rule: 'pool-share', amountEuro: null });
    expect(towns[0]?.lines.at(-1)?.sentence).toContain('een tarief is niet gekend');
  });

  it('is forecast with what the others will still use', () => {
    const all = [member('a', 10, { date: '2026-11-02' }), member('b', 30, { date: '2026-11-02' })];
    const [first] = all;
    const month = { period, days: first?.days ?? [], subscriptions, versions: [PLAIN] };
    const found = forecastMonth(month, '2026-11-03', { pool: { pool: POOL, members: all }, tenant: 'a' });
    // 21 weekdays of 40 together: 100 at 1 euro, 740 at half, a quarter of it for who uses a quarter.
    expect(found?.totalEuro).toBe(String((100 + 740 / 2) / 4));
  });
});
