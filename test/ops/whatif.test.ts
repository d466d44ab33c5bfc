import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { applySnapshot } from '../../src/app/snapshot-store.js';
import { previewChange, tryOnMonth } from '../../src/app/what-if.js';
import { billingPeriod } from '../../src/billing/index.js';
import { foldClocks, type ClockView } from '../../src/domain/sla/fold-clocks.js';
import type { Counted, WhatIfReport } from '../../src/domain/what-if.js';
import { printWhatIf } from '../../src/ops/whatif/print-what-if.js';
import { migrate } from '../../src/platform/store/migrate.js';
import type { Database } from '../../src/platform/store/store.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { embeddedDatabase } from '../support/embedded-database.js';
import { postgresDatabase } from '../support/postgres-database.js';
import { madeTicket, type MadeTicket } from '../support/sla/made-ticket.js';
import { seeded } from '../support/sla/random.js';
import { storeTickets, timesOf } from '../support/sla/store-tickets.js';
import { ALL_CLOCKS, townSettings, withHours } from '../support/sla/towns.js';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const PERIOD = '2026-10';
const NOW_MS = Date.UTC(2026, 10, 16, 10, 30);
const BASE = townSettings();
const COUNT = 700;

/** The same people do the same at the same moments, whatever the settings promise. */
function ticketsUnder(settings: Settings): readonly MadeTicket[] {
  return Array.from({ length: COUNT }, (_, index) =>
    madeTicket(
      {
        ...{ number: 1000 + index, tenant: index % 3 === 0 ? 'brugge' : 'gent', settings },
        openedAtMs: NOW_MS - (index * 3 + 1) * HOUR,
      },
      seeded(index + 1),
    ),
  );
}

const TICKETS = ticketsUnder(BASE);

function withMinutes(firstResponseMinutes: number, validFrom = ALL_CLOCKS.validFrom): Settings['slaPolicies'] {
  const rules = ALL_CLOCKS.rules.map((rule) => ({ ...rule, firstResponseMinutes }));
  const changed = { ...ALL_CLOCKS, validFrom, rules };
  return validFrom === ALL_CLOCKS.validFrom ? [changed] : [ALL_CLOCKS, changed];
}

function verdictOf({ state }: ClockView): string {
  const words: Readonly<Record<string, string>> = { met: 'met', 'met-late': 'breached', breached: 'breached' };
  return words[state] ?? (state === 'stopped' ? 'excluded' : 'open');
}

interface Recounted {
  readonly number: number;
  readonly tenant: string;
  readonly views: readonly ClockView[];
}

/** The slow way: every ticket of the month is folded from its facts, one by one. */
function recount(tickets: readonly MadeTicket[], settings: Settings): readonly Recounted[] {
  const { fromMs, untilMs } = billingPeriod(PERIOD);
  const timesFor = timesOf([settings]);
  return tickets
    .filter(({ facts: [first] }) => first !== undefined && first.occurredAtMs >= fromMs && first.occurredAtMs < untilMs)
    .map(({ number, tenant, facts, handoffs }) => {
      const folded = foldClocks({ facts, handoffs, asOfMs: NOW_MS, times: timesFor(tenant) });
      return { number, tenant, views: folded.clocks };
    });
}

/** Of what is in the database, under the settings in force. */
const COUNTED = recount(TICKETS, BASE);

function firstVerdict({ views }: Recounted): string {
  const view = views.find(({ name, round }) => name === 'first-response' && round === 1);
  return view === undefined ? 'none' : verdictOf(view);
}

/** Breaches by municipality and clock. */
function breachesOf(recounted: readonly Recounted[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { tenant, views } of recounted) {
    for (const view of views) {
      const key = `${tenant} ${view.name}`;
      counts[key] = (counts[key] ?? 0) + (verdictOf(view) === 'breached' ? 1 : 0);
    }
  }
  return counts;
}

function reportedBreaches(
  { municipalities }: WhatIfReport,
  side: 'before' | 'after',
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    municipalities.flatMap(({ tenant, clocks }) =>
      clocks.map(({ clock, breaches }) => [`${tenant} ${clock}`, breaches[side]] as const),
    ),
  );
}

function numbersOf({ tickets }: Counted): readonly number[] {
  return tickets.map(({ number }) => number).toSorted((a, b) => a - b);
}

async function fill(db: Database): Promise<void> {
  await migrate(db.owner);
  await applySnapshot(db.handling, BASE, {
    ...{ author: 'test', effectiveFrom: new Date(NOW_MS - 90 * 24 * HOUR), openTickets: 'pin' },
  });
  const about = { snapshots: [BASE], asOfMs: NOW_MS };
  await db.owner.transaction('settings.apply', (sql) => storeTickets(sql, TICKETS, about));
}

interface Asked {
  readonly tenant?: string;
  readonly sees?: string;
}

