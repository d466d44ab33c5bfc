import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { showCharges } from '../../src/app/flow-gauges.js';
import { poolOfMonth } from '../../src/app/pool-of-month.js';
import { billingPeriod } from '../../src/billing/index.js';
import { sumEuro } from '../../src/domain/money.js';
import type { Pool } from '../../src/domain/pool.js';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { ALFA, BETA, SETTINGS } from './fixture-tenants.js';
import { seedUsage } from './seed-rows.js';

const JULY = Date.parse('2026-07-10T08:00:00Z');
const NOW_MS = Date.parse('2026-07-20T08:00:00Z');
const POOL: Pool = {
  ...{ name: 'igs-noord', validFrom: '2026-07-01', members: [ALFA.tenant, BETA.tenant], split: 'by-units' },
};
const stairs = [{ upTo: 100, unitPriceEuro: '1' }, { unitPriceEuro: '0.5' }];
const settings = {
  ...SETTINGS,
  tariffs: SETTINGS.tariffs.map((tariff) => ({ ...tariff, rates: { 'ticket.opened': { graduated: stairs } } })),
  pools: [POOL],
} as unknown as Parameters<typeof poolOfMonth>[1] & typeof SETTINGS;

let api: ApiUnderTest;
let keys: readonly string[];

beforeAll(async () => {
  api = await apiUnderTest({
    settings: () => settings,
    nowMs: () => NOW_MS,
    poolOfMonth: (tenant, period) => poolOfMonth(api.db.handling, settings, tenant, period),
  });
  await api.db.owner.query('delete from usage_entry');
  await api.db.owner.transaction('settings.apply', async (sql) => {
    const base = { ticketId: api.alfa.ticketId, meter: 'ticket.opened', atMs: JULY } as const;
    await seedUsage(sql, { ...base, tenant: ALFA, quantity: 50 });
    await seedUsage(sql, { ...base, tenant: BETA, quantity: 150 });
    await seedUsage(sql, { ...base, tenant: BETA, quantity: 60, atMs: Date.parse('2026-06-10T08:00:00Z') });
  });
  keys = [await api.key('municipality', ALFA.tenant), await api.key('municipality', BETA.tenant)];
});
afterAll(() => api.close());

async function usage(key: string | undefined, nis: string, period = '2026-07') {
  const response = await request(api.app)
    .get(`/api/v1/municipalities/${nis}/usage?period=${period}`)
    .set('authorization', `Bearer ${key ?? ''}`);
  return response.body as { totalEuro: string; lines: { rule: string; amountEuro: string; sentence: string }[] };
}

describe('the usage of a municipality in a pool', () => {
  it('has its share, and the shares of all are what the pool costs', async () => {
    const [alfa, beta] = [await usage(keys[0], ALFA.nis), await usage(keys[1], BETA.nis)];
    expect(alfa.lines.map(({ rule, amountEuro }) => [rule, amountEuro])).toEqual([
      ['graduated', '50'],
      ['pool-share', '-12.5'],
    ]);
    expect(beta.lines.map(({ rule, amountEuro }) => [rule, amountEuro])).toEqual([
      ['graduated', '100'],
      ['graduated', '25'],
      ['pool-share', '-12.5'],
    ]);
    // 200 together: 100 at 1 euro and 100 at half; 100 euro of fee for each.
    expect(sumEuro([alfa.totalEuro, beta.totalEuro])).toBe('350');
  });

  it('tells what was used together, and not by whom', async () => {
    const { lines } = await usage(keys[0], ALFA.nis);
    expect(lines.at(-1)?.sentence).toContain('Pool "igs-noord": samen 200 tickets geopend voor € 150,00');
    expect(JSON.stringify(lines)).not.toContain(BETA.marker);
    expect(JSON.stringify(await usage(keys[0], BETA.nis))).not.toContain('pool');
  });

  it('is as it was in a month from before the pool', async () => {
    expect((await usage(keys[1], BETA.nis, '2026-06')).lines.map(({ rule }) => rule)).toEqual(['graduated']);
  });

  it('is the same in the metrics', async () => {
    const shown = new Map<string, readonly { labels: object; value: number }[]>();
    const metrics = {
      replaceGauge: (name: string, values: readonly { labels: object; value: number }[]) => shown.set(name, values),
      gauge: () => ({ set: () => undefined }),
    };
    await showCharges(
      { store: api.db.handling, now: () => NOW_MS } as unknown as Parameters<typeof showCharges>[0],
      metrics as unknown as Parameters<typeof showCharges>[1],
      { compiled: { settings } } as unknown as Parameters<typeof showCharges>[2],
    );
    expect(shown.get('schakel_charges_euro')?.map(({ value }) => value)).toEqual([137.5, 212.5]);
  });

  it('reads the rows of others as the role that may, and of no pool for who is in none', async () => {
    expect(await poolOfMonth(api.db.handling, settings, 'nobody', billingPeriod('2026-07'))).toBeUndefined();
    const { members = [] } =
      (await poolOfMonth(api.db.api, settings, ALFA.tenant, billingPeriod('2026-07')).catch(() => undefined)) ?? {};
    expect(members.flatMap(({ days }) => days)).toEqual([]);
  });
});
