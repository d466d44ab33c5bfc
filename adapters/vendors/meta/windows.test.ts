import { describe, expect, it } from '@jest/globals';
import type { DatedLimit } from '../../../src/adapter-sdk/index.js';
import { messagingWindow, MESSAGING_LIMITS, windowOf } from './index.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LAST_MS = 1_795_600_000_000;
const DAY_END_MS = LAST_MS + 24 * HOUR_MS - 5 * MINUTE_MS;
const WEEK_END_MS = LAST_MS + 168 * HOUR_MS - 5 * MINUTE_MS;

const CLOSED_AFTER_DAY = { open: false, code: 'REPLY_WINDOW_CLOSED', closedAtMs: DAY_END_MS };
const CLOSED_AFTER_WEEK = { open: false, code: 'REPLY_WINDOW_CLOSED', closedAtMs: WEEK_END_MS };

describe('messagingWindow', () => {
  it.each([
    ['at once', 0, true, false, { open: true, mode: 'response', closesAtMs: DAY_END_MS }],
    [
      'just before the margin',
      DAY_END_MS - 1 - LAST_MS,
      true,
      false,
      { open: true, mode: 'response', closesAtMs: DAY_END_MS },
    ],
    ['in the margin', DAY_END_MS - LAST_MS, true, false, CLOSED_AFTER_DAY],
    ['at once, with approval', 0, true, true, { open: true, mode: 'response', closesAtMs: WEEK_END_MS }],
    [
      'on day three, a person, with approval',
      72 * HOUR_MS,
      true,
      true,
      { open: true, mode: 'human-agent', closesAtMs: WEEK_END_MS },
    ],
    ['on day three, automated, with approval', 72 * HOUR_MS, false, true, CLOSED_AFTER_DAY],
    ['on day three, a person, without approval', 72 * HOUR_MS, true, false, CLOSED_AFTER_DAY],
    ['after a week', WEEK_END_MS - LAST_MS, true, true, CLOSED_AFTER_WEEK],
  ])('%s', (...[, afterMs, isHumanAuthor, humanAgent, expected]) => {
    const facts = {
      lastCitizenAtMs: LAST_MS,
      nowMs: LAST_MS + afterMs,
      isHumanAuthor,
      isPublic: false,
      settings: { humanAgent },
    };
    expect(messagingWindow(facts)).toEqual(expected);
  });
});

describe('windowOf', () => {
  const facts = { lastCitizenAtMs: LAST_MS, nowMs: LAST_MS, isHumanAuthor: false, isPublic: false, settings: {} };
  const kind = { what: 'reply-window', mode: 'service' } as const;

  it('counts from the citizen’s last action under the name of the channel', () => {
    const closesAtMs = DAY_END_MS;
    expect(windowOf(facts, MESSAGING_LIMITS, kind)).toEqual({ open: true, mode: 'service', closesAtMs });
  });

  it('has the length that held when the citizen wrote, also for an answer after a change', () => {
    const changedAt = new Date(LAST_MS + 2 * HOUR_MS).toISOString().slice(0, 10);
    const [day] = MESSAGING_LIMITS as readonly [DatedLimit, ...DatedLimit[]];
    const limits = [
      { ...day, validUntil: changedAt },
      { ...day, value: 12, validFrom: changedAt },
    ];
    const changedAtMs = Date.parse(changedAt);
    const before = { ...facts, lastCitizenAtMs: changedAtMs - 1, nowMs: changedAtMs + HOUR_MS };
    expect(windowOf(before, limits, kind)).toMatchObject({
      closesAtMs: changedAtMs - 1 + 24 * HOUR_MS - 5 * MINUTE_MS,
    });
    const after = { ...facts, lastCitizenAtMs: changedAtMs, nowMs: changedAtMs + HOUR_MS };
    expect(windowOf(after, limits, kind)).toMatchObject({ closesAtMs: changedAtMs + 12 * HOUR_MS - 5 * MINUTE_MS });
  });
});
