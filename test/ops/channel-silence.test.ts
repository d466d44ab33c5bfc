import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { channelHealth } from '../../src/app/channel-health.js';
import { compileTopics } from '../../src/handling/index.js';
import type { InboxEvent } from '../../src/handling/index.js';
import { noteActivity } from '../../src/handling/normalise/note-activity.js';
import type { Database } from '../../src/platform/store/store.js';
import { compileSettings } from '../../src/settings/compile.js';
import { embeddedDatabase } from '../support/embedded-database.js';
import { testSettings } from '../support/test-settings.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SETTINGS = testSettings();
const [PLACE] = SETTINGS.municipalities.flatMap(({ accounts }) => accounts);
/** A Monday, nine in the morning in Brussels, in winter. */
const FIRST_MS = Date.parse('2026-01-05T08:00:00Z');

let db: Database;
beforeAll(async () => {
  db = await embeddedDatabase();
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

async function missedAt(nowMs: number): Promise<number | null | undefined> {
  const compiled = compileSettings(SETTINGS, compileTopics);
  const health = await channelHealth(db.handling, { compiled }, nowMs);
  return health.find(({ channel, account }) => channel === PLACE?.channel && account === PLACE.account)?.missedMessages;
}

/** Nine, ten and eleven o'clock on five working days, from a Monday on. */
function workingWeek(mondayMs: number): readonly number[] {
  return [0, 1, 2, 3, 4].flatMap((day) => [0, 1, 2].map((hour) => mondayMs + day * DAY + hour * HOUR));
}

describe('an account that is silent', () => {
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

  it('says nothing of an account that never received anything', async () => {
    await db.owner.query('delete from channel_activity');
    expect(await missedAt(FIRST_MS)).toBeNull();
  });
});
