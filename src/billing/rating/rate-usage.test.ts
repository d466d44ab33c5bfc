import { describe, expect, it } from '@jest/globals';
import type { Tariff } from '../../domain/tariff.js';
import { billingPeriod, billingPeriodAt } from './billing-period.js';
import type { DayUsage } from './group-days.js';
import { rateUsage } from './rate-usage.js';
import type { Subscription } from './rate-subscription.js';

const PLAIN: Tariff = {
  ...{ name: 'proef', validFrom: '2026-01-01', monthlyFeeEuro: '30' },
  unitPriceEuro: {
    ...{ 'ticket.opened': '0.40', 'message.received': '0', 'answer.sent': '0.0525' },
    ...{ 'forward.1700': '1.20', 'delivery.crm': '0.03', 'platform.cost': '0' },
  },
};

function used(units: number, change: Partial<DayUsage> = {}): DayUsage {
  return {
    ...{ meter: 'ticket.opened', tariff: 'proef', tariffVersion: '2026-01-01', date: '2026-11-14' },
    ...{ channel: 'facebook', outsideHours: false, units, ...change },
  };
}

const SUBSCRIBED: readonly Subscription[] = [{ tariff: 'proef', fromDate: '2026-01-01' }];

function rate(days: readonly DayUsage[], change: Partial<Tariff> = {}, subscriptions = SUBSCRIBED) {
  const versions = [
    { ...PLAIN, ...change },
    { ...PLAIN, name: 'ander', monthlyFeeEuro: '60' },
  ];
  return rateUsage({ period: billingPeriod('2026-11'), days, subscriptions, versions });
}

/** Rule, bracket, quantity and amount of each line after the fee, and the total. */
function table({ lines, totalEuro }: ReturnType<typeof rate>): readonly (readonly unknown[])[] {
  const rows = lines.slice(1).map(({ rule, bracket, quantity, amountEuro }) => [rule, bracket, quantity, amountEuro]);
  return [...rows, ['total', totalEuro]];
}

const STAIRS = [{ upTo: 10, unitPriceEuro: '1' }, { upTo: 20, unitPriceEuro: '0.5' }, { unitPriceEuro: '0.1' }];

describe('prices of units', () => {
  it.each<[string, number, Partial<Tariff>, readonly (readonly unknown[])[]]>([
    [
      'by unit',
      3,
      {},
      [
        ['unit', null, 3, '1.2'],
        ['total', '31.2'],
      ],
    ],
    [
      'the first ones free',
      7,
      { rates: { 'ticket.opened': { free: 5 } } },
      [
        ['free', null, 5, '0'],
        ['unit', null, 2, '0.8'],
        ['total', '30.8'],
      ],
    ],
    [
      'all of them free',
      5,
      { rates: { 'ticket.opened': { free: 5 } } },
      [
        ['free', null, 5, '0'],
        ['total', '30'],
      ],
    ],
    [
      'graduated, at the end of a bracket',
      10,
      { rates: { 'ticket.opened': { graduated: STAIRS } } },
      [
        ['graduated', '1-10', 10, '10'],
        ['total', '40'],
      ],
    ],
    [
      'graduated, one unit further, the free ones counted along',
      21,
      { rates: { 'ticket.opened': { free: 4, graduated: STAIRS } } },
      [
        ['free', null, 4, '0'],
        ['graduated', '1-10', 6, '6'],
        ['graduated', '11-20', 10, '5'],
        ['graduated', '21-', 1, '0.1'],
        ['total', '41.1'],
      ],
    ],
    [
      'by volume: the total decides about all',
      21,
      { rates: { 'ticket.opened': { volume: STAIRS } } },
      [
        ['volume', '21-', 21, '2.1'],
        ['total', '32.1'],
      ],
    ],
    [
      'in bundles, one of them begun',
      101,
      { rates: { 'ticket.opened': { package: { units: 50, priceEuro: '2.5' } } } },
      [
        ['package', '50', 3, '7.5'],
        ['total', '37.5'],
      ],
    ],
  ])('%s', (_, units, change, rows) => {
    expect(table(rate([used(units)], change))).toEqual(rows);
  });

  it('charges more for what meets all conditions, free units included', () => {
    const surcharges = [
      { label: 'Nacht', meter: 'ticket.opened' as const, when: { hours: 'outside' as const }, unitEuro: '0.1' },
      { label: 'X', meter: 'ticket.opened' as const, when: { channels: ['x'] }, unitEuro: '1' },
    ];
    const days = [used(2), used(3, { outsideHours: true }), used(1, { channel: 'x', outsideHours: true })];
    expect(table(rate(days, { surcharges, rates: { 'ticket.opened': { free: 99 } } }))).toEqual([
      ['free', null, 6, '0'],
      ['surcharge', 'Nacht', 4, '0.4'],
      ['surcharge', 'X', 1, '1'],
      ['total', '31.4'],
    ]);
  });

  it('goes on counting when a version begins in the middle of the month', () => {
    const rates = { 'ticket.opened': { free: 5, graduated: STAIRS } };
    const later = { ...PLAIN, validFrom: '2026-11-15', rates };
    const rated = rateUsage({
      ...{ period: billingPeriod('2026-11'), subscriptions: SUBSCRIBED, versions: [{ ...PLAIN, rates }, later] },
      days: [used(4, { date: '2026-11-20', tariffVersion: '2026-11-15' }), used(8)],
    });
    expect(rated.lines.slice(1).map((line) => [line.tariffVersion, line.bracket, line.quantity])).toEqual([
      ['2026-01-01', null, 5],
      ['2026-01-01', '1-10', 3],
      ['2026-11-15', '1-10', 2],
      ['2026-11-15', '11-20', 2],
    ]);
  });

  it('gives back what was taken back more often than it was used, at the first price', () => {
    const rates = { 'ticket.opened': { graduated: STAIRS } };
    expect(table(rate([used(-2)], { rates }))).toEqual([
      ['graduated', '1-10', -2, '-2'],
      ['total', '28'],
    ]);
  });

  it('never guesses a price', () => {
    const rated = rate([used(3, { tariffVersion: '2026-05-05' })]);
    expect(rated).toMatchObject({ isComplete: false, totalEuro: '30' });
    expect(rated.lines.at(-1)).toMatchObject({ rule: 'unknown', units: 3, amountEuro: null });
  });

  it('takes the version of the day for entries that cite none', () => {
    expect(rate([used(3, { tariffVersion: null })]).lines[1]?.tariffVersion).toBe('2026-01-01');
  });
});

