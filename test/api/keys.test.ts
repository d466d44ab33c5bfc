import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createKey, listKeys, revokeKey, type Role } from '../../src/api/index.js';
import { apiUnderTest, BOOTSTRAP_KEY, type ApiUnderTest } from './api-under-test.js';
import { startFakeDecider } from './fake-decider.js';
import { ALFA } from './fixture-tenants.js';

let api: ApiUnderTest;
let stopDecider: () => Promise<void>;

beforeAll(async () => {
  api = await apiUnderTest();
  stopDecider = startFakeDecider(api.db.handling);
});

afterAll(async () => {
  await stopDecider();
  await api.close();
});

function list(authorization: string | undefined): request.Test {
  const get = request(api.app).get('/api/v1/tickets');
  return authorization === undefined ? get : get.set('authorization', authorization);
}

async function create(role: Role, tenant: string) {
  return createKey(api.db.api, { role, tenant, name: 'naam', nowMs: api.nowMs() });
}

describe('API keys', () => {
  it('tells the secret once and keeps only its hash', async () => {
    const made = await create('operator', '*');
    expect(made).toMatchObject({ ok: true, token: expect.stringMatching(/^sk_[0-9a-f]{12}_[\w-]{43}$/) });
    const rows = await api.db.owner.query<{ row: string }>(`select to_jsonb(k)::text as row from api_key k`);
    const secret = made.ok ? made.token.split('_').slice(2).join('_') : '';
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(await listKeys(api.db.api))).not.toContain(secret);
  });

  it('refuses a tenant that does not exist, and a municipality without one', async () => {
    expect(await create('operator', 'nergens')).toEqual({ ok: false, reason: 'There is no tenant "nergens".' });
    expect(await create('municipality', '*')).toMatchObject({ ok: false });
  });

  it.each([
    ['nothing', undefined],
    ['another scheme', 'Basic abc'],
    ['an empty token', 'Bearer '],
    ['a token of another shape', 'Bearer geheim'],
    ['an unknown prefix', `Bearer sk_${'0'.repeat(12)}_${'a'.repeat(43)}`],
    ['the bootstrap key with one letter more', `Bearer ${BOOTSTRAP_KEY}x`],
    ['a NUL', 'Bearer sk_%00'],
  ])('answers 401 to %s', async (_what, authorization) => {
    const response = await list(authorization);
    expect(response.status).toBe(401);
    expect(response.get('www-authenticate')).toContain('Bearer');
    expect(response.body).not.toHaveProperty('items');
  });

  it('refuses the right prefix with the wrong secret, slows the guesser down, and still lets the owner in', async () => {
    const token = await api.key('auditor', ALFA.tenant);
    const wrong = `${token.slice(0, -4)}AAAA`;
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      statuses.push((await list(`Bearer ${wrong}`)).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    expect((await list(`Bearer ${wrong}`)).get('retry-after')).toMatch(/^\d+$/);
    expect((await list(`Bearer ${token}`)).status).toBe(200);
    api.turnClock(61_000);
    expect((await list(`Bearer ${wrong}`)).status).toBe(401);
  });

  it('refuses a revoked key after ten seconds at the latest', async () => {
    const token = await api.key('operator', '*');
    expect((await list(`Bearer ${token}`)).status).toBe(200);
    const prefix = token.split('_')[1] ?? '';
    expect(await revokeKey(api.db.api, prefix)).toBe(true);
    expect(await revokeKey(api.db.api, prefix)).toBe(false);
    expect((await list(`Bearer ${token}`)).status).toBe(200);
    api.turnClock(10_001);
    expect((await list(`Bearer ${token}`)).status).toBe(401);
    expect((await listKeys(api.db.api)).find((key) => key.prefix === prefix)?.revokedAt).toBeInstanceOf(Date);
  });
});

describe('roles', () => {
  const POSTS = {
    replies: () => ({ text: 'Dank u.' }),
    status: () => ({ status: 'closed' }),
    forward: () => ({ to: 'desk', reason: 'Niet voor ons.' }),
    redrive: () => ({ target: 'desk', state: 'parked' }),
  } as const;
  const MAY: Readonly<Record<Role, readonly string[]>> = {
    admin: ['replies', 'status', 'forward', 'redrive'],
    operator: ['replies', 'status', 'forward', 'redrive'],
    municipality: ['replies'],
    auditor: [],
  };

  it.each(['admin', 'operator', 'municipality', 'auditor'] as const)(
    'lets %s do what the design says',
    async (role) => {
      const token = await api.key(role, ALFA.tenant);
      const done: string[] = [];
      for (const [what, body] of Object.entries(POSTS)) {
        const path = what === 'redrive' ? '/deliveries/redrive' : `/tickets/${api.alfa.ticketId}/${what}`;
        const response = await request(api.app)
          .post(`/api/v1${path}`)
          .set('authorization', `Bearer ${token}`)
          .set('idempotency-key', what)
          .send(body());
        expect([200, 403]).toContain(response.status);
        done.push(...(response.status === 200 ? [what] : []));
      }
      expect(done).toEqual(MAY[role]);
      expect((await list(`Bearer ${token}`)).status).toBe(200);
    },
  );
});
