import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { loadAdapters } from '../../src/app/adapters.js';
import { applySnapshot } from '../../src/app/snapshot-store.js';
import { tariffTrialOverHttp } from '../../src/app/tariff-trial.js';
import type { TariffReport } from '../../src/billing/index.js';
import { projectPath } from '../../src/platform/files/project-path.js';
import { loadSettings } from '../../src/settings/load.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';

jest.setTimeout(60_000);

const NOW_MS = Date.UTC(2026, 10, 16, 10, 30);
const PERIOD = '2026-10';
const adapters = await loadAdapters();

async function demoSettings(): Promise<Settings> {
  const folder = projectPath('config', 'demo');
  const loaded = await loadSettings({ folder, adapters: adapters.catalogue, today: '2026-11-16' });
  if (!loaded.ok) {
    throw new Error(loaded.errors.join('\n'));
  }
  return loaded.settings;
}

let api: ApiUnderTest;
let keys: Readonly<Record<'operator' | 'gent' | 'auditor', string>>;

beforeAll(async () => {
  const settings = await demoSettings();
  let wired: ReturnType<typeof tariffTrialOverHttp> | undefined;
  api = await apiUnderTest({
    nowMs: () => NOW_MS,
    settings: () => settings,
    tariffTrial: (asked) => {
      wired ??= tariffTrialOverHttp({
        ...{ database: api.db, catalogue: adapters.catalogue, settings: () => settings, now: () => NOW_MS },
      });
      return wired(asked);
    },
  });
  await applySnapshot(api.db.handling, settings, {
    ...{ author: 'test', effectiveFrom: new Date(NOW_MS - 90 * 24 * 3_600_000), openTickets: 'pin' },
  });
  keys = {
    operator: await api.key('operator', '*'),
    gent: await api.key('municipality', 'gent'),
    auditor: await api.key('auditor', '*'),
  };
});
afterAll(() => api.close());

let asked = 0;
function post(key: keyof typeof keys, body: object): request.Test {
  asked += 1;
  return request(api.app)
    .post('/api/v1/whatif/tariffs')
    .set('authorization', `Bearer ${keys[key]}`)
    .set('idempotency-key', `tariff ${asked}`)
    .send({ period: PERIOD, ...body });
}

async function report(key: keyof typeof keys, body: object): Promise<TariffReport> {
  const response = await post(key, body);
  expect({ status: response.status, body: response.body }).toMatchObject({ status: 200 });
  return response.body as TariffReport;
}

describe('POST /whatif/tariffs', () => {
  it('compares every tariff of the settings for every municipality, when none is named', async () => {
    const found = await report('operator', {});
    expect(found.municipalities.map(({ tenant }) => tenant)).toEqual([
      ...['antwerpen', 'brugge', 'gent', 'hasselt', 'leuven'],
    ]);
    for (const { choices, tried } of found.municipalities) {
      expect(tried).toBeNull();
      expect(choices.map(({ tariff }) => tariff).toSorted()).toEqual([
        'formule-premium',
        'groot-volume',
        'per-gebruik',
      ]);
    }
    expect(found).toMatchObject({ tariff: null, totals: { triedEuro: null }, remarks: [] });
  });

  it('tries a price that no folder has yet', async () => {
    const flat = Object.fromEntries(
      ['ticket.opened', 'message.received', 'answer.sent', 'forward.1700', 'delivery.crm', 'platform.cost'].map(
        (meter) => [meter, '0'],
      ),
    );
    const tariffs = [{ name: 'vast', validFrom: '2027-01-01', monthlyFeeEuro: '12.5', unitPriceEuro: flat }];
    const found = await report('operator', { tariff: 'vast', tariffs, municipality: '44021' });
    expect(found.broughtForward).toEqual([
      'Version 2027-01-01 of tariff "vast" is tried as if it had held from 2026-10-01 on.',
    ]);
    expect(found.totals).toMatchObject({ triedEuro: '12.5', isComplete: true });
  });

  it('refuses what no folder may hold, and a name that is none', async () => {
    const tariffs = [{ name: 'vast', validFrom: '2027-01-01', monthlyFeeEuro: 12.5 }];
    const wrong = await post('operator', { tariffs });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toMatchObject({ code: 'CHANGE_INVALID' });
    expect(JSON.stringify(wrong.body)).toContain('tariffs/0: /monthlyFeeEuro: must be string');
    expect((await post('operator', { tariff: 'weg' })).body).toMatchObject({
      ...{ status: 422, errors: ['/tariff: "weg" is no tariff; allowed: formule-premium, groot-volume, per-gebruik'] },
    });
    expect((await post('operator', { municipality: '99999' })).status).toBe(404);
  });

  it('lets a municipality try on itself, and know nothing of the others', async () => {
    const found = await report('gent', { tariff: 'per-gebruik' });
    expect(found.municipalities.map(({ tenant }) => tenant)).toEqual(['gent']);
    expect(JSON.stringify(found)).not.toMatch(/leuven|brugge|hasselt|antwerpen/i);
    expect((await post('gent', { municipality: '24062' })).status).toBe(404);
    expect((await post('auditor', {})).status).toBe(403);
  });

  it('runs one at a time', async () => {
    const answers = await Promise.all([post('operator', {}), post('operator', {})]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 429]);
  });

  it('had nothing to report as an error of ours', () => {
    expect(api.reported).toEqual([]);
  });
});
