import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import type { Role } from '../../src/api/index.js';
import { loadAdapters } from '../../src/app/adapters.js';
import { applySnapshot } from '../../src/app/snapshot-store.js';
import { whatIfOverHttp } from '../../src/app/what-if.js';
import type { WhatIfReport } from '../../src/domain/what-if.js';
import { projectPath } from '../../src/platform/files/project-path.js';
import { loadSettings } from '../../src/settings/load.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { madeTicket } from '../support/sla/made-ticket.js';
import { seeded } from '../support/sla/random.js';
import { storeTickets } from '../support/sla/store-tickets.js';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 16, 10, 30);
const PERIOD = '2026-10';
const adapters = await loadAdapters();

/** The settings of the demonstration: what is tried passes the same checks as a folder. */
async function demoSettings(): Promise<Settings> {
  const folder = projectPath('config', 'demo');
  const loaded = await loadSettings({ folder, adapters: adapters.catalogue, today: '2026-11-16' });
  if (!loaded.ok) {
    throw new Error(loaded.errors.join('\n'));
  }
  return loaded.settings;
}

let api: ApiUnderTest;
let settings: Settings;
let keys: Readonly<Record<'operator' | 'gent' | 'auditor', string>>;

beforeAll(async () => {
  settings = await demoSettings();
  let wired: ReturnType<typeof whatIfOverHttp> | undefined;
  api = await apiUnderTest({
    nowMs: () => NOW_MS,
    settings: () => settings,
    whatIf: (asked) => {
      wired ??= whatIfOverHttp({
        ...{ database: api.db, catalogue: adapters.catalogue, settings: () => settings, now: () => NOW_MS },
      });
      return wired(asked);
    },
  });
  await applySnapshot(api.db.handling, settings, {
    ...{ author: 'test', effectiveFrom: new Date(NOW_MS - 90 * 24 * HOUR), openTickets: 'pin' },
  });
  const random = seeded(3);
  const tenants = ['gent', 'leuven'] as const;
  const tickets = Array.from({ length: 160 }, (_, index) =>
    madeTicket(
      {
        ...{ number: 9000 + index, tenant: tenants[index % 2] ?? 'gent', settings },
        openedAtMs: NOW_MS - (index * 8 + 1) * HOUR,
      },
      random,
    ),
  );
  const about = { snapshots: [settings], asOfMs: NOW_MS };
  await api.db.owner.transaction('settings.apply', (sql) => storeTickets(sql, tickets, about));
  const key = (role: Role, tenant: string) => api.key(role, tenant);
  keys = {
    operator: await key('operator', '*'),
    gent: await key('municipality', 'gent'),
    auditor: await key('auditor', '*'),
  };
});
afterAll(() => api.close());

let asked = 0;
function post(key: keyof typeof keys, body: object): request.Test {
  asked += 1;
  return request(api.app)
    .post('/api/v1/whatif')
    .set('authorization', `Bearer ${keys[key]}`)
    .set('idempotency-key', `what if ${asked}`)
    .send(body);
}

async function report(key: keyof typeof keys, body: object): Promise<WhatIfReport> {
  const response = await post(key, { period: PERIOD, ...body });
  expect({ status: response.status, body: response.body }).toMatchObject({ status: 200 });
  return response.body as WhatIfReport;
}

const STRICT = {
  ...{ name: 'snel', validFrom: '2027-01-01' },
  rules: [{ name: 'altijd', firstResponseMinutes: 1, resolutionMinutes: 2 }],
};

