import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pauseMs } from './breaker.js';
import {
  afterLookUp,
  afterSend,
  isTargetFailure,
  RETRY_SCHEDULE_MS,
  wasHeldBack,
  type AttemptFacts,
} from './next-state.js';

const facts: AttemptFacts = { attempts: 1, failures: 0, nowMs: 1_000_000, random: 0.5 };

describe('after an attempt', () => {
  it.each([
    ['delivered', { kind: 'delivered', remoteId: 'r' }, { state: 'delivered', remoteId: 'r' }],
    ['refused', { kind: 'refused', code: 'NO' }, { state: 'refused', code: 'NO' }],
    ['parked', { kind: 'park', code: 'TOKEN' }, { state: 'parked', code: 'TOKEN' }],
    ['quarantined', { kind: 'quarantined', code: 'BAD' }, { state: 'quarantined', code: 'BAD' }],
    ['unknown', { kind: 'unknown', code: 'LOST' }, { state: 'unknown', code: 'LOST', nextAttemptAtMs: 1_002_000 }],
    ['due again', { kind: 'retry', code: 'BUSY' }, { state: 'due', failures: 1, nextAttemptAtMs: 1_005_000 }],
  ] as const)('is %s', (_label, outcome, expected) => {
    expect(afterSend(outcome, facts)).toMatchObject(expected);
  });

  it('waits as long as the other side asks, if that is longer', () => {
    expect(afterSend({ kind: 'retry', code: 'BUSY', afterMs: 60_000 }, facts).nextAttemptAtMs).toBe(1_060_000);
  });

  it('keeps its retries when the guard of this process held it back, also after the last one', () => {
    const held = { kind: 'retry', code: 'LOCAL_BREAKER_OPEN', afterMs: 2_000 } as const;
    for (const failures of [0, RETRY_SCHEDULE_MS.length]) {
      const next = afterSend(held, { ...facts, failures });
      expect(next).toMatchObject({ state: 'due', failures, nextAttemptAtMs: 1_002_000, code: 'LOCAL_BREAKER_OPEN' });
      expect(wasHeldBack(next)).toBe(true);
    }
    expect(wasHeldBack(afterSend({ kind: 'retry', code: 'BUSY' }, facts))).toBe(false);
  });

  it('parks after the last wait of the schedule, about three days', () => {
    const last = RETRY_SCHEDULE_MS.length;
    expect(afterSend({ kind: 'retry', code: 'BUSY' }, { ...facts, failures: last })).toMatchObject({
      state: 'parked',
      code: 'RETRIES_EXHAUSTED',
      detail: 'BUSY',
    });
    const hours = RETRY_SCHEDULE_MS.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
    expect(Math.round(hours)).toBe(76);
  });

  it('never waits less than half nor more than one and a half of the schedule', () => {
    fc.assert(
      fc.property(
        fc.nat(RETRY_SCHEDULE_MS.length - 1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const waitMs = RETRY_SCHEDULE_MS[failures] ?? 0;
          const next = afterSend({ kind: 'retry', code: 'BUSY' }, { ...facts, failures, random });
          const took = next.nextAttemptAtMs - facts.nowMs;
          expect(took).toBeGreaterThanOrEqual(Math.floor(waitMs * 0.5));
          expect(took).toBeLessThanOrEqual(Math.ceil(waitMs * 1.5));
        },
      ),
    );
  });
});

describe('after a look at an unknown outcome', () => {
  it('settles what is found, repeats what is absent, waits while unsure', () => {
    expect(afterLookUp({ kind: 'found', remoteId: 'r' }, facts)).toMatchObject({ state: 'delivered', remoteId: 'r' });
    expect(afterLookUp({ kind: 'absent' }, facts)).toMatchObject({ state: 'due', nextAttemptAtMs: facts.nowMs });
    expect(afterLookUp({ kind: 'unsure', afterMs: 500, code: 'LAG' }, facts)).toMatchObject({
      state: 'unknown',
      nextAttemptAtMs: 1_000_500,
    });
  });

  it('asks a person in the end', () => {
    const next = afterLookUp({ kind: 'unsure', afterMs: 1, code: 'LAG' }, { ...facts, attempts: 61 });
    expect(next).toMatchObject({ state: 'parked', code: 'OUTCOME_UNKNOWN' });
  });

  it('asks a person at once where no look can tell', () => {
    const next = afterLookUp({ kind: 'untellable', code: 'SHOWS_NOTHING' }, facts);
    expect(next).toMatchObject({ state: 'parked', code: 'OUTCOME_UNTELLABLE', detail: 'SHOWS_NOTHING' });
  });
});

describe('the health of a target', () => {
  it('suffers from trouble of the target, not from a message that it refuses', () => {
    const states = [
      afterSend({ kind: 'retry', code: 'BUSY' }, facts),
      afterSend({ kind: 'unknown', code: 'LOST' }, facts),
      afterSend({ kind: 'park', code: 'TOKEN' }, facts),
      afterSend({ kind: 'refused', code: 'NO' }, facts),
      afterSend({ kind: 'quarantined', code: 'BAD' }, facts),
      afterSend({ kind: 'delivered' }, facts),
      afterLookUp({ kind: 'absent' }, facts),
    ];
    expect(states.map(isTargetFailure)).toEqual([true, true, true, false, false, false, false]);
  });

  it('pauses longer each time, up to ten minutes and a quarter', () => {
    expect([0, 1, 2, 10, 1000].map((openings) => pauseMs(openings, 0.5))).toEqual([
      5000, 10_000, 20_000, 600_000, 600_000,
    ]);
    expect(pauseMs(1000, 1)).toBe(750_000);
  });
});
