import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { billingPeriod, rateUsage, type DayUsage } from '../../src/billing/index.js';
import { sumEuro } from '../../src/domain/money.js';
import type { Tariff } from '../../src/domain/tariff.js';
import { arbitraryDays, arbitraryTariff } from './arbitrary-use.js';
import { totalUnitByUnit, toUnits } from './unit-by-unit.js';

const period = billingPeriod('2026-11');
const subscriptions = [{ tariff: 'proef', fromDate: '2026-01-01' }];
const versions = fc.tuple(arbitraryTariff('2026-01-01'), arbitraryTariff('2026-11-15'));

function rate(days: readonly DayUsage[], tariffs: readonly Tariff[]) {
  return rateUsage({ period, days, subscriptions, versions: tariffs });
}

/** The same prices a unit, without anything that looks at the month as a whole. */
function linear(tariff: Tariff): Tariff {
  const { name, validFrom, monthlyFeeEuro, unitPriceEuro, surcharges = [], discounts = [] } = tariff;
  return { name, validFrom, monthlyFeeEuro, unitPriceEuro, surcharges, discounts };
}

/** Entries of a ledger for the same days: so many single units, each with its counter entry some number of times. */
function corrected(days: readonly DayUsage[], times: number): readonly DayUsage[] {
  return days.flatMap((day) => {
    const pairs = Array.from({ length: times }, () => [{ ...day, units: -day.units }, day]);
    return [day, ...pairs.flat()];
  });
}

describe('rating', () => {
  it('is to the last decimal what an obvious model says, unit by unit', () => {
    fc.assert(
      fc.property(arbitraryDays, versions, (days, tariffs) => {
        expect(toUnits(rate(days, tariffs).totalEuro)).toBe(totalUnitByUnit(days, tariffs, tariffs[0]));
      }),
      { numRuns: 500 },
    );
  });

  it('has lines that add up to the total, and whose units add up to the ledger', () => {
    fc.assert(
      fc.property(arbitraryDays, versions, (days, tariffs) => {
        const { lines, totalEuro } = rate(days, tariffs);
        expect(sumEuro(lines.map(({ amountEuro }) => amountEuro ?? 'missing'))).toBe(totalEuro);
        const used = days.reduce((sum, { units }) => sum + units, 0);
        expect(lines.reduce((sum, { units }) => sum + units, 0)).toBe(used);
      }),
    );
  });

  it('does not depend on the order of the entries, nor on how they are split over rows', () => {
    const shuffled = arbitraryDays.chain((days) =>
      fc.tuple(
        fc.constant(days),
        fc.shuffledSubarray(
          days.flatMap((day) => [
            { ...day, units: Math.floor(day.units / 2) },
            { ...day, units: Math.ceil(day.units / 2) },
          ]),
          { minLength: days.length * 2 },
        ),
      ),
    );
    fc.assert(
      fc.property(shuffled, versions, ([days, other], tariffs) => {
        expect(rate(other, tariffs)).toEqual(rate(days, tariffs));
      }),
    );
  });

  it('is the same after a correction and its correction as if there had been none', () => {
    fc.assert(
      fc.property(arbitraryDays, versions, fc.integer({ min: 1, max: 3 }), (days, tariffs, times) => {
        expect(rate(corrected(days, times), tariffs)).toEqual(rate(days, tariffs));
      }),
    );
  });

  it('is as if it had never been for use that was taken back, whatever else there is', () => {
    fc.assert(
      fc.property(arbitraryDays, arbitraryDays, versions, (days, spam, tariffs) => {
        const back = spam.map((day) => ({ ...day, units: -day.units }));
        expect(rate([...spam, ...days, ...back], tariffs)).toEqual(rate(days, tariffs));
      }),
    );
  });

  it('is the sum of two halves of the entries where a tariff has one price a unit', () => {
    fc.assert(
      fc.property(arbitraryDays, versions, fc.nat(25), (days, tariffs, cut) => {
        const flat = tariffs.map(linear);
        const halves = [days.slice(0, cut), days.slice(cut)].map((half) => rate(half, flat).totalEuro);
        // The fee stands in both halves, and is taken out once.
        expect(sumEuro([rate(days, flat).totalEuro, rate([], flat).totalEuro])).toBe(sumEuro(halves));
      }),
    );
  });

  it('is by the period where it is not: brackets go on counting through the month and begin anew in the next', () => {
    const [tariff] = fc.sample(arbitraryTariff('2026-01-01'), { numRuns: 1, seed: 1 });
    const rates = { 'ticket.opened': { graduated: [{ upTo: 10, unitPriceEuro: '1' }, { unitPriceEuro: '0.5' }] } };
    const plain = tariff === undefined ? [] : [{ ...linear(tariff), rates, surcharges: [], discounts: [] }];
    const ten: DayUsage = {
      ...{ meter: 'ticket.opened', tariff: 'proef', tariffVersion: '2026-01-01', date: '2026-11-03' },
      ...{ channel: '', outsideHours: false, units: 10 },
    };
    const of = (days: readonly DayUsage[]) =>
      rate(days, plain)
        .lines.filter(({ meter }) => meter !== null)
        .map(({ amountEuro }) => amountEuro);
    expect(of([ten])).toEqual(['10']);
    expect(of([ten, ten])).toEqual(['10', '5']);
  });
});
