import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { METERS } from '../../domain/vocabulary.js';
import { billingPeriod, billingPeriodAt } from './billing-period.js';
import { rateUsage, tariffOn, type DayUsage, type TariffVersion } from './rate-usage.js';

const PRICES = {
  'ticket.opened': '0.4000',
  'message.received': '0.0100',
  'answer.sent': '0.0525',
  'forward.1700': '1.2000',
  'delivery.crm': '0.0300',
  'platform.cost': '0',
} as const;
const VERSIONS: readonly TariffVersion[] = [
  { name: 'per-gebruik', validFrom: '2026-01-01', monthlyFeeEuro: '25.00', unitPriceEuro: PRICES },
  {
    name: 'per-gebruik',
    validFrom: '2026-11-15',
    monthlyFeeEuro: '30.00',
    unitPriceEuro: { ...PRICES, 'ticket.opened': '0.50' },
  },
];

function day(date: string, units: number, meter: DayUsage['meter'] = 'ticket.opened'): DayUsage {
  return { meter, tariff: 'per-gebruik', date, units };
}

describe('rating', () => {
  it('charges the fee of the first day, and each unit at the price of its own day', () => {
    const rated = rateUsage([day('2026-11-14', 3), day('2026-11-15', 2)], VERSIONS, 'per-gebruik', '2026-11-01');
    expect(
      rated.lines.map(({ tariffVersion, units, amountEuro }) => [tariffVersion, units, Number(amountEuro)]),
    ).toEqual([
      ['2026-01-01', 3, 1.2],
      ['2026-11-15', 2, 1],
    ]);
    expect(Number(rated.totalEuro)).toBe(27.2);
    expect(rated.isComplete).toBe(true);
  });

  it('never guesses a price', () => {
    const rated = rateUsage([{ ...day('2026-11-14', 3), tariff: 'onbekend' }], VERSIONS, 'per-gebruik', '2026-11-01');
    expect(rated).toMatchObject({ isComplete: false, lines: [{ amountEuro: null, units: 3 }] });
    expect(Number(rated.totalEuro)).toBe(25);
  });

  it('has no version before the first one', () => {
    expect(tariffOn(VERSIONS, 'per-gebruik', '2025-12-31')).toBeUndefined();
  });

  it('is the same whether days are rated together or split over more rows', () => {
    const aDay = fc.record({
      meter: fc.constantFrom(...METERS),
      tariff: fc.constant('per-gebruik'),
      date: fc.integer({ min: 1, max: 30 }).map((number) => `2026-11-${String(number).padStart(2, '0')}`),
      units: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(aDay), (days) => {
        const halves = days.flatMap((one) => [
          { ...one, units: Math.floor(one.units / 2) },
          { ...one, units: Math.ceil(one.units / 2) },
        ]);
        const whole = rateUsage(days, VERSIONS, 'per-gebruik', '2026-11-01');
        expect(Number(rateUsage(halves, VERSIONS, 'per-gebruik', '2026-11-01').totalEuro)).toBe(
          Number(whole.totalEuro),
        );
      }),
    );
  });
});

describe('periods', () => {
  it('are months in Brussels', () => {
    expect(billingPeriod('2026-11')).toMatchObject({
      fromMs: Date.UTC(2026, 9, 31, 23),
      untilMs: Date.UTC(2026, 10, 30, 23),
      firstDate: '2026-11-01',
    });
    expect(billingPeriodAt(Date.UTC(2026, 10, 30, 23, 30)).period).toBe('2026-12');
    expect(billingPeriod('2026-12').untilMs).toBe(Date.UTC(2026, 11, 31, 23));
  });
});
