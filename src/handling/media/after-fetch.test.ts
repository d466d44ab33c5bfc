import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterFetch } from './after-fetch.js';
import type { Fetched } from './fetch-media.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YOUNG = { failures: 0, ageMs: 0 };

describe('after an attempt to fetch', () => {
  it.each<[string, Fetched, { failures: number; ageMs: number }, object]>([
    [
      'a copy is there',
      { kind: 'fetched', digest: 'd', bytes: 3, mimeType: 'image/png' },
      YOUNG,
      { state: 'fetched', digest: 'd', bytes: 3, mimeType: 'image/png' },
    ],
    ['it is gone', { kind: 'gone', code: 'X' }, YOUNG, { state: 'tombstone', code: 'X', detail: null }],
    ['it comes soon', { kind: 'retry', code: 'X' }, YOUNG, { state: 'due', nextInMs: 5_000, parksAccount: false }],
    ['it comes later', { kind: 'retry', code: 'X' }, { failures: 4, ageMs: 0 }, { state: 'due', nextInMs: 80_000 }],
    ['it comes as late as is wished', { kind: 'retry', code: 'X', afterMs: 700_000 }, YOUNG, { nextInMs: 700_000 }],
    ['but within six hours', { kind: 'retry', code: 'X', afterMs: 9e9 }, YOUNG, { nextInMs: 6 * HOUR_MS }],
    [
      'the account waits',
      { kind: 'park', code: 'X', detail: 'status 403' },
      YOUNG,
      { state: 'due', nextInMs: 600_000, parksAccount: true, detail: 'status 403' },
    ],
    [
      'it is given up',
      { kind: 'retry', code: 'X', detail: 'y' },
      { failures: 300, ageMs: 8 * DAY_MS + 1 },
      { state: 'tombstone', code: 'MEDIA_GIVEN_UP', detail: 'X' },
    ],
    [
      'it is given up, parked or not',
      { kind: 'park', code: 'X' },
      { failures: 0, ageMs: 9 * DAY_MS },
      { state: 'tombstone', code: 'MEDIA_GIVEN_UP', detail: 'X' },
    ],
  ])('%s', (_label, fetched, history, expected) => {
    expect(afterFetch(fetched, history, () => 1)).toMatchObject(expected);
  });

  it('never waits for longer than six hours, and never for less than two seconds', () => {
    const wish = fc.option(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(wish, fc.nat(5_000), fc.double({ min: 0, max: 1, noNaN: true }), (afterMs, failures, random) => {
        const fetched = { kind: 'retry', code: 'X', ...(afterMs === undefined ? {} : { afterMs }) } as const;
        const after = afterFetch(fetched, { failures, ageMs: 0 }, () => random);
        const nextInMs = after.state === 'due' ? after.nextInMs : Number.NaN;
        expect(nextInMs).toBeGreaterThanOrEqual(2_000);
        expect(nextInMs).toBeLessThanOrEqual(6 * HOUR_MS);
      }),
    );
  });
});
