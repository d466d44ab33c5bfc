import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { localDateOf } from '../../src/domain/time.js';
import { sumEuro } from '../../src/domain/money.js';
import { apiUnderTest, BOOTSTRAP_KEY, type ApiUnderTest } from './api-under-test.js';
import { ALFA, BETA } from './fixture-tenants.js';
import { seedUsage } from './seed-rows.js';

let api: ApiUnderTest;

/** Local midnights of Brussels, written in UTC. */
const AT = {
  lastOfJune: Date.parse('2026-06-30T21:59:59.999Z'),
  firstOfJuly: Date.parse('2026-06-30T22:00:00Z'),
  lastOfJuly: Date.parse('2026-07-31T21:59:59.999Z'),
  firstOfAugust: Date.parse('2026-07-31T22:00:00Z'),
  dayBeforeNewPrice: Date.parse('2026-11-14T22:59:59.999Z'),
  newPrice: Date.parse('2026-11-14T23:00:00Z'),
};

beforeAll(async () => {
  api = await apiUnderTest();
  await api.db.owner.query('delete from usage_entry');
  await api.db.owner.transaction('settings.apply', async (sql) => {
    const base = { tenant: ALFA, ticketId: api.alfa.ticketId, meter: 'answer.sent' } as const;
    for (const atMs of [AT.lastOfJune, AT.firstOfJuly, AT.lastOfJuly, AT.firstOfAugust, AT.dayBeforeNewPrice]) {
      await seedUsage(sql, { ...base, atMs });
    }
    for (let n = 0; n < 7; n += 1) {
      await seedUsage(sql, { ...base, atMs: AT.newPrice + n, meter: 'ticket.opened' });
    }
    await seedUsage(sql, { ...base, atMs: AT.newPrice, quantity: 3 });
    await seedUsage(sql, { ...base, atMs: AT.newPrice + 5, quantity: -1 });
    await seedUsage(sql, { ...base, tenant: BETA, atMs: AT.newPrice, quantity: 1000 });
  });
});

afterAll(async () => {
  await api.close();
});

async function usage(period: string) {
  const response = await request(api.app)
    .get(`/api/v1/municipalities/${ALFA.nis}/usage?period=${period}`)
    .set('authorization', `Bearer ${BOOTSTRAP_KEY}`);
  return response.body as {
    totalEuro: string;
    lines: { units: number; amountEuro: string }[];
    monthlyFee: { amountEuro: string };
    forecast: { basedOnDays: number } | null;
  };
}

describe('usage of a month', () => {
  it('begins and ends at midnight in Brussels', async () => {
    expect(await usage('2026-07')).toMatchObject({
      from: '2026-06-30T22:00:00.000Z',
      until: '2026-07-31T22:00:00.000Z',
      lines: [{ meter: 'answer.sent', units: 2, unitPriceEuro: '1', amountEuro: '2' }],
      monthlyFee: { tariff: 'basis', amountEuro: '100' },
      totalEuro: '102',
      forecast: null,
    });
  });

  it('tells of the open month what it will cost, from the days that are over', async () => {
    const today = localDateOf(api.nowMs(), 'Europe/Brussels');
    const { forecast } = await usage(today.slice(0, 7));
    expect(forecast?.basedOnDays ?? 0).toBe(Number(today.slice(8)) - 1);
  });

  it('prices each unit by the version of its day, corrections included, to the last decimal', async () => {
    const found = await usage('2026-11');
    const plain = { rule: 'unit', tariff: 'basis', bracket: null };
    expect(found.lines).toEqual([
      {
        ...{ ...plain, meter: 'ticket.opened', tariffVersion: '2026-11-15', units: 7, quantity: 7 },
        ...{ unitPriceEuro: '1.2345', amountEuro: '8.6415' },
        sentence: '7 tickets geopend aan € 1,2345 per stuk: € 8,6415 (tarief "basis", versie van 2026-11-15).',
      },
      {
        ...{ ...plain, meter: 'answer.sent', tariffVersion: '2025-01-01', units: 1, quantity: 1 },
        ...{ unitPriceEuro: '1', amountEuro: '1' },
        sentence: '1 antwoord verzonden aan € 1,00 per stuk: € 1,00 (tarief "basis", versie van 2025-01-01).',
      },
      {
        ...{ ...plain, meter: 'answer.sent', tariffVersion: '2026-11-15', units: 2, quantity: 2 },
        ...{ unitPriceEuro: '0.35', amountEuro: '0.7' },
        sentence: '2 antwoorden verzonden aan € 0,35 per stuk: € 0,70 (tarief "basis", versie van 2026-11-15).',
      },
    ]);
    expect(found).toMatchObject({ totalEuro: '110.3415', isComplete: true });
  });

  it('adds up to the ledger: units line by line, and the total to its parts', async () => {
    const [ledger] = await api.db.owner.query<{ units: string }>(
      `select sum(quantity) as units from usage_entry where tenant = $1 and occurred_at >= '2026-10-31T23:00:00Z'`,
      [ALFA.tenant],
    );
    const found = await usage('2026-11');
    expect(found.lines.reduce((total, line) => total + line.units, 0)).toBe(Number(ledger?.units));
    expect(found.totalEuro).toBe(sumEuro([found.monthlyFee.amountEuro, ...found.lines.map((line) => line.amountEuro)]));
  });

  it('says so when a tariff is not in the settings, and guesses nothing', async () => {
    await api.db.owner.query(`update usage_entry set tariff = 'weg' where tenant = $1 and quantity = 3`, [ALFA.tenant]);
    const found = await usage('2026-11');
    expect(found).toMatchObject({ isComplete: false });
    expect(found.lines).toContainEqual({
      ...{ rule: 'unknown', meter: 'answer.sent', tariff: 'weg', tariffVersion: null, bracket: null },
      ...{ units: 3, quantity: 3, unitPriceEuro: null, amountEuro: null },
      sentence: '3 antwoorden verzonden; het tarief is niet gekend, dus zonder bedrag (tarief "weg").',
    });
  });
});