async function whatIfOn(db: Database, tried: Settings, { tenant, sees = '*' }: Asked = {}): Promise<WhatIfReport> {
  const trial = { period: PERIOD, tenant: tenant ?? null, sees, inForce: BASE, inForceHash: BASE.hash, tried };
  const watch = { onProgress: () => undefined, isOver: () => false };
  const run = await tryOnMonth(db, { ...trial, asOfMs: NOW_MS }, watch);
  if (run.kind !== 'report') {
    throw new Error(run.kind);
  }
  return run.report;
}

let db: Database;

beforeAll(async () => {
  db = await postgresDatabase();
  await fill(db);
});
afterAll(() => db.close());

function whatIf(tried: Settings, asked: Asked = {}): Promise<WhatIfReport> {
  return whatIfOn(db, tried, asked);
}

describe('a what-if', () => {
  it('finds nothing when nothing changes', async () => {
    const report = await whatIf(BASE);
    expect(report.tickets).toBe(COUNTED.length);
    expect(report).toMatchObject({ changed: { count: 0 }, firstResponses: [], undecided: [], underOtherSettings: 0 });
    for (const { clocks } of report.municipalities) {
      for (const { promises, breaches, breachedAfterOnly, breachedBeforeOnly } of clocks) {
        expect([promises.after, breaches.after]).toEqual([promises.before, breaches.before]);
        expect([breachedAfterOnly.count, breachedBeforeOnly.count]).toEqual([0, 0]);
      }
    }
    for (const { tickets, workingSeconds, gained, lost } of report.targets) {
      expect([tickets.after, workingSeconds.after]).toEqual([tickets.before, workingSeconds.before]);
      expect([gained.count, lost.count]).toEqual([0, 0]);
    }
    expect(printWhatIf(report, (tenant) => tenant)).toContain('Nothing would have been different.');
  });

  it.each([
    ['tightened', 30],
    ['loosened', 2000],
  ])('of a promise that is %s finds the tickets that a slow recount finds', async (_, minutes) => {
    const tried = townSettings({ slaPolicies: withMinutes(minutes) });
    const after = recount(ticketsUnder(tried), tried);
    const report = await whatIf(tried);
    const expected = new Map<string, number[]>();
    for (const [index, was] of COUNTED.entries()) {
      const is = after[index];
      const key = `${firstVerdict(was)} ${is === undefined ? '?' : firstVerdict(is)}`;
      expected.set(key, [...(expected.get(key) ?? []), was.number]);
    }
    const changes = [...expected].filter(([key]) => key.split(' ')[0] !== key.split(' ')[1]);
    expect(changes.length).toBeGreaterThan(0);
    expect(
      Object.fromEntries(
        report.firstResponses.map((one) => [`${one.before} ${one.after}`, [one.count, numbersOf(one)]]),
      ),
    ).toEqual(
      Object.fromEntries(changes.map(([key, numbers]) => [key, [numbers.length, numbers.toSorted((a, b) => a - b)]])),
    );
    expect(reportedBreaches(report, 'before')).toEqual(breachesOf(COUNTED));
    expect(reportedBreaches(report, 'after')).toEqual(breachesOf(after));
  });

  it('tries a version on a month before it holds', async () => {
    const later = await whatIf(townSettings({ slaPolicies: withMinutes(30, '2027-01-01') }));
    const now = await whatIf(townSettings({ slaPolicies: withMinutes(30) }));
    expect(later.broughtForward).toHaveLength(1);
    expect(later.firstResponses).toEqual(now.firstResponses);
  });

  it('of other routes tells what each target gains and loses', async () => {
    const municipalities = BASE.municipalities.map((one) => ({
      ...one,
      routes: [{ name: 'alles', when: {}, to: '1700', because: 'wij dat proberen' }],
    }));
    const { targets, firstResponses: verdicts } = await whatIf(townSettings({ municipalities }), { tenant: 'gent' });
    const [center, crm] = ['1700', 'gent-crm'].map((name) => targets.find(({ target }) => target === name));
    expect(center?.gained.count).toBeGreaterThan(0);
    expect(center?.tickets.after).toBe(
      (center?.tickets.before ?? 0) + (center?.gained.count ?? 0) - (center?.lost.count ?? 0),
    );
    expect(crm?.lost.count).toBeGreaterThan(0);
    expect(crm?.workingSeconds.after).toBeLessThan(crm?.workingSeconds.before ?? 0);
    // Answers come when they came, so a first response is what it was.
    expect(verdicts).toEqual([]);
  });

  it('of other opening hours moves deadlines', async () => {
    const { changed, firstResponses: verdicts } = await whatIf(
      townSettings({ calendars: withHours(BASE, '00:00', '24:00') }),
    );
    expect(changed.count).toBeGreaterThan(0);
    expect(verdicts.map(({ before, after }) => `${before} to ${after}`)).toContain('met to breached');
  });

  it('says which tickets could not be decided', async () => {
    const report = await whatIf(townSettings({ municipalities: BASE.municipalities.slice(1) }));
    expect(report.undecided).toMatchObject([{ code: 'MUNICIPALITY_UNKNOWN' }]);
    expect(report.municipalities.map(({ tenant }) => tenant)).toEqual(['gent']);
    expect(report.tickets + (report.undecided[0]?.count ?? 0)).toBe(COUNTED.length);
  });

  it('says how many tickets opened under other settings than those in force', async () => {
    const trial = { period: PERIOD, tenant: null, sees: '*', inForce: BASE, inForceHash: 'later', tried: BASE };
    const watch = { onProgress: () => undefined, isOver: () => false };
    const all = COUNTED.length;
    const run = await tryOnMonth(db, { ...trial, asOfMs: NOW_MS }, watch);
    expect(run).toMatchObject({ report: { underOtherSettings: all, changed: { count: 0 } } });
  });

  it('sees the tickets of one municipality when it is asked about one, or for one', async () => {
    const tried = townSettings({ slaPolicies: withMinutes(30) });
    const asked = await whatIf(tried, { tenant: 'brugge' });
    expect(asked.municipalities.map(({ tenant }) => tenant)).toEqual(['brugge']);
    expect(await whatIf(tried, { sees: 'brugge' })).toEqual(asked);
  });

  it('stops when nobody waits any more', async () => {
    const trial = { period: PERIOD, tenant: null, sees: '*', inForce: BASE, inForceHash: BASE.hash, tried: BASE };
    let pages = 0;
    const run = await tryOnMonth(
      db,
      { ...trial, asOfMs: NOW_MS },
      {
        onProgress: () => {
          pages += 1;
        },
        isOver: () => pages > 0,
      },
    );
    expect(run).toMatchObject({ kind: 'stopped', done: 200 });
  });

  it('leaves everything as it is', async () => {
    const state = 'select (select count(*) from ticket_event) as facts, (select max(as_of) from clock) as clocks';
    const before = await db.owner.query(state);
    await whatIf(townSettings({ slaPolicies: withMinutes(30) }));
    await previewChange(db.handling, BASE, townSettings({ slaPolicies: withMinutes(30) }), NOW_MS);
    expect(await db.owner.query(state)).toEqual(before);
  });

  it('previews what becomes of open tickets in each of the three ways', async () => {
    const rules = ALL_CLOCKS.rules.map((rule) => ({ ...rule, firstResponseMinutes: 5, resolutionMinutes: 10 }));
    const to = townSettings({ slaPolicies: [{ ...ALL_CLOCKS, rules }] });
    const previews = await previewChange(db.handling, BASE, to, NOW_MS);
    expect(previews.map(({ tenant }) => tenant)).toEqual(['brugge', 'gent']);
    for (const { tenant, openTickets, pin, migrate: moved, recompute } of previews) {
      const times = timesOf([BASE])(tenant);
      const open = TICKETS.filter((ticket) => ticket.tenant === tenant).map((ticket) => ({
        number: ticket.number,
        open: foldClocks({ ...ticket, asOfMs: NOW_MS, times }).clocks.filter(({ endedAtMs }) => endedAtMs === null),
      }));
      const late = open.filter((one) => one.open.some(({ state }) => state === 'breached'));
      expect(openTickets).toBe(open.filter((one) => one.open.length > 0).length);
      expect(pin).toMatchObject({
        breached: { count: late.length },
        newlyBreached: { count: 0 },
        earlier: 0,
        later: 0,
      });
      expect(recompute.breached.count).toBeGreaterThanOrEqual(pin.breached.count);
      expect(recompute.newlyBreached.count).toBe(recompute.breached.count - pin.breached.count);
      expect(moved.earlier).toBeGreaterThan(0);
    }
    const same = await previewChange(db.handling, BASE, BASE, NOW_MS);
    expect(
      same.map(({ migrate: moved, recompute }) => [moved.newlyBreached.count, recompute.newlyBreached.count]),
    ).toEqual(same.map(() => [0, 0]));
  });

  it('leaves a ticket out that is too long to be folded for a question, and names it', async () => {
    const before = await whatIf(BASE);
    const [long] = COUNTED;
    await db.owner.query(
      `insert into ticket_event (ticket_id, seq, tenant, type, event_id, occurred_at, received_at, settings_hash, data)
       select id, 1000 + g, tenant, 'answer.outside', id, now(), now(), settings_hash, '{"messageId":"x"}'
       from ticket, generate_series(1, 10001) g where number = $1`,
      [long?.number ?? 0],
    );
    const { undecided, tickets } = await whatIf(BASE);
    expect(undecided).toMatchObject([{ code: 'TICKET_TOO_LONG', count: 1, tickets: [{ number: long?.number }] }]);
    expect(tickets).toBe(before.tickets - 1);
    await db.owner.query('delete from ticket_event where seq > 1000');
  });

  it('gives the same on the embedded store', async () => {
    const embedded = await embeddedDatabase();
    try {
      await fill(embedded);
      const tried = townSettings({ slaPolicies: withMinutes(30) });
      expect(await whatIfOn(embedded, tried)).toEqual(await whatIf(tried));
      expect(await previewChange(embedded.handling, BASE, tried, NOW_MS)).toEqual(
        await previewChange(db.handling, BASE, tried, NOW_MS),
      );
    } finally {
      await embedded.close();
    }
  });
});
