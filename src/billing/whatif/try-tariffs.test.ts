import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryDays, arbitraryTariff } from '../../../test/billing/arbitrary-use.js';
import { compareEuro, sumEuro } from '../../domain/money.js';
import type { Tariff } from '../../domain/tariff.js';
import { billingPeriod } from '../rating/billing-period.js';
import type { DayUsage } from '../rating/group-days.js';
import { rateUsage } from '../rating/rate-usage.js';
import { hoursToRead, type HoursOfUse } from './as-if-tariff.js';
import { sumTariffs } from './sum-tariffs.js';
import { monthRemarks } from './tariff-remarks.js';
import { tariffsToTry, tryTariffs, type MonthToTry } from './try-tariffs.js';

const period = billingPeriod('2026-11');

function tariff(name: string, change: Partial<Tariff> = {}): Tariff {
  return {
    ...{ name, validFrom: '2026-01-01', monthlyFeeEuro: '30' },
    unitPriceEuro: {
      ...{ 'ticket.opened': '1', 'message.received': '0', 'answer.sent': '0.1' },
      ...{ 'forward.1700': '0', 'delivery.crm': '0', 'platform.cost': '0' },
    },
    ...change,
  };
}

const DEAR = tariff('duur');
const CHEAP = tariff('goedkoop', { monthlyFeeEuro: '10' });
const NIGHT = tariff('nacht', {
  ...{ monthlyFeeEuro: '0', officeHours: 'laat' },
  surcharges: [{ label: 'Nacht', meter: 'ticket.opened', when: { hours: 'outside' }, unitEuro: '10' }],
});

function used(units: number, change: Partial<DayUsage> = {}): DayUsage {
  return {
    ...{ meter: 'ticket.opened', tariff: 'duur', tariffVersion: '2026-01-01', date: '2026-11-14' },
    ...{ channel: 'facebook', outsideHours: false, units, ...change },
  };
}

/** Hours by the name of their calendar. */
const HOURS: HoursOfUse = {
  charged: () => hours('kantoor'),
  tried: ({ officeHours }) => hours(officeHours ?? 'kantoor'),
};

function hours(calendar: string): ReturnType<HoursOfUse['tried']> {
  return {
    ...{ key: calendar, calendar },
    workingTime: () => {
      throw new Error('no hours are counted here');
    },
  };
}

function month(days: readonly DayUsage[], change: Partial<MonthToTry> = {}): MonthToTry {
  const versions = [DEAR, CHEAP, NIGHT];
  return {
    ...{ municipality: { tenant: 'gent', plan: 'standard', sla: 'standaard' }, period, versions, hours: HOURS },
    ...{ read: { asCharged: days, judgedAgain: new Map() }, tariffs: tariffsToTry(versions, versions) },
    ...{ subscriptions: [{ tariff: 'duur', fromDate: '2026-01-01' }], ...change },
  };
}

describe('a tariff that is tried on a month', () => {
  it('is rated on the same units, with the fee of the whole month', () => {
    const { now, tried } = tryTariffs(month([used(5)]), 'goedkoop');
    expect([now.tariff, now.totalEuro]).toEqual(['duur', '35']);
    expect(tried).toMatchObject({ tariff: 'goedkoop', totalEuro: '15', differenceEuro: '-20', remarks: [] });
    expect(tried?.lines.map(({ rule, amountEuro }) => [rule, amountEuro])).toEqual([
      ['subscription', '10'],
      ['unit', '5'],
    ]);
  });

  it('takes the whole fee also of a month in which the tariff changed', () => {
    const subscriptions = [
      { tariff: 'duur', fromDate: '2026-01-01' },
      { tariff: 'goedkoop', fromDate: '2026-11-16' },
    ];
    const { now, tried, choices } = tryTariffs(month([], { subscriptions }), 'duur');
    expect([now.totalEuro, tried?.totalEuro, tried?.differenceEuro]).toEqual(['20', '30', '10']);
    expect(choices.filter(({ isCurrent }) => isCurrent).map((one) => one.tariff)).toEqual(['goedkoop']);
  });

  it('is the one it has, and makes no difference', () => {
    fc.assert(
      fc.property(arbitraryDays, arbitraryTariff('2026-01-01'), arbitraryTariff('2026-11-15'), (days, one, two) => {
        const versions = [one, two];
        const subscriptions = [{ tariff: 'proef', fromDate: '2026-01-01' }];
        const tariffs = tariffsToTry(versions, versions);
        const found = tryTariffs(
          month([], { read: { asCharged: days, judgedAgain: new Map() }, versions, subscriptions, tariffs }),
          'proef',
        );
        expect(found.tried).toMatchObject({ differenceEuro: '0', lines: found.now.lines });
      }),
      { numRuns: 100 },
    );
  });

  it('moves use that it was charged for to its new version, and each day to the version of that day', () => {
    const half = tariff('duur', {
      validFrom: '2026-11-16',
      unitPriceEuro: { ...DEAR.unitPriceEuro, 'ticket.opened': '9' },
    });
    const tariffs = tariffsToTry([DEAR], [DEAR, half]);
    const days = [used(1, { date: '2026-11-15' }), used(1, { date: '2026-11-16' })];
    expect(tryTariffs(month(days, { tariffs }), 'duur').tried).toMatchObject({ totalEuro: '40', differenceEuro: '8' });
  });

  it('says that a price is not known, and does not call that cheap', () => {
    const late = tariff('later', { validFrom: '2027-01-01', monthlyFeeEuro: '0' });
    const { choices } = tryTariffs(month([used(5)], { tariffs: tariffsToTry([DEAR, late], [DEAR, late]) }), null);
    expect(choices.map(({ tariff: name, isComplete, isCheapest }) => [name, isComplete, isCheapest])).toEqual([
      ['duur', true, true],
      ['later', false, false],
    ]);
    expect(choices.at(-1)?.remarks[0]?.nl).toContain('geldt pas vanaf 2027-01-01');
  });

  it('may ask for another plan or policy: a remark and no refusal', () => {
    const premium = tariff('premium', { tier: 'premium', slaPolicies: ['snel'], monthlyFeeEuro: '1' });
    const { choices } = tryTariffs(month([], { tariffs: tariffsToTry([DEAR], [DEAR, premium]) }), null);
    expect(choices[0]).toMatchObject({ tariff: 'premium', isCheapest: true, meetsConditions: false });
    expect(choices[0]?.remarks.map(({ nl }) => nl)).toEqual([
      'Dit tarief hoort bij het plan "premium"; de gemeente heeft "standard".',
      'Dit tarief hoort bij het servicebeleid snel; de gemeente heeft "standaard".',
    ]);
    expect(choices[1]).toMatchObject({ tariff: 'duur', meetsConditions: true, remarks: [] });
  });
});

