import { describe, expect, it } from '@jest/globals';
import { askable, leftOf, minuteOf, watchedAfter } from './gap.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 10, 27, 12);
const USUAL = { nowMs: NOW, everyMs: 15 * MINUTE, isThrifty: false };

describe('a gap', () => {
  it('is a pause between two looks that is three times too long, and never less than three quarters of an hour', () => {
    expect(watchedAfter({}, USUAL)).toEqual({ lookedAtMs: NOW });
    expect(watchedAfter({ lookedAtMs: NOW - 45 * MINUTE }, USUAL)).toEqual({ lookedAtMs: NOW });
    expect(watchedAfter({ lookedAtMs: NOW - 46 * MINUTE }, USUAL)).toEqual({
      lookedAtMs: NOW,
      gap: { fromMs: NOW - 51 * MINUTE, toMs: NOW + 5 * MINUTE },
    });
    expect(watchedAfter({ lookedAtMs: NOW - 2 * HOUR }, { ...USUAL, everyMs: HOUR }).gap).toBeUndefined();
  });

  it('is not what a thrifty municipality leaves out', () => {
    expect(watchedAfter({ lookedAtMs: NOW - 3 * HOUR }, { ...USUAL, isThrifty: true }).gap).toBeUndefined();
    expect(watchedAfter({ lookedAtMs: NOW - 10 * HOUR }, { ...USUAL, isThrifty: true }).gap).toBeDefined();
  });

  it('is joined to one that is still open', () => {
    const gap = { fromMs: NOW - 5 * HOUR, toMs: NOW - 3 * HOUR };
    expect(watchedAfter({ lookedAtMs: NOW - HOUR, gap }, USUAL).gap).toEqual({ ...gap, toMs: NOW + 5 * MINUTE });
    expect(watchedAfter({ lookedAtMs: NOW - MINUTE, gap }, USUAL).gap).toEqual(gap);
  });

  it('is asked for in pieces of two hours, once X may be asked, until nothing is left', () => {
    const gap = { fromMs: NOW - 3 * HOUR, toMs: NOW };
    const first = askable(gap, NOW);
    expect(first).toEqual({ fromMs: NOW - 3 * HOUR, toMs: NOW - HOUR });
    const left = leftOf(gap, first, NOW);
    expect(left).toEqual({ fromMs: NOW - HOUR, toMs: NOW });
    // Its end is too young by now.
    expect(left && askable(left, NOW)).toBeUndefined();
    const last = left && askable(left, NOW + 12 * MINUTE);
    expect(last).toEqual(left);
    expect(left && leftOf(left, last, NOW + 12 * MINUTE)).toBeUndefined();
  });

  it('is given up where X has it no more', () => {
    expect(askable({ fromMs: NOW - 30 * HOUR, toMs: NOW - 20 * HOUR }, NOW)?.fromMs).toBe(
      NOW - 24 * HOUR + 10 * MINUTE,
    );
    expect(leftOf({ fromMs: NOW - 30 * HOUR, toMs: NOW - 25 * HOUR }, undefined, NOW)).toBeUndefined();
    expect(askable({ fromMs: NOW - 30 * HOUR, toMs: NOW - 25 * HOUR }, NOW)).toBeUndefined();
  });

  it('is written as X writes it', () => {
    expect(minuteOf(Date.UTC(2026, 0, 2, 3, 4, 59))).toBe('202601020304');
  });
});
