import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { billingPeriod } from '../../src/billing/index.js';
import { foldClocks, type ClockView } from '../../src/domain/sla/fold-clocks.js';
import type { TicketState } from '../../src/domain/ticket.js';
import { madeTicket, type MadeTicket } from '../support/sla/made-ticket.js';
import { seeded } from '../support/sla/random.js';
import { storeTickets, timesOf } from '../support/sla/store-tickets.js';
import { townSettings } from '../support/sla/towns.js';
import { apiUnderTest, BOOTSTRAP_KEY, type ApiUnderTest } from './api-under-test.js';
import { SETTINGS as API_SETTINGS } from './fixture-tenants.js';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
/** In the middle of a month, so that there are promises to come in it. */
const NOW_MS = Date.UTC(2026, 10, 16, 10, 30);
const TOWNS = townSettings();
const PERIODS = ['2026-08', '2026-09', '2026-10', '2026-11', '2026-12', '2027-01'];
const NIS = { gent: '44021', brugge: '31005' } as const;
type Tenant = keyof typeof NIS;

let api: ApiUnderTest;
let tickets: readonly MadeTicket[];

interface Counts {
  readonly promises: number;
  readonly met: number;
  readonly breached: number;
  readonly metLate: number;
  readonly open: number;
  readonly excluded: readonly { readonly reason: string; readonly count: number }[];
  readonly attained: string | null;
  readonly usedWorkingSeconds: { readonly p50: number; readonly p90: number; readonly p95: number } | null;
}

interface Group extends Counts {
  readonly clock: string;
  readonly channel: string;
  readonly topic: string;
  readonly target: string;
}

interface Scorecard {
  readonly total: Counts;
  readonly clocks: readonly (Counts & { readonly clock: string })[];
  readonly groups: readonly Group[];
  readonly isCut: boolean;
}

beforeAll(async () => {
  const municipalities = API_SETTINGS.municipalities.flatMap((one, index) => {
    const tenant = (['gent', 'brugge'] as const)[index];
    return tenant === undefined ? [] : [{ ...one, tenant, nis: NIS[tenant] }];
  });
  api = await apiUnderTest({ nowMs: () => NOW_MS, settings: () => ({ ...API_SETTINGS, municipalities }) });
  const random = seeded(2026);
  // Some 100 days of tickets, three a day, up to this moment.
  tickets = Array.from({ length: 300 }, (_, index) =>
    madeTicket(
      {
        ...{ number: 7000 + index, tenant: index % 3 === 0 ? 'brugge' : 'gent', settings: TOWNS },
        openedAtMs: NOW_MS - (index * 8 + 1) * HOUR,
      },
      random,
    ),
  ).filter(({ facts }) => facts.every(({ receivedAtMs }) => receivedAtMs <= NOW_MS));
  const about = { snapshots: [TOWNS], asOfMs: NOW_MS };
  await api.db.owner.transaction('settings.apply', (sql) => storeTickets(sql, tickets, about));
});
afterAll(() => api.close());

async function scorecard(tenant: Tenant, period: string): Promise<Scorecard> {
  const response = await request(api.app)
    .get(`/api/v1/municipalities/${NIS[tenant]}/scorecard?period=${period}`)
    .set('authorization', `Bearer ${BOOTSTRAP_KEY}`);
  expect({ status: response.status, body: response.body }).toMatchObject({ status: 200 });
  return response.body as Scorecard;
}

interface Told {
  readonly view: ClockView;
  readonly state: TicketState;
}

/** The slow way: every ticket is folded from its facts. */
function promisesOf(tenant: Tenant): readonly Told[] {
  const times = timesOf([TOWNS])(tenant);
  return tickets
    .filter((ticket) => ticket.tenant === tenant)
    .flatMap(({ facts, handoffs }) => {
      const { clocks, state } = foldClocks({ facts, handoffs, asOfMs: NOW_MS, times });
      return clocks.map((view) => ({ view, state }));
    });
}

function monthInstant({ state, dueAtMs, endedAtMs }: ClockView): number | null {
  return state === 'stopped' ? endedAtMs : (dueAtMs ?? endedAtMs);
}

