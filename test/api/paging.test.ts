import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { apiUnderTest, BOOTSTRAP_KEY, type ApiUnderTest } from './api-under-test.js';
import { ALFA, BETA } from './fixture-tenants.js';
import { seedDelivery, seedTicket } from './seed-rows.js';

let api: ApiUnderTest;
let nextNumber = 2000;

beforeAll(async () => {
  api = await apiUnderTest();
  await api.db.owner.transaction('settings.apply', async (sql) => {
    for (let n = 0; n < 30; n += 1) {
      nextNumber += 1;
      // Ten share an instant: the order must hold by id among them.
      const openedAtMs = api.nowMs() - 100_000 + (n < 10 ? 0 : n);
      await seedTicket(sql, { tenant: n % 2 === 0 ? ALFA : BETA, number: nextNumber, openedAtMs });
    }
  });
});

afterAll(async () => {
  await api.close();
});

interface Page {
  readonly items: readonly { readonly id: string; readonly number: number; readonly sla?: string }[];
  readonly next: string | null;
}

async function page(path: string): Promise<Page> {
  const response = await request(api.app).get(`/api/v1${path}`).set('authorization', `Bearer ${BOOTSTRAP_KEY}`);
  expect({ status: response.status, body: response.body }).toMatchObject({ status: 200 });
  return response.body as Page;
}

async function walk(path: string, between: () => Promise<void> = () => Promise.resolve()): Promise<string[]> {
  const ids: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const at: string = next === '' ? path : `${path}&cursor=${encodeURIComponent(next)}`;
    const found = await page(at);
    ids.push(...found.items.map(({ id }) => id));
    next = found.next;
    await between();
  }
  return ids;
}

async function insertTicket(openedAtMs: number): Promise<void> {
  nextNumber += 1;
  await api.db.owner.transaction('settings.apply', async (sql) => {
    await seedTicket(sql, { tenant: ALFA, number: nextNumber, openedAtMs });
  });
}

describe('lists', () => {
  it('give every ticket once, whatever the size of a page', async () => {
    const whole = await walk('/tickets?limit=200');
    expect(whole).toHaveLength(32);
    for (const limit of [1, 7, 31, 32, 33]) {
      expect(await walk(`/tickets?limit=${limit}`)).toEqual(whole);
    }
  });

  it('give every old ticket once and in order while new ones come in', async () => {
    const before = await walk('/tickets?limit=200');
    const during = await walk('/tickets?limit=3', () => insertTicket(api.nowMs()));
    expect(during.filter((id) => before.includes(id))).toEqual(before);
    expect(new Set(during).size).toBe(during.length);
  });

  it('give fifty without a limit, and refuse more than two hundred', async () => {
    for (let n = 0; n < 25; n += 1) {
      await insertTicket(api.nowMs());
    }
    expect((await page('/tickets')).items).toHaveLength(50);
    const over = await request(api.app)
      .get('/api/v1/tickets?limit=201')
      .set('authorization', `Bearer ${BOOTSTRAP_KEY}`);
    expect(over.body).toMatchObject({ status: 400, code: 'QUERY_INVALID', errors: ['/limit: must be <= 200'] });
  });

  it('give deliveries, events, municipalities and channels in pages as well', async () => {
    const base = { tenant: ALFA, ticketId: api.alfa.ticketId, state: 'parked' };
    await api.db.owner.transaction('settings.apply', async (sql) => {
      for (let n = 0; n < 5; n += 1) {
        await seedDelivery(sql, { ...base, atMs: api.nowMs() + n });
      }
    });
    const parked = await walk('/deliveries?limit=2&state=parked');
    expect(parked).toHaveLength(7);
    expect(new Set(parked).size).toBe(7);
    expect(await walk('/events?limit=1')).toHaveLength(2);
    expect(await walk('/municipalities?limit=1')).toHaveLength(2);
    expect(await walk('/channels?limit=1')).toHaveLength(2);
  });

  it.each([
    'kapot',
    'W10',
    Buffer.from('["deliveries","x"]').toString('base64url'),
    Buffer.from(`["tickets","2026-11-23 10:00:00+00'; --","a"]`).toString('base64url'),
  ])('refuse the cursor %s', async (cursor) => {
    const response = await request(api.app)
      .get(`/api/v1/tickets?cursor=${cursor}`)
      .set('authorization', `Bearer ${BOOTSTRAP_KEY}`);
    expect(response.body).toMatchObject({ status: 400, code: 'CURSOR_INVALID' });
  });
});

describe('filters', () => {
  it('find text as it is written, signs of patterns included', async () => {
    await api.db.owner.transaction('settings.apply', async (sql) => {
      const seed = { tenant: ALFA, openedAtMs: api.nowMs() };
      await seedTicket(sql, { ...seed, number: 5001, text: 'Korting van 100% op_alles' });
      await seedTicket(sql, { ...seed, number: 5002, text: 'Korting van 100 opXalles' });
    });
    const numbers = async (q: string) =>
      (await page(`/tickets?q=${encodeURIComponent(q)}`)).items.map((one) => one.number);
    expect(await numbers('100% op_')).toEqual([5001]);
    expect(await numbers('KORTING')).toHaveLength(2);
    expect(await numbers('\\\\')).toEqual([]);
    expect(await numbers("'; drop table ticket; --")).toEqual([]);
  }, 10_000);

  it('tell tickets that keep, nearly break and break their promise', async () => {
    await api.db.owner.transaction('settings.apply', async (sql) => {
      const openedAtMs = api.nowMs() - 90_000;
      await seedTicket(sql, { tenant: ALFA, number: 6001, openedAtMs, warnAfterMs: 10_000 });
      await seedTicket(sql, { tenant: ALFA, number: 6002, openedAtMs, warnAfterMs: 60_000 });
    });
    const breached = await page('/tickets?sla=breached');
    expect(breached.items.map(({ number, sla }) => [number, sla])).toEqual([[6001, 'breached']]);
    expect((await page('/tickets?sla=warning')).items.map(({ number }) => number)).toEqual([6002]);
  });

  it('narrow by status, channel, topic, target and number', async () => {
    expect((await page('/tickets?number=1002')).items.map(({ id }) => id)).toEqual([api.beta.ticketId]);
    expect((await page('/tickets?status=closed')).items).toEqual([]);
    expect(
      (await page(`/tickets?topic=afval-${BETA.marker}&channel=facebook&target=desk&limit=200`)).items,
    ).toHaveLength(16);
  });
});