describe('office hours of another calendar', () => {
  const days = [used(3), used(2, { outsideHours: true })];
  const again = [used(1), used(4, { outsideHours: true })];

  it('are asked for where they decide about an amount, and nowhere else', () => {
    const [cheap, dear, night] = [CHEAP, DEAR, NIGHT].map((one) => tariffsToTry([one], [one]));
    expect(hoursToRead(days, [...(cheap ?? []), ...(dear ?? [])], HOURS)).toEqual([]);
    expect(hoursToRead(days, night ?? [], HOURS).map(({ key }) => key)).toEqual(['laat']);
  });

  it('judge the entries again, and that is said', () => {
    const read = { asCharged: days, judgedAgain: new Map([['laat', again]]) };
    const { tried } = tryTariffs(month([], { read }), 'nacht');
    expect(tried?.totalEuro).toBe('45');
    expect(tried?.remarks.map(({ nl }) => nl)).toEqual([
      'Of gebruik buiten de kantooruren viel, is opnieuw beoordeeld volgens de kalender "laat".',
    ]);
    expect(tryTariffs(month([], { read }), 'goedkoop').tried?.totalEuro).toBe('15');
  });
});

describe('totals', () => {
  it('are the sums of the municipalities, exactly, and the cheapest really is the least of all', () => {
    const three = fc.tuple(
      ...['a', 'b', 'c'].map((name) => arbitraryTariff('2026-01-01').map((one) => ({ ...one, name }))),
    );
    fc.assert(
      fc.property(fc.array(arbitraryDays, { minLength: 1, maxLength: 4 }), three, (towns, versions) => {
        const tariffs = tariffsToTry(versions, versions);
        const found = towns.map((days) => {
          const asCharged = days.map((day) => ({ ...day, tariff: 'a', tariffVersion: '2026-01-01' }));
          const subscriptions = [{ tariff: 'a', fromDate: '2026-01-01' }];
          // All by the same hours, so that every mark holds.
          const same = { charged: () => hours('kantoor'), tried: () => hours('kantoor') };
          const read = { asCharged, judgedAgain: new Map<string, never>() };
          return tryTariffs(month([], { read, versions, tariffs, subscriptions, hours: same }), 'b');
        });
        const least = towns.map((days) => {
          const rated = ['a', 'b', 'c'].map(
            (name) =>
              rateUsage({
                ...{ period, versions, subscriptions: [{ tariff: name, fromDate: '2026-01-01' }] },
                days: days.map((day) => ({ ...day, tariff: name, tariffVersion: '2026-01-01' })),
              }).totalEuro,
          );
          return rated.toSorted(compareEuro)[0] ?? 'missing';
        });
        const totals = sumTariffs(found, 'b');
        expect(totals.cheapestEuro).toBe(sumEuro(least));
        expect(totals.nowEuro).toBe(sumEuro(found.map(({ now }) => now.totalEuro)));
        expect(totals.triedEuro).toBe(sumEuro(found.map(({ tried }) => tried?.totalEuro ?? 'missing')));
        expect(totals.differenceEuro).toBe(sumEuro(found.map(({ tried }) => tried?.differenceEuro ?? 'missing')));
      }),
      { numRuns: 60 },
    );
  });

  it('have nothing to say about a tariff that nobody named', () => {
    const both = [DEAR, CHEAP];
    const found = [tryTariffs(month([used(5)], { tariffs: tariffsToTry(both, both) }), null)];
    expect(sumTariffs(found, null)).toEqual({
      ...{ nowEuro: '35', triedEuro: null, differenceEuro: null, cheapestEuro: '15', isComplete: true },
    });
  });
});

describe('the month', () => {
  it('has a remark while it is not over', () => {
    expect(monthRemarks(period, Date.UTC(2026, 10, 20))[0]?.nl).toContain('op 2026-11-20 nog niet voorbij');
    expect(monthRemarks(period, period.untilMs)).toEqual([]);
  });
});
