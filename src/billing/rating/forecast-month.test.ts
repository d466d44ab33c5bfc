import { describe, expect, it } from '@jest/globals';
import type { Tariff } from '../../domain/tariff.js';
import { billingPeriod } from './billing-period.js';
import { forecastMonth } from './forecast-month.js';
import type { DayUsage } from './group-days.js';

const PLAIN: Tariff = {
  ...{ name: 'proef', validFrom: '2026-01-01', monthlyFeeEuro: '100' },
  unitPriceEuro: {
    ...{ 'ticket.opened': '1', 'message.received': '0', 'answer.sent': '0.1' },
    ...{ 'forward.1700': '0', 'delivery.crm': '0', 'platform.cost': '0' },
  },
};

function used(date: string, units: number, change: Partial<DayUsage> = {}): DayUsage {
  return {
    ...{ meter: 'ticket.opened', tariff: 'proef', tariffVersion: '2026-01-01', date, channel: 'facebook' },
    ...{ outsideHours: false, units, ...change },
  };
}

function forecast(days: readonly DayUsage[], today: string, versions: readonly Tariff[] = [PLAIN]) {
  const subscriptions = [{ tariff: 'proef', fromDate: '2026-01-01' }];
  return forecastMonth({ period: billingPeriod('2026-11'), days, subscriptions, versions }, today);
}

describe('forecastMonth', () => {
  // November 2026 begins on a Sunday: 21 weekdays, 9 days of weekend.
  it('goes on with weekdays as weekdays and weekends as weekends', () => {
    const days = [used('2026-11-01', 2), used('2026-11-02', 10), used('2026-11-03', 6)];
    expect(forecast(days, '2026-11-04')).toEqual({ totalEuro: '286', isComplete: true, basedOnDays: 3 });
    // 100 + 18 so far, then 19 weekdays of 8 and 8 days of weekend of 2.
    expect(100 + 18 + 19 * 8 + 8 * 2).toBe(286);
  });

  it('takes the mean of all days where no weekday is over yet', () => {
    expect(forecast([used('2026-11-01', 3)], '2026-11-02')?.totalEuro).toBe(String(100 + 3 + 29 * 3));
  });

  it('counts what was used today as the least of today', () => {
    const busy = [used('2026-11-02', 1), used('2026-11-03', 50)];
    // A quiet Sunday, 1 on Monday, 50 today, and 19 weekdays of 1.
    expect(forecast(busy, '2026-11-03')?.totalEuro).toBe(String(100 + 1 + 50 + 19));
    expect(forecast([used('2026-11-02', 1)], '2026-11-03')?.totalEuro).toBe(String(100 + 1 + 20));
  });

  it('rounds the units of all days to come once', () => {
    // A third a weekday on 18 weekdays to come gives 6.
    expect(forecast([used('2026-11-02', 1)], '2026-11-05')?.totalEuro).toBe('107');
  });

  it('prices the days to come by the version that will hold then', () => {
    const later = {
      ...PLAIN,
      validFrom: '2026-11-16',
      unitPriceEuro: { ...PLAIN.unitPriceEuro, 'ticket.opened': '2' },
    };
    const days = [used('2026-11-01', 1), used('2026-11-02', 1)];
    expect(forecast(days, '2026-11-03', [PLAIN, later])?.totalEuro).toBe(String(100 + 15 + 15 * 2));
  });

  it.each(['2026-11-01', '2026-12-01', '2026-10-31'])('says nothing on %s', (today) => {
    expect(forecast([used('2026-11-01', 1)], today)).toBeNull();
  });
});