describe('what holds for a month as a whole', () => {
  it('lets what is above the cap fall away, then discounts, then fills up to the minimum', () => {
    const discounts = [
      { label: 'Start', meter: 'ticket.opened' as const, percent: '10' },
      { label: 'Kader', percent: '50' },
    ];
    expect(table(rate([used(100)], { discounts, overageCapEuro: '20', minimumEuro: '26.5' }))).toEqual([
      ['unit', null, 100, '40'],
      ['meter-discount', 'Start', 1, '-4'],
      ['cap', '€ 20,00', 1, '-16'],
      ['total-discount', 'Kader', 1, '-25'],
      ['minimum', '€ 26,50', 1, '1.5'],
      ['total', '26.5'],
    ]);
  });

  it('says nothing about limits that are just met', () => {
    expect(table(rate([used(50)], { overageCapEuro: '20', minimumEuro: '50' }))).toEqual([
      ['unit', null, 50, '20'],
      ['total', '50'],
    ]);
  });

  it('counts the days of each tariff for the fee, and ends under the last one', () => {
    const change = [
      ...SUBSCRIBED,
      { tariff: 'ander', fromDate: '2026-11-11' },
      { tariff: 'ander', fromDate: '2026-11-20' },
    ];
    const { lines, totalEuro } = rate([], { minimumEuro: '1000' }, change);
    expect(lines.map(({ tariff, amountEuro }) => [tariff, amountEuro])).toEqual([
      ['proef', '10'],
      ['ander', '40'],
    ]);
    expect(totalEuro).toBe('50');
    expect(lines[0]?.sentence).toBe(
      'Vast bedrag van € 30,00, voor 10 van de 30 dagen: € 10,00 (tarief "proef", versie van 2026-01-01).',
    );
  });

  it('lets the last of several tariffs of one day count, and the first one from the first day of a new municipality', () => {
    const rated = rate([], {}, [
      { tariff: 'ander', fromDate: '2026-11-20' },
      { tariff: 'proef', fromDate: '2026-11-20' },
    ]);
    expect(rated.lines.map(({ tariff, amountEuro }) => [tariff, amountEuro])).toEqual([
      ['ander', '38'],
      ['proef', '11'],
    ]);
  });
});

describe('sentences', () => {
  it('say each line in plain Dutch', () => {
    const rates = {
      'ticket.opened': { free: 1, graduated: STAIRS },
      'answer.sent': { package: { units: 5, priceEuro: '1' } },
    };
    const rated = rate([used(11), used(6, { meter: 'answer.sent' })], { rates, minimumEuro: '50' });
    expect(rated.lines.map(({ sentence }) => sentence.replace(' (tarief "proef", versie van 2026-01-01)', ''))).toEqual(
      [
        'Vast bedrag van de maand: € 30,00.',
        '1 ticket geopend, inbegrepen zonder kost: € 0,00.',
        '9 tickets geopend, nummer 1 tot en met 10 van de maand, aan € 1,00 per stuk: € 9,00.',
        '1 ticket geopend, nummer 11 tot en met 20 van de maand, aan € 0,50 per stuk: € 0,50.',
        '6 antwoorden verzonden in 2 begonnen bundels van 5, aan € 1,00 per bundel: € 2,00.',
        'Een maand kost minstens € 50,00; aanvulling: € 8,50.',
      ],
    );
  });
});

describe('periods', () => {
  it('are months in Brussels', () => {
    expect(billingPeriod('2026-11')).toMatchObject({
      fromMs: Date.UTC(2026, 9, 31, 23),
      untilMs: Date.UTC(2026, 10, 30, 23),
      firstDate: '2026-11-01',
      days: 30,
    });
    expect(billingPeriodAt(Date.UTC(2026, 10, 30, 23, 30)).period).toBe('2026-12');
    expect(billingPeriod('2026-12')).toMatchObject({ untilMs: Date.UTC(2026, 11, 31, 23), days: 31 });
    expect(billingPeriod('2028-02').days).toBe(29);
  });
});
