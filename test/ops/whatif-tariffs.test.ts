import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { applySnapshot } from '../../src/app/snapshot-store.js';
import { tryTariffsOnMonth } from '../../src/app/tariff-trial.js';
import type { TariffReport } from '../../src/billing/index.js';
import { newId } from '../../src/domain/ids.js';
import { sumEuro } from '../../src/domain/money.js';
import { printTariffs } from '../../src/ops/whatif/print-tariffs.js';
import type { Database } from '../../src/platform/store/store.js';
import { compileTopics } from '../../src/handling/index.js';
import { compileSettings } from '../../src/settings/compile.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { newestDatabase } from '../support/newest-database.js';
import { townSettings, withHours } from '../support/sla/towns.js';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const PERIOD = '2026-10';
const NOW_MS = Date.UTC(2026, 10, 16, 10, 30);
const FIRST_MS = Date.parse('2026-09-30T22:00:00Z');

const [OFFICE] = townSettings().calendars;
const [PLAIN] = townSettings().tariffs;
if (OFFICE === undefined || PLAIN === undefined) {
  throw new Error('the test settings have no calendar or tariff');
}
const LATE = { ...withHours(townSettings(), '13:00', '22:00')[0], ...OFFICE, name: 'laat' };
const NIGHT = { label: 'Buiten de uren', meter: 'ticket.opened', when: { hours: 'outside' }, unitEuro: '1' } as const;
const SETTINGS: Settings = townSettings({
  calendars: [OFFICE, { ...LATE, week: withHours(townSettings(), '13:00', '22:00')[0]?.week ?? OFFICE.week }],
  tariffs: [
    PLAIN,
    { ...PLAIN, name: 'eigen-uren', monthlyFeeEuro: '0', surcharges: [NIGHT] },
    { ...PLAIN, name: 'late-uren', monthlyFeeEuro: '0', officeHours: 'laat', surcharges: [NIGHT] },
  ],
});
const COMPILED = compileSettings(SETTINGS, compileTopics);

/** One entry every 97 minutes, through both clocks of the end of October. */
const MOMENTS = Array.from({ length: 450 }, (_, index) => FIRST_MS + index * 97 * MINUTE);

let db: Database;

async function enter(tenant: string, atMs: number, quantity = 1): Promise<void> {
  const charged = COMPILED.municipalityByTenant(tenant)?.charging(atMs);
  const id = newId(atMs);
  await db.owner.query(
    `insert into usage_entry (id, tenant, meter, quantity, channel, ticket_id, fact_kind, fact_id, tariff, tariff_version,
       outside_hours, settings_hash, occurred_at)
     values ($1, $2, 'ticket.opened', $3, 'facebook', $1, 'event', $1, $4, $5, $6, 'hash', $7)`,
    [
      ...[id, tenant, quantity, charged?.tariff ?? null, charged?.tariffVersion ?? null],
      ...[charged?.outsideHours ?? null, new Date(atMs)],
    ],
  );
}

beforeAll(async () => {
  db = await newestDatabase();
  await applySnapshot(db.handling, SETTINGS, {
    ...{ author: 'test', effectiveFrom: new Date(NOW_MS - 90 * 24 * 60 * MINUTE), openTickets: 'pin' },
  });
  for (const [index, atMs] of MOMENTS.entries()) {
    await enter(index % 3 === 0 ? 'brugge' : 'gent', atMs);
  }
  await enter('gent', MOMENTS[1] ?? 0, -1);
});
afterAll(() => db.close());

function tryOn(tariff: string | null, change: { tried?: Settings; sees?: string } = {}): Promise<TariffReport> {
  const { tried = SETTINGS, sees = '*' } = change;
  return tryTariffsOnMonth(db, {
    ...{ period: PERIOD, tenant: sees === '*' ? null : sees, sees, inForce: SETTINGS, inForceHash: SETTINGS.hash },
    ...{ tried, tariff, asOfMs: NOW_MS },
  });
}

/** The slow way: each entry is asked about, one by one. */
function outsideOf(tenant: string, calendar: string): number {
  const hours = COMPILED.workingTimeOf(calendar);
  const own = MOMENTS.filter(
    (atMs, index) => (index % 3 === 0) === (tenant === 'brugge') && atMs < Date.parse('2026-10-31T23:00:00Z'),
  );
  const outside = own.filter((atMs) => hours?.isOpen(atMs) === false).length;
  return outside - (tenant === 'gent' && hours?.isOpen(MOMENTS[1] ?? 0) === false ? 1 : 0);
}

function surchargedIn({ municipalities }: TariffReport): Readonly<Record<string, number>> {
  return Object.fromEntries(
    municipalities.map(({ tenant, tried }) => [
      tenant,
      tried?.lines.find(({ rule }) => rule === 'surcharge')?.quantity ?? 0,
    ]),
  );
}

