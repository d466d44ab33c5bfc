import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { foldClocks } from '../../src/domain/sla/fold-clocks.js';
import { knownSnapshots } from '../../src/settings/snapshot-times.js';
import { loadTicketHistories } from '../../src/ticket-history/load-ticket-histories.js';
import { promisesScene, type PromisesScene } from './promises-scene.js';
import { promising } from './promises-settings.js';
import type { SmallWorld } from './small-settings.js';

jest.setTimeout(120_000);

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const CITIZENS = ['an', 'bo', 'cis', 'dré', 'els', 'fik', 'gust'] as const;

let world: SmallWorld;
let scene: PromisesScene;
let minute = 0;

beforeAll(async () => {
  world = promising({
    rule: { nextResponseMinutes: 30, partyMinutes: { '1700': 40, municipality: 90 } },
    replyWindow: ({ lastCitizenAtMs }) => ({
      ...{ open: true, mode: 'reply' },
      closesAtMs: lastCitizenAtMs + DAY_MS,
    }),
  });
  scene = await promisesScene(world);
});
afterAll(() => scene.close());

async function later(minutes: number): Promise<void> {
  minute += minutes;
  await scene.turnTo(minute);
}

interface ClockRow {
  readonly name: string;
  readonly round: number;
  readonly state: string;
  readonly limit: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly dueAtMs: number | null;
  readonly promisedAtMs: number | null;
  readonly windowAtMs: number | null;
  readonly asOfMs: number;
}

function inMs(column: string, name: string): string {
  return `(extract(epoch from ${column}) * 1000)::float8 as "${name}"`;
}

const CLOCKS = `
  select name, round, state, limited_by as limit, ${inMs('started_at', 'startedAtMs')}, ${inMs('ended_at', 'endedAtMs')},
    ${inMs('due_at', 'dueAtMs')}, ${inMs('promised_at', 'promisedAtMs')}, ${inMs('window_at', 'windowAtMs')},
    ${inMs('as_of', 'asOfMs')}
  from clock where ticket_id = $1 and name not like 'party-%' order by name, round`;

/** Clocks that do not depend on when a party got the ticket. */
async function rowsOf(who: string): Promise<readonly ClockRow[]> {
  return scene.time.db.owner.query<ClockRow>(CLOCKS, [await scene.pipeline.ticketOf(who)]);
}

function comparable(clock: Omit<ClockRow, 'asOfMs'>): string {
  const { name, round, state, limit, startedAtMs, endedAtMs, dueAtMs, promisedAtMs, windowAtMs } = clock;
  const instants = [startedAtMs, endedAtMs, dueAtMs, promisedAtMs, windowAtMs];
  return JSON.stringify([name, round, state, limit, ...instants.map((ms) => (ms === null ? ms : Math.round(ms)))]);
}

/** The clocks as all facts of the ticket make them, at the moment of its newest row. */
async function folded(who: string, rows: readonly ClockRow[]): Promise<readonly string[]> {
  const ticketId = await scene.pipeline.ticketOf(who);
  const histories = await loadTicketHistories(scene.time.db.owner, [ticketId], { facts: null, handoffs: null });
  const times = knownSnapshots();
  times.learn([world.settings]);
  const { facts = [], handoffs = [] } = histories.get(ticketId) ?? {};
  const asOfMs = Math.max(...rows.map((row) => row.asOfMs));
  const { clocks } = foldClocks({ facts, handoffs, asOfMs, times: times.of('t-alfa') });
  return clocks
    .filter(({ name }) => !name.startsWith('party-'))
    .map(comparable)
    .toSorted();
}

async function windowOf(who: string): Promise<number | null | undefined> {
  return (await rowsOf(who)).find(({ name }) => name === 'first-response')?.windowAtMs;
}

it('keeps the rows of clocks as they are when a citizen writes on, but for the reply window', async () => {
  await scene.says('mia');
  const before = await rowsOf('mia');
  await later(10);
  await scene.says('mia', { text: 'En het licht ook' });
  const after = await rowsOf('mia');
  expect(after.map(({ name, asOfMs }) => [name, asOfMs])).toEqual(before.map(({ name, asOfMs }) => [name, asOfMs]));
  const opened = (rows: readonly ClockRow[]): number => rows[0]?.windowAtMs ?? 0;
  expect(after[0]?.name).toBe('first-response');
  expect(Math.round((opened(after) - opened(before)) / MINUTE_MS)).toBe(10);
  expect(after.map(comparable).toSorted()).toEqual(await folded('mia', after));
});

it('keeps the window open for the newest of some messages that come at once, and never makes it shorter', async () => {
  await scene.says('noor');
  await later(5);
  const [older, newer] = [scene.message('noor'), scene.message('noor')];
  await later(3);
  const newest = scene.message('noor');
  await scene.pipeline.post({ events: [newest, older] });
  await scene.settle();
  const windowAtMs = await windowOf('noor');
  expect(windowAtMs).toBe(newest.occurredAtMs + DAY_MS);
  await scene.pipeline.post({ events: [newer] });
  await scene.settle();
  expect(await windowOf('noor')).toBe(windowAtMs);
});

it('reads all facts after all where a window comes to be that was not there', async () => {
  const missed = scene.message('olga');
  // With one of this minute in the same post, so that it came in now.
  await scene.pipeline.post({
    events: [{ ...missed, occurredAtMs: missed.occurredAtMs - 2 * DAY_MS }, scene.message('pia')],
  });
  await scene.settle();
  expect(await windowOf('olga')).toBeNull();
  await later(1);
  const seen = scene.message('olga');
  await scene.pipeline.post({ events: [seen] });
  await scene.settle();
  expect(await windowOf('olga')).toBe(seen.occurredAtMs + DAY_MS);
  expect(await scene.time.db.owner.query("select from event where state <> 'handled'")).toEqual([]);
});

const STEPS = fc.record({
  who: fc.constantFrom(...CITIZENS),
  what: fc.constantFrom('says', 'says', 'says', 'says twice', 'says late', 'answers', 'waits', 'closes', 'tick'),
  minutes: fc.integer({ min: 0, max: 12 }),
});
type Step = typeof STEPS extends fc.Arbitrary<infer One> ? One : never;

/** Each citizen begins; then things happen in any order, some told late and some at once. */
async function take({ who, what, minutes }: Step): Promise<void> {
  const late = scene.message(who);
  await later(minutes);
  switch (what) {
    case 'says':
      return scene.says(who);
    case 'says twice':
      await scene.pipeline.post({ events: [scene.message(who), late] });
      return scene.settle();
    case 'says late':
      await scene.pipeline.post({ events: [{ ...late, occurredAtMs: late.occurredAtMs - 40 * MINUTE_MS }] });
      return scene.settle();
    case 'answers':
      return scene.answers(who, false);
    case 'waits':
      return scene.setStatus(who, 'waiting');
    case 'closes':
      return scene.setStatus(who, 'closed');
    default:
      return scene.tick();
  }
}

it('says of each clock what a fold of all facts says, whatever happens between messages', async () => {
  for (const who of CITIZENS) {
    await scene.says(who);
  }
  for (const step of fc.sample(STEPS, { numRuns: 90, seed: 1700 })) {
    await take(step);
    const rows = await rowsOf(step.who);
    expect([step, rows.map(comparable).toSorted()]).toEqual([step, await folded(step.who, rows)]);
  }
  expect((await scene.report()).findings).toEqual([]);
});
