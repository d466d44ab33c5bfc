import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ProbeOutcome } from '../../adapter-sdk/index.js';
import { afterProbe, toldOf } from './after-probe.js';

const EVERY_MS = 900_000;
const WELL = { kind: 'well' } as const;
const DEAD = { kind: 'dead', about: 'token', code: 'TOKEN' } as const;

function after(outcome: ProbeOutcome, failures = 0, random = 0.5) {
  return afterProbe(outcome, failures, EVERY_MS, () => random);
}

describe('what a probe told', () => {
  it.each([
    ['nothing wrong', WELL, { verdict: 'well', about: null, code: null }],
    ['a warning', { ...WELL, warning: 'QUALITY' }, { verdict: 'well', about: null, code: 'QUALITY' }],
    ['an end', { ...WELL, expiresAtMs: 7 }, { verdict: 'well', expiresAtMs: 7 }],
    [
      'a subscription that is there',
      { ...WELL, subscription: 'present' },
      { verdict: 'well', subscription: 'present' },
    ],
    ['one that nobody can tell', { ...WELL, subscription: 'unknown' }, { verdict: 'well', subscription: 'unknown' }],
    [
      'a subscription that is gone',
      { ...WELL, subscription: 'absent', expiresAtMs: 7 },
      { verdict: 'dead', about: 'subscription', code: 'CHANNEL_SUBSCRIPTION_ABSENT', expiresAtMs: 7 },
    ],
    [
      'a permission that is missing',
      { ...WELL, missing: ['write'], warning: 'QUALITY' },
      { verdict: 'dead', about: 'permission', code: 'CHANNEL_PERMISSION_MISSING', missing: ['write'] },
    ],
    [
      'a dead token',
      { ...DEAD, detail: 'x'.repeat(900) },
      { verdict: 'dead', about: 'token', detail: 'x'.repeat(500) },
    ],
  ] as const)('is %s', (_label, outcome, expected) => {
    expect(toldOf(outcome)).toMatchObject(expected);
  });
});

describe('after a probe', () => {
  it.each([
    ['that told that all is well, the next one is after the pause', WELL, 2, { kind: 'told', nextInMs: EVERY_MS }],
    ['of a dead account, sooner', DEAD, 0, { kind: 'told', nextInMs: EVERY_MS / 3 }],
    [
      'that could not tell, soon',
      { kind: 'unsure', code: 'AWAY' },
      0,
      { kind: 'untold', failures: 1, nextInMs: 45_000 },
    ],
    [
      'that could not tell again, later',
      { kind: 'unsure', code: 'AWAY' },
      2,
      { failures: 3, code: 'AWAY', nextInMs: 180_000 },
    ],
  ] as const)('%s', (_label, outcome, failures, expected) => {
    expect(after(outcome, failures)).toMatchObject(expected);
  });

  it('never waits longer than a tenth more than the pause, and drifts', () => {
    const outcomes = fc.constantFrom<ProbeOutcome>(WELL, DEAD, { kind: 'unsure', code: 'AWAY' });
    fc.assert(
      fc.property(outcomes, fc.nat(2_000), fc.double({ min: 0, max: 1, noNaN: true }), (outcome, failures, random) => {
        const { nextInMs } = after(outcome, failures, random);
        expect(nextInMs).toBeGreaterThanOrEqual(30_000);
        expect(nextInMs).toBeLessThanOrEqual(EVERY_MS * 1.1);
      }),
    );
    expect(after(WELL, 0, 0).nextInMs).not.toBe(after(WELL, 0, 1).nextInMs);
  });
});