describe('a tariff that is tried on the ledger of a month', () => {
  it('makes no difference when it is the one that it has', async () => {
    const report = await tryOn('per-gebruik');
    expect(report.totals).toMatchObject({ differenceEuro: '0', isComplete: true });
    expect(report.municipalities.map(({ tenant, tried }) => [tenant, tried?.differenceEuro])).toEqual([
      ['brugge', '0'],
      ['gent', '0'],
    ]);
    expect(report.remarks).toEqual([]);
  });

  it('counts entries within and outside the hours that they were judged by, where those are its own', async () => {
    const report = await tryOn('eigen-uren');
    expect(surchargedIn(report)).toEqual({
      brugge: outsideOf('brugge', 'kantoor'),
      gent: outsideOf('gent', 'kantoor'),
    });
    expect(report.municipalities.flatMap(({ tried }) => tried?.remarks)).toEqual([]);
  });

  it('judges each entry again by the hours of another calendar, clock changes included, and says so', async () => {
    const report = await tryOn('late-uren');
    const counted = { brugge: outsideOf('brugge', 'laat'), gent: outsideOf('gent', 'laat') };
    expect(surchargedIn(report)).toEqual(counted);
    expect(counted.gent).not.toBe(outsideOf('gent', 'kantoor'));
    expect(report.municipalities[0]?.tried?.remarks[0]?.nl).toContain('opnieuw beoordeeld volgens de kalender "laat"');
  });

  it('adds up: the totals are those of the municipalities, and the cheapest is the least', async () => {
    const { municipalities, totals } = await tryOn('late-uren');
    expect(totals.nowEuro).toBe(sumEuro(municipalities.map(({ now }) => now.totalEuro)));
    expect(totals.triedEuro).toBe(sumEuro(municipalities.map(({ tried }) => tried?.totalEuro ?? 'missing')));
    for (const { choices } of municipalities) {
      const amounts = choices.map(({ totalEuro }) => Number(totalEuro));
      expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
      expect(choices.map(({ isCheapest }) => isCheapest)).toEqual([true, false, false]);
    }
  });

  it('brings a version forward that begins after the month', async () => {
    const next = { ...PLAIN, validFrom: '2027-01-01', monthlyFeeEuro: '0' };
    const report = await tryOn('per-gebruik', {
      tried: townSettings({ ...SETTINGS, tariffs: [...SETTINGS.tariffs, next] }),
    });
    expect(report.broughtForward).toEqual([
      'Version 2027-01-01 of tariff "per-gebruik" is tried as if it had held from 2026-10-01 on.',
    ]);
    expect(report.municipalities.map(({ tried }) => tried?.differenceEuro)).toEqual(['-25', '-25']);
  });

  it('is without the pool of a municipality, and says so', async () => {
    const pool = { name: 'noord', validFrom: '2026-01-01', members: ['brugge', 'gent'], split: 'by-units' } as const;
    const pooled = townSettings({ ...SETTINGS, pools: [pool] });
    const report = await tryTariffsOnMonth(db, {
      ...{ period: PERIOD, tenant: null, sees: '*', inForce: pooled, inForceHash: pooled.hash, tried: pooled },
      ...{ tariff: 'per-gebruik', asOfMs: NOW_MS },
    });
    expect(report.remarks.map(({ nl }) => nl)).toEqual([
      'Leden van de pool "noord" kopen samen aan; alle bedragen van deze proefberekening zijn zonder die pool.',
    ]);
    expect(report.totals).toEqual((await tryOn('per-gebruik')).totals);
  });

  it('reads nothing of another municipality', async () => {
    const gent = await tryOn('late-uren', { sees: 'gent' });
    const all = await tryOn('late-uren');
    expect(gent.municipalities).toEqual(all.municipalities.filter(({ tenant }) => tenant === 'gent'));
    const [read] = (await tryTariffsOnMonth(db, {
      ...{ period: PERIOD, tenant: 'brugge', sees: 'gent', inForce: SETTINGS, inForceHash: '', tried: SETTINGS },
      ...{ tariff: null, asOfMs: NOW_MS },
    }).then(({ municipalities }) => municipalities)) ?? [fail()];
    expect(read?.now.lines.map(({ rule }) => rule)).toEqual(['subscription']);
  });

  it('is printed in columns, with its totals', async () => {
    const tried = printTariffs(await tryOn('late-uren'), (tenant) => tenant).split('\n');
    expect(tried.find((line) => line.startsWith('Municipality'))).toMatch(/Tariff +Now +late-uren +Difference/);
    expect(tried.find((line) => line.startsWith('Total'))).toMatch(/€ [\d.,]+ +€ [\d.,]+ +\+?€ -?[\d.,]+$/);
    expect(printTariffs(await tryOn(null), (tenant) => tenant)).toMatch(
      /per-gebruik +€ 92,50 +€ 0,00 +cheapest, has it now/,
    );
  });
});

function fail(): never {
  throw new Error('the trial has no municipality');
}
