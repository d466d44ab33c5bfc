import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PullOutcome } from '../../adapter-sdk/index.js';
import { afterLook } from './after-look.js';

const EVERY_MS = 60_000;
const HOUR_MS = 3_600_000;
const PULLED = { kind: 'pulled', body: null, cursor: '7', hasMore: false } as const;

function after(outcome: PullOutcome, failures = 0) {
  return afterLook(outcome, failures, EVERY_MS, () => 1);
}

describe('after a look at a platform', () => {
  it.each([
    ['the next one is after the pause of the channel', PULLED, 4, { cursor: '7', nextInMs: EVERY_MS, failures: 0 }],
    ['and at once when there is more', { ...PULLED, hasMore: true }, 0, { cursor: '7', nextInMs: 0, failures: 0 }],
    ['that failed, soon', { kind: 'retry', code: 'AWAY' }, 0, { nextInMs: 5_000, failures: 1, code: 'AWAY' }],
    ['that failed again, later', { kind: 'retry', code: 'AWAY' }, 3, { nextInMs: 40_000, failures: 4 }],
    ['as late as the platform wishes', { kind: 'retry', code: 'BUSY', afterMs: 900_000 }, 0, { nextInMs: 900_000 }],
    ['but no later than in an hour', { kind: 'retry', code: 'BUSY', afterMs: 9e9 }, 0, { nextInMs: HOUR_MS }],
    ['that was refused, in ten minutes', { kind: 'park', code: 'TOKEN' }, 0, { nextInMs: 600_000, code: 'TOKEN' }],
  ] as const)('%s', (_label, outcome, failures, expected) => {
    expect(after(outcome, failures)).toMatchObject(expected);
  });

  it('keeps the cursor of a look that failed', () => {
    expect(after({ kind: 'retry', code: 'AWAY' })).not.toHaveProperty('cursor');
    expect(after({ kind: 'park', code: 'TOKEN' })).not.toHaveProperty('cursor');
  });

  it('never waits for more than an hour, nor less than two seconds after a failure', () => {
    const wish = fc.option(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(wish, fc.nat(2_000), fc.double({ min: 0, max: 1, noNaN: true }), (afterMs, failures, random) => {
        const outcome = { kind: 'retry', code: 'AWAY', ...(afterMs === undefined ? {} : { afterMs }) } as const;
        const { nextInMs } = afterLook(outcome, failures, EVERY_MS, () => random);
        expect(nextInMs).toBeGreaterThanOrEqual(2_000);
        expect(nextInMs).toBeLessThanOrEqual(HOUR_MS);
      }),
    );
  });
});
