import { describe, expect, it } from '@jest/globals';
import { askedIn, cursorAfter, gapSince } from './ask-history.js';

const NOW_MS = 1_795_600_000_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('a gap', () => {
  it.each([
    ['a new installation', null, undefined],
    ['a restart of a minute', NOW_MS - MINUTE, undefined],
    ['a restart just below ten minutes', NOW_MS - 10 * MINUTE + 1, undefined],
    ['ten minutes', NOW_MS - 10 * MINUTE, NOW_MS - 25 * MINUTE],
    ['a night', NOW_MS - 480 * MINUTE, NOW_MS - 495 * MINUTE],
    ['a month', NOW_MS - 30 * DAY, NOW_MS - 7 * DAY],
  ])('after %s', (_label, lastPostedAtMs, since) => {
    expect(gapSince(lastPostedAtMs, NOW_MS)).toBe(since);
  });
});

describe('the cursor of a history', () => {
  it('asks for nothing before anybody did, nor after all was read', () => {
    expect(askedIn(null)).toBeUndefined();
    expect(askedIn('anything')).toBeUndefined();
    expect(askedIn(cursorAfter({ sinceMs: 5, page: null }, 'ignored', false))).toBeUndefined();
  });

  it('holds since when, and any page of an adapter', () => {
    expect(askedIn('since:17:')).toEqual({ sinceMs: 17, page: null });
    const page = '{"after":"a:b","todo":[]}\n';
    expect(askedIn(cursorAfter({ sinceMs: 17, page: null }, page, true))).toEqual({ sinceMs: 17, page });
  });
});
