import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChannelAdapter } from '../../src/adapter-sdk/index.js';
import type { ChannelHealth } from '../../src/api/index.js';
import { channelHealth } from '../../src/app/channel-health.js';
import { compileTopics } from '../../src/handling/index.js';
import type { InboxEvent } from '../../src/handling/index.js';
import { noteActivity } from '../../src/handling/normalise/note-activity.js';
import type { Database } from '../../src/platform/store/store.js';
import { compileSettings } from '../../src/settings/compile.js';
import { newestDatabase } from '../support/newest-database.js';
import { testSettings } from '../support/test-settings.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SETTINGS = testSettings();
const [PLACE] = SETTINGS.municipalities.flatMap(({ accounts }) => accounts);
/** A Monday, nine in the morning in Brussels, in winter. */
const FIRST_MS = Date.parse('2026-01-05T08:00:00Z');

/** An account of the channel that calls a version which ends; of an adapter only this is looked at. */
let endsAtMs: number | undefined;
const CHANNELS = new Map([
  [
    PLACE?.channel ?? '',
    {
      prober: { knownEnds: () => (endsAtMs === undefined ? [] : [{ what: 'Graph API v21.0', atMs: endsAtMs }]) },
    } as unknown as ChannelAdapter,
  ],
]);

let db: Database;
beforeAll(async () => {
  db = await newestDatabase();
});
afterAll(() => db.close());

async function received(...atMs: readonly number[]): Promise<void> {
  const { channel, account } = PLACE ?? { channel: '', account: '' };
  for (const receivedAtMs of atMs) {
    // Of an event only these are looked at.
    const event = { source: 'platform', channel, account, receivedAtMs } as InboxEvent;
    await noteActivity(db.handling, [event]);
  }
}

async function activity(): Promise<{ readonly hours: readonly number[]; readonly since: Date }> {
  const [row] = await db.handling.query<{ hours: number[]; since: Date }>('select hours, since from channel_activity');
  return row ?? { hours: [], since: new Date(0) };
}

async function healthAt(nowMs: number): Promise<ChannelHealth | undefined> {
  const compiled = compileSettings(SETTINGS, compileTopics);
  const parts = { store: db.handling, adapters: { channels: CHANNELS }, now: () => nowMs };
  const health = await channelHealth(parts, { compiled, resolve: (settings) => settings });
  return health.find(({ channel, account }) => channel === PLACE?.channel && account === PLACE.account);
}

async function missedAt(nowMs: number): Promise<number | null | undefined> {
  return (await healthAt(nowMs))?.missedMessages;
}

/** Nine, ten and eleven o'clock on five working days, from a Monday on. */
function workingWeek(mondayMs: number): readonly number[] {
  return [0, 1, 2, 3, 4].flatMap((day) => [0, 1, 2].map((hour) => mondayMs + day * DAY + hour * HOUR));
}

describe('the health of an account', () => {
  it('is counted by the hours of its week, in local time', async () => {
    await received(...[0, 1, 2, 3].flatMap((week) => workingWeek(FIRST_MS + week * 7 * DAY)));
    const { hours, since } = await activity();
    expect(since.getTime()).toBe(FIRST_MS);
    const busy = hours.flatMap((count, hour) => (count > 0 ? [{ hour, count }] : []));
    expect(busy).toHaveLength(15);
    expect(busy[0]).toEqual({ hour: 9, count: 4 });
    expect(busy.at(-1)).toEqual({ hour: 4 * 24 + 11, count: 4 });
  });

  it('tells what should have come since, and nothing of a weekend', async () => {
    const monday = FIRST_MS + 28 * DAY;
    // The last one came on Friday at eleven, and that hour usually has one.
    expect(await missedAt(monday - 2 * DAY)).toBeCloseTo(1, 0);
    expect(await missedAt(monday - HOUR)).toBeCloseTo(1, 0);
    expect(await missedAt(monday + 3 * HOUR)).toBeCloseTo(4, 0);
    expect(await missedAt(monday + 3 * DAY + 3 * HOUR)).toBeGreaterThan(11);
  });

  it('is told of in time where it writes more now than long ago', async () => {
    const before = await activity();
    const later = FIRST_MS + 12 * 7 * DAY - HOUR;
    // Summer time came meanwhile: nine in the morning is an hour earlier in UTC.
    await received(later);
    const { hours, since } = await activity();
    expect(hours[9]).toBe((before.hours[9] ?? 0) / 2 + 1);
    expect(hours[33]).toBe((before.hours[33] ?? 0) / 2);
    expect(since.getTime()).toBe(FIRST_MS + (later - FIRST_MS) / 2);
  });

  it.each([
    ['failed twice', 2, false, true],
    ['failed three times', 3, false, false],
    ['was refused', 1, true, false],
    ['works again', 0, false, true],
  ])('is healthy or not by what became of looks at it: %s', async (_label, failures, parked, isHealthy) => {
    await db.owner.query('delete from pulled_account');
    await db.handling.query('insert into pulled_account (channel, account, failures, parked) values ($1, $2, $3, $4)', [
      ...[PLACE?.channel ?? '', PLACE?.account ?? '', failures, parked],
    ]);
    expect((await healthAt(FIRST_MS))?.healthy).toBe(isHealthy);
  });

  it('tells the problem that a probe found, until a probe finds none', async () => {
    await db.owner.query('delete from pulled_account');
    const place = [PLACE?.channel ?? '', PLACE?.account ?? ''];
    await db.handling.query(
      `insert into channel_probe (channel, account, checked_at, verdict, about, code)
       values ($1, $2, now(), 'dead', 'token', 'META_TOKEN_INVALID')`,
      place,
    );
    expect(await healthAt(FIRST_MS)).toMatchObject({
      healthy: false,
      problem: { code: 'META_TOKEN_INVALID', advice: expect.stringContaining('opnieuw toestemming') },
    });
    await db.handling.query("update channel_probe set verdict = 'well', about = null, code = null");
    expect(await healthAt(FIRST_MS)).toMatchObject({ healthy: true, problem: null });
  });

  it.each([
    ['nothing', null, undefined, { expires: null, expiresAt: null, daysToExpiry: null }],
    ['its token', 45 * DAY, undefined, { expires: 'token', daysToExpiry: 45 }],
    ['the version it calls', null, 6.5 * DAY, { expires: 'Graph API v21.0', daysToExpiry: 6 }],
    ['whichever is first', 45 * DAY, 6.5 * DAY, { expires: 'Graph API v21.0', daysToExpiry: 6 }],
    ['what is over', -DAY, 45 * DAY, { expires: 'token', daysToExpiry: -1 }],
  ] as const)('tells what ends of it: %s', async (_label, tokenInMs, versionInMs, expected) => {
    endsAtMs = versionInMs === undefined ? undefined : FIRST_MS + versionInMs;
    await db.handling.query('update channel_probe set expires_at = to_timestamp($1::float8 / 1000)', [
      tokenInMs === null ? null : FIRST_MS + tokenInMs,
    ]);
    expect(await healthAt(FIRST_MS)).toMatchObject(expected);
  });

  it('says nothing of an account that never received anything', async () => {
    await db.owner.query('delete from channel_activity');
    expect(await missedAt(FIRST_MS)).toBeNull();
  });
});
