import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { billingPeriod, ledgerDays, rateUsage, type DayUsage } from '../../src/billing/index.js';
import { monthSums } from '../../src/billing/usage-ledger/month-sums.js';
import { newId } from '../../src/domain/ids.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { arbitraryDays, arbitraryTariff } from './arbitrary-use.js';

const PERIOD = billingPeriod('2026-11');
let db: Database;

beforeAll(async () => {
  db = await newestDatabase();
});

afterAll(() => db.close());

/** Entries that add up to the given days; what is taken back is there, and so is what takes it back. */
async function write(tenant: string, days: readonly DayUsage[], takenBack: readonly DayUsage[]): Promise<void> {
  const entries = [...days, ...takenBack, ...takenBack.map((one) => ({ ...one, units: -one.units }))];
  for (const { meter, tariff, tariffVersion, date, channel, outsideHours, units } of entries) {
    const at = new Date(`${date}T11:00:00Z`);
    await db.handling.query(
      `insert into usage_entry (id, tenant, meter, quantity, channel, ticket_id, fact_kind, fact_id, tariff, tariff_version,
         outside_hours, settings_hash, occurred_at)
       values ($1, $2, $3, $4, $5, $1, 'event', $1, $6, $7, $8, 'x', $9)`,
      [newId(at.getTime()), tenant, meter, units, channel, tariff, tariffVersion, outsideHours, at],
    );
  }
}

describe('the sums that a closing reads', () => {
  it('are rated to the same lines as the days that the usage of a month shows', async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(arbitraryTariff('2026-01-01'), arbitraryTariff('2026-11-15')),
        arbitraryDays,
        arbitraryDays,
        fc.constantFrom<(day: DayUsage) => DayUsage>(
          (day) => day,
          (day) => ({ ...day, tariffVersion: '2026-01-01' }),
          // As entries were before they cited a version.
          (day) => ({ ...day, tariffVersion: null }),
        ),
        async (versions, some, gone, cite) => {
          number += 1;
          const tenant = `t-${number}`;
          const [days, takenBack] = [some.map(cite), gone.map(cite)];
          await write(tenant, days, takenBack);
          const month = {
            period: PERIOD,
            subscriptions: [{ tariff: 'proef', fromDate: '2026-01-01' }],
            versions,
          };
          const byDays = rateUsage({ ...month, days: await ledgerDays(db.handling, [tenant], PERIOD) });
          expect(rateUsage({ ...month, days: await monthSums(db.handling, [tenant], PERIOD) })).toEqual(byDays);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are those of the tenants that were asked for, also when there are many of them', async () => {
    const day: DayUsage = {
      ...{ meter: 'answer.sent', tariff: 'proef', tariffVersion: '2026-01-01', date: '2026-11-09', channel: 'x' },
      ...{ outsideHours: false, units: 3 },
    };
    await write('t-asked', [day, { ...day, date: '2026-11-12' }], []);
    const others = Array.from({ length: 60 }, (_, index) => `t-none-${index}`);
    for (const asked of [['t-asked'], ['t-asked', ...others]]) {
      expect(await monthSums(db.handling, asked, PERIOD)).toEqual([{ ...day, tenant: 't-asked', units: 6 }]);
    }
  });
});
