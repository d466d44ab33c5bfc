import fc from 'fast-check';
import type { Bracket, MeterRate, Tariff } from '../../src/domain/tariff.js';
import { METERS, type Meter } from '../../src/domain/vocabulary.js';
import type { DayUsage } from '../../src/billing/index.js';

/** Small numbers, so that brackets and bundles meet their ends often. */

const price = fc
  .integer({ min: 0, max: 99_999 })
  .map((n) => `${Math.floor(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`);
const percent = fc.integer({ min: 0, max: 500 }).map((tenths) => `${Math.floor(tenths / 10)}.${tenths % 10}`);

const brackets: fc.Arbitrary<readonly Bracket[]> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
    fc.array(price, { minLength: 4, maxLength: 4 }),
  )
  .map(([ends, prices]) => [
    ...ends.toSorted((a, b) => a - b).map((upTo, index) => ({ upTo, unitPriceEuro: prices[index] ?? '1' })),
    { unitPriceEuro: prices[3] ?? '1' },
  ]);

const free = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined });
const rate: fc.Arbitrary<MeterRate> = fc
  .tuple(
    free,
    fc.oneof(
      fc.constant({}),
      brackets.map((graduated) => ({ graduated })),
      brackets.map((volume) => ({ volume })),
      fc.record({ units: fc.integer({ min: 1, max: 15 }), priceEuro: price }).map((bundle) => ({ package: bundle })),
    ),
  )
  .map(([units, shape]) => ({ ...shape, ...(units === undefined ? {} : { free: units }) }));

const surcharge = fc.record({
  label: fc.constant('Toeslag'),
  meter: fc.constantFrom(...METERS),
  when: fc.constantFrom(
    { hours: 'outside' as const },
    { channels: ['whatsapp'] },
    { hours: 'outside' as const, channels: ['x', 'whatsapp'] },
  ),
  unitEuro: price,
});

function perMeter<T>(one: fc.Arbitrary<T>): fc.Arbitrary<Record<Meter, T>> {
  return fc.tuple(...METERS.map(() => one)).map((values) => {
    return Object.fromEntries(METERS.map((meter, index) => [meter, values[index]])) as Record<Meter, T>;
  });
}

const limits = fc.record({
  overageCapEuro: fc.option(price, { nil: undefined }),
  minimumEuro: fc.option(
    price.map((text) => `1${text}`),
    { nil: undefined },
  ),
});

/** One version of a tariff with any mixture of forms. */
export function arbitraryTariff(validFrom: string): fc.Arbitrary<Tariff> {
  return fc
    .record({
      monthlyFeeEuro: price,
      unitPriceEuro: perMeter(price),
      // What a platform charges is passed on by a factor, and configuration refuses anything else for it.
      rates: perMeter(rate).map((rates) => ({ ...rates, 'platform.cost': {} })),
      surcharges: fc.array(surcharge, { maxLength: 2 }),
      meterDiscounts: fc.array(fc.record({ meter: fc.constantFrom(...METERS), percent }), { maxLength: 1 }),
      wholeDiscounts: fc.array(fc.record({ percent }), { maxLength: 2 }),
      limits,
    })
    .map(({ meterDiscounts, wholeDiscounts, limits: { overageCapEuro, minimumEuro }, ...rest }) => ({
      ...{ name: 'proef', validFrom, ...rest },
      discounts: [...meterDiscounts, ...wholeDiscounts].map((discount) => ({ label: 'Korting', ...discount })),
      ...(overageCapEuro === undefined ? {} : { overageCapEuro }),
      ...(minimumEuro === undefined ? {} : { minimumEuro }),
    }));
}

/** Use in November 2026 under the versions of 1 January and 15 November. */
export const arbitraryDays: fc.Arbitrary<readonly DayUsage[]> = fc.array(
  fc
    .record({
      meter: fc.constantFrom(...METERS),
      day: fc.integer({ min: 1, max: 30 }),
      channel: fc.constantFrom('', 'x', 'whatsapp'),
      outsideHours: fc.boolean(),
      units: fc.integer({ min: 1, max: 12 }),
      // Any version on any day: which one comes first follows from use, not from dates of versions.
      tariffVersion: fc.constantFrom('2026-01-01', '2026-11-15'),
    })
    .map(({ day, ...rest }) => ({
      ...{ ...rest, tariff: 'proef', date: `2026-11-${String(day).padStart(2, '0')}` },
    })),
  { maxLength: 25 },
);
