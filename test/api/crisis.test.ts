import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import request, { type Response } from 'supertest';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { ALFA, BETA } from './fixture-tenants.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const REFUSED = '42501';

let api: ApiUnderTest;
let keys: Readonly<Record<'admin' | 'municipality' | 'operator' | 'auditor', string>>;

beforeAll(async () => {
  api = await apiUnderTest();
  keys = {
    admin: await api.key('admin', '*'),
    municipality: await api.key('municipality', ALFA.tenant),
    operator: await api.key('operator', '*'),
    auditor: await api.key('auditor', '*'),
  };
});
afterAll(async () => {
  await api.close();
});
beforeEach(async () => {
  await api.db.owner.query('delete from sla_change where tenant = $1', [ALFA.tenant]);
});

interface Asking {
  readonly as?: keyof typeof keys;
  readonly key?: string;
}

async function post(path: string, body: object, { as = 'municipality', key = randomUUID() }: Asking = {}) {
  const headers = { authorization: `Bearer ${keys[as]}`, 'idempotency-key': key };
  const response: Response = await request(api.app)
    .post(`/api/v1/municipalities/${ALFA.nis}/crisis${path}`)
    .set(headers)
    .send(body);
  return { status: response.status, body: response.body as Record<string, unknown> };
}

async function list(as: keyof typeof keys = 'municipality') {
  const response: Response = await request(api.app)
    .get(`/api/v1/municipalities/${ALFA.nis}/crisis`)
    .set({ authorization: `Bearer ${keys[as]}` });
  return { status: response.status, items: (response.body as { items?: Record<string, unknown>[] }).items };
}

function suspended(change: object = {}): object {
  return { mode: 'suspend', until: inMs(HOUR_MS), reason: 'Overstroming', ...change };
}

function inMs(ms: number): string {
  return new Date(api.nowMs() + ms).toISOString();
}

describe('declaring a crisis', () => {
  it('keeps mode, end, reason and author', async () => {
    const until = inMs(HOUR_MS);
    const { status, body } = await post('', suspended({ until }));
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        mode: 'suspend',
        factor: 1,
        until,
        reason: 'Overstroming',
        author: 'Balie municipality',
        endedEarlyBy: null,
      },
    });
    expect((await list('auditor')).items).toEqual([body]);
  });

  it('lets time count half in a relaxed one, unless told otherwise', async () => {
    expect((await post('', suspended({ mode: 'relax' }))).body).toMatchObject({ factor: 2 });
    await post('/end', { reason: 'Voorbij' });
    expect((await post('', suspended({ mode: 'relax', factor: 3.5 }))).body).toMatchObject({ factor: 3.5 });
  });

  it('is done once, however often one request comes', async () => {
    const wanted = suspended();
    const first = await post('', wanted, { key: 'same' });
    expect(await post('', wanted, { key: 'same' })).toEqual(first);
    expect((await list()).items).toHaveLength(1);
  });

  it.each([
    ['mode', { mode: 'relax' }],
    ['reason', { reason: 'Iets anders' }],
    ['end', { until: new Date(Date.now() + 2 * HOUR_MS).toISOString() }],
  ])('refuses a key that was used with another %s', async (_what, change) => {
    await post('', suspended(), { key: 'used' });
    expect(await post('', suspended(change), { key: 'used' })).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it.each([
    ['in the past', -1],
    ['more than fourteen days ahead', 14 * DAY_MS + 60_000],
  ])('refuses an end %s', async (_what, ms) => {
    expect(await post('', suspended({ until: inMs(ms) }))).toMatchObject({
      status: 422,
      body: { code: 'CRISIS_END_INVALID' },
    });
    expect((await list()).items).toEqual([]);
  });

  it.each([
    ['mode', { mode: 'cancel' }],
    ['factor', { mode: 'relax', factor: 1 }],
    ['reason', { reason: '   ' }],
    ['end', { until: 'tomorrow' }],
  ])('refuses a %s that is none', async (_what, change) => {
    expect(await post('', suspended(change))).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } });
  });

  it('takes one at a time, also of many requests at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('', suspended())));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 409),
    ]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'CRISIS_UNDER_WAY' });
    expect((await list()).items).toHaveLength(1);
  });

  it('can be done again when the last one is over by itself', async () => {
    await post('', suspended());
    api.turnClock(HOUR_MS + 1);
    expect((await post('', suspended())).status).toBe(200);
    expect((await list()).items).toHaveLength(2);
  });
});

describe('ending a crisis', () => {
  it('moves its end to now, and says who did', async () => {
    const { body: crisis } = await post('', suspended());
    api.turnClock(60_000);
    const { status, body } = await post('/end', { reason: 'Voorbij' }, { as: 'admin' });
    expect({ status, body }).toMatchObject({ status: 200, body: { id: crisis['id'], endedEarlyBy: 'Balie admin' } });
    expect(Date.parse(String(body['until']))).toBeLessThan(Date.parse(String(crisis['until'])));
    expect((await list()).items).toEqual([body]);
  });

  it('leaves a later crisis alone when its request comes again', async () => {
    await post('', suspended());
    const ended = await post('/end', { reason: 'Voorbij' }, { key: 'end' });
    await post('', suspended());
    expect(await post('/end', { reason: 'Voorbij' }, { key: 'end' })).toEqual(ended);
    expect((await list()).items).toMatchObject([{ endedEarlyBy: null }, { endedEarlyBy: 'Balie municipality' }]);
  });

  it('refuses where none is under way', async () => {
    const none = { status: 404, body: { code: 'NO_CRISIS' } };
    expect(await post('/end', { reason: 'Voorbij' })).toMatchObject(none);
    await post('', suspended());
    await post('/end', { reason: 'Voorbij' });
    expect(await post('/end', { reason: 'Voorbij' })).toMatchObject(none);
  });
});

describe('who may declare a crisis', () => {
  it.each(['operator', 'auditor'] as const)('is not an %s, who may look', async (as) => {
    expect(await post('', suspended(), { as })).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
    expect(await post('/end', { reason: 'Voorbij' }, { as })).toMatchObject({ status: 403 });
    expect(await list(as)).toEqual({ status: 200, items: [] });
  });

  it('is nobody for another municipality, in the database as well', async () => {
    const crisis = `insert into sla_change (id, tenant, kind, from_at, until_at, data, author)
      values (gen_random_uuid(), '${BETA.tenant}', 'crisis', now(), now() + interval '1 hour', '{"mode":"suspend"}', 'x')`;
    await api.db.owner.query(crisis);
    const asAlfa = (text: string): Promise<unknown> =>
      api.db.api
        .transaction('api.crisis', async (sql) => {
          await sql.query("select set_config('schakel.tenant', $1, true)", [ALFA.tenant]);
          return sql.query(text);
        })
        .catch((error: { code?: string }) => error.code);
    expect(await asAlfa(crisis)).toBe(REFUSED);
    expect(await asAlfa(`update sla_change set until_at = now() where tenant = '${BETA.tenant}' returning id`)).toEqual(
      [],
    );
    expect(await asAlfa(`update sla_change set data = '{}'`)).toBe(REFUSED);
    expect(await asAlfa(`update sla_change set spread_at = now()`)).toBe(REFUSED);
    expect(await asAlfa('delete from sla_change')).toBe(REFUSED);
  });
});
