import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastWeek, missedSince, type Habit } from './silence.js';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** A Wednesday, 15:30 in Brussels. */
const NOW_MS = Date.parse('2026-11-25T14:30:00Z');
const WEEKS = 4;

/** So many in each hour of these, in four weeks. */
function habit(count: number, isBusy: (weekday: number, hour: number) => boolean, nowMs = NOW_MS): Habit {
  const hours = Array.from({ length: 168 }, (_, n) => (isBusy(Math.floor(n / 24) + 1, n % 24) ? count * WEEKS : 0));
  return { hours, sinceMs: nowMs - WEEKS * WEEK };
}

const OFFICE = habit(3, (weekday, hour) => weekday <= 5 && hour >= 9 && hour < 17);

function missed(of: Habit, silentHours: number, nowMs = NOW_MS): number | null {
  const found = missedSince(of, nowMs - silentHours * HOUR, nowMs, lastWeek(nowMs));
  return found === null ? null : Math.round(found * 1000) / 1000;
}

describe('what an account should have received since it last did', () => {
  it.each([
    ['half an hour on a working day', 0.5, 1.5],
    ['since nine in the morning', 6.5, 19.5],
    ['since the evening before: nights count nothing', 20, 19.5],
    ['since Friday evening: nor do weekends', 4 * 24 + 20, 3 * (8 + 8 + 6.5)],
    ['a whole week', 168, 3 * 40],
    ['two weeks and half an hour', 336.5, 3 * 80 + 1.5],
    ['nothing yet', 0, 0],
  ])('%s', (_label, silentHours, expected) => {
    expect(missed(OFFICE, silentHours)).toBe(expected);
  });

  it('is not known of an account that is watched for less than two weeks', () => {
    expect(missed({ ...OFFICE, sinceMs: NOW_MS - 13 * 24 * HOUR }, 24)).toBeNull();
  });

  it('counts local hours when the clocks change', () => {
    // On Sunday 25 October 2026 three o'clock becomes two again, so the hour from two is there twice; on 29 March it is not there.
    const nowMs = Date.parse('2026-10-25T02:30:00Z');
    const nightly = habit(1, (weekday, hour) => weekday === 7 && hour === 2, nowMs);
    expect(missed(nightly, 6, nowMs)).toBe(2);
    const spring = Date.parse('2026-03-29T02:30:00Z');
    expect(
      missed(
        habit(1, (weekday, hour) => weekday === 7 && hour === 2, spring),
        6,
        spring,
      ),
    ).toBe(0);
  });

  it('grows with silence, and never more than a week more by a week', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 168, maxLength: 168 });
    const silence = fc.double({ min: 0, max: 2_000, noNaN: true });
    fc.assert(
      fc.property(counts, silence, silence, (hours, one, more) => {
        const of = { hours, sinceMs: NOW_MS - WEEKS * WEEK };
        const [less, greater] = [missed(of, one) ?? 0, missed(of, one + more) ?? 0];
        expect(greater).toBeGreaterThanOrEqual(less);
        const aWeek = hours.reduce((sum, count) => sum + count, 0) / WEEKS;
        expect((missed(of, one + 168) ?? 0) - less).toBeCloseTo(aWeek, 2);
      }),
    );
  });
});