describe('POST /whatif', () => {
  it('finds nothing when nothing is changed', async () => {
    const found = await report('operator', {});
    expect(found).toMatchObject({ changed: { count: 0 }, firstResponses: [], undecided: [], broughtForward: [] });
    expect(found.municipalities.map(({ tenant }) => tenant)).toEqual(['gent', 'leuven']);
    expect(found.settings).toEqual({ inForce: settings.hash, tried: settings.hash });
  });

  it('tries a policy, routes, closing days and a calendar', async () => {
    const policy = await report('operator', { slaPolicies: [STRICT], municipality: '44021' });
    expect(policy.broughtForward).toEqual([
      'Version 2027-01-01 of policy "snel" is tried as if it had held from 2026-10-01 on.',
    ]);
    expect(policy.firstResponses.map(({ before, after }) => `${before} to ${after}`)).toContain('met to breached');
    const routes = [{ name: 'alles', to: '1700', because: 'wij dat proberen' }];
    const [calendar] = settings.calendars.filter(({ name }) => name === 'loket-uitgebreid');
    const always = [{ from: '00:00', to: '24:00' }];
    const week = { '1': always, '2': always, '3': always, '4': always, '5': always, '6': always, '7': always };
    const closed = Array.from({ length: 31 }, (_, day) => ({
      date: `2026-10-${String(day + 1).padStart(2, '0')}`,
      name: 'Dicht',
    }));
    const hours = await report('operator', { calendars: [{ ...calendar, week }] });
    const closing = await report('operator', { municipalities: [{ municipality: '44021', closingDays: closed }] });
    expect(Math.min(hours.changed.count, closing.changed.count)).toBeGreaterThan(0);
    // The demonstration has one target, so other routes lead nowhere else.
    const other = await report('operator', { municipalities: [{ municipality: '24062', routes }] });
    expect(other.changed.count).toBe(0);
  });

  it('refuses what no folder may hold, with every fault at its place', async () => {
    const response = await post('operator', {
      period: PERIOD,
      slaPolicies: [{ ...STRICT, rules: [{ ...STRICT.rules[0], firstResponseMinutes: 0 }], colour: 'red' }],
      municipalities: [{ municipality: '44021', sla: 'traag' }],
    });
    expect(response.status).toBe(422);
    expect(response.body).toMatchObject({
      code: 'CHANGE_INVALID',
      errors: [
        'slaPolicies/0: the document: unknown key "colour"',
        'slaPolicies/0: /rules/0/firstResponseMinutes: must be >= 1',
        expect.stringContaining('municipalities/44021-gent.yaml: /sla: "traag" is no policy'),
      ],
    });
    const twice = ['44021', 'gent'].map((municipality) => ({ municipality, sla: 'snel' }));
    expect((await post('operator', { period: PERIOD, municipalities: twice })).body).toMatchObject({
      ...{ status: 422, errors: ['/municipalities/1: gent is already in /municipalities/0'] },
    });
    expect((await post('operator', { period: '2026-13' })).status).toBe(400);
    expect((await post('operator', { period: PERIOD, municipality: '99999' })).status).toBe(404);
  });

  it('lets a municipality try on itself, and know nothing of the others', async () => {
    const found = await report('gent', { slaPolicies: [STRICT] });
    expect(found).toEqual(
      await report('operator', { slaPolicies: [STRICT], municipality: '44021' }).then((whole) => ({
        ...whole,
        settings: { ...whole.settings, tried: found.settings.tried },
      })),
    );
    expect(found.underOtherSettings).toBe(0);
    for (const body of [{ municipality: '24062' }, { municipalities: [{ municipality: '24062', sla: 'snel' }] }]) {
      expect((await post('gent', { period: PERIOD, ...body })).status).toBe(404);
    }
    const wrong = await post('gent', { period: PERIOD, municipalities: [{ municipality: '44021', sla: 'traag' }] });
    expect(wrong.status).toBe(422);
    expect(JSON.stringify(wrong.body)).not.toMatch(/leuven|brugge|hasselt|antwerpen/i);
  });

  it('is for whoever may change something', async () => {
    expect((await post('auditor', { period: PERIOD })).status).toBe(403);
  });

  it('runs one at a time', async () => {
    const answers = await Promise.all([post('operator', { period: PERIOD }), post('operator', { period: PERIOD })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 429]);
    const busy = answers.find(({ status }) => status === 429);
    expect(busy?.body).toMatchObject({ code: 'WHATIF_BUSY' });
    expect(busy?.get('retry-after')).toBe('10');
  });

  it('had nothing to report as an error of ours', () => {
    expect(api.reported).toEqual([]);
  });
});