/** Linear between the two nearest values, as percentile_cont does it. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}

function recount(told: readonly Told[]): Counts {
  const has = (state: string) => told.filter(({ view }) => view.state === state).length;
  const [met, metLate, missed] = [has('met'), has('met-late'), has('breached')];
  const stopped = told.flatMap(({ view }) => (view.state === 'stopped' ? [view.reason ?? '?'] : []));
  const kept = told.flatMap(({ view }) => (view.state === 'met' || view.state === 'met-late' ? [view.spentMs] : []));
  const used = (share: number) => Math.round(percentile(kept.map(Math.round), share) / 1000);
  const breached = missed + metLate;
  const decided = met + breached;
  return {
    ...{ promises: told.length, met, breached, metLate, open: has('running') + has('paused') },
    excluded: [...new Set(stopped)]
      .toSorted()
      .map((reason) => ({ reason, count: stopped.filter((one) => one === reason).length })),
    attained: decided === 0 ? null : String(Math.floor((met * 1e6) / decided) / 1e6),
    usedWorkingSeconds: kept.length === 0 ? null : { p50: used(0.5), p90: used(0.9), p95: used(0.95) },
  };
}

function ofMonth(told: readonly Told[], period: string): readonly Told[] {
  const { fromMs, untilMs } = billingPeriod(period);
  return told.filter(({ view }) => {
    const atMs = monthInstant(view);
    return atMs !== null && Math.round(atMs) >= fromMs && Math.round(atMs) < untilMs;
  });
}

function groupKey({ clock, channel, topic, target }: Omit<Group, keyof Counts>): string {
  return [clock, channel, topic, target].join(' | ');
}

function keyOf({ view, state }: Told): string {
  const { channel, topic, target } = state;
  return groupKey({ clock: view.name, channel, topic, target });
}

function sums(parts: readonly Counts[]) {
  const sum = (of: (one: Counts) => number) => parts.reduce((total, one) => total + of(one), 0);
  return {
    ...{ promises: sum((one) => one.promises), met: sum((one) => one.met), breached: sum((one) => one.breached) },
    ...{ metLate: sum((one) => one.metLate), open: sum((one) => one.open) },
    excluded: sum(({ excluded }) => excluded.reduce((total, { count }) => total + count, 0)),
  };
}

describe('the scorecard of a month', () => {
  it.each(['gent', 'brugge'] as const)('is what folding the raw facts of %s gives', async (tenant) => {
    const all = promisesOf(tenant);
    for (const period of PERIODS) {
      const told = ofMonth(all, period);
      const { total, clocks, groups } = await scorecard(tenant, period);
      expect({ period, ...total }).toEqual({ period, ...recount(told) });
      for (const { clock, ...counts } of clocks) {
        expect({ clock, ...counts }).toEqual({ clock, ...recount(told.filter(({ view }) => view.name === clock)) });
      }
      expect(groups.map(groupKey).toSorted()).toEqual([...new Set(told.map(keyOf))].toSorted());
      for (const { clock, channel, topic, target, ...counts } of groups) {
        const key = groupKey({ clock, channel, topic, target });
        expect({ key, ...counts }).toEqual({ key, ...recount(told.filter((one) => keyOf(one) === key)) });
      }
    }
  });

  it('adds up, whatever it is grouped by', async () => {
    for (const period of PERIODS) {
      const { total, clocks, groups, isCut } = await scorecard('gent', period);
      expect(isCut).toBe(false);
      expect(sums(clocks)).toEqual(sums([total]));
      expect(sums(groups)).toEqual(sums([total]));
      expect(total.promises).toBe(sums([total]).met + total.breached + total.open + sums([total]).excluded);
    }
  });

  it('has every promise in one month, but those that nobody can date yet', async () => {
    const cards = await Promise.all(PERIODS.map((period) => scorecard('gent', period)));
    const undated = promisesOf('gent').filter(({ view }) => monthInstant(view) === null);
    expect(undated.every(({ view }) => view.state === 'paused')).toBe(true);
    expect(sums(cards.map(({ total }) => total)).promises + undated.length).toBe(promisesOf('gent').length);
  });

  it('has something of everything, so that the above means something', async () => {
    const cards = await Promise.all(PERIODS.map((period) => scorecard('gent', period)));
    const { met, breached, metLate, open, excluded } = sums(cards.map(({ total }) => total));
    expect(Math.min(met, breached, metLate, open, excluded)).toBeGreaterThan(0);
    expect(new Set(cards.flatMap(({ clocks }) => clocks.map(({ clock }) => clock))).size).toBeGreaterThanOrEqual(5);
  });

  it('is empty for a month without promises', async () => {
    const nothing = { promises: 0, met: 0, breached: 0, metLate: 0, open: 0, excluded: [] };
    expect(await scorecard('gent', '2024-02')).toMatchObject({
      total: { ...nothing, attained: null, usedWorkingSeconds: null },
      ...{ clocks: [], groups: [] },
    });
  });

  it('counts a clock that ran out as breached before its timer was handled', async () => {
    const before = await scorecard('brugge', '2026-11');
    const touched = await api.db.owner.query(
      `update clock set state = 'running' where tenant = 'brugge' and state = 'breached' and ended_at is null returning 1`,
    );
    expect(touched.length).toBeGreaterThan(0);
    expect(await scorecard('brugge', '2026-11')).toEqual(before);
  });

  it('had nothing to report as an error of ours', () => {
    expect(api.reported).toEqual([]);
  });
});
