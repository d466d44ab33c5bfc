import { describe, expect, it } from '@jest/globals';
import { liveness } from './liveness.js';

const NOW = 1_790_000_000_000;

describe('liveness', () => {
  it.each([
    { ageMs: 0, sweepMs: 500, stuck: false },
    { ageMs: 30_000, sweepMs: 500, stuck: false },
    { ageMs: 30_001, sweepMs: 500, stuck: true },
    { ageMs: 30_001, sweepMs: 5_000, stuck: false },
    { ageMs: 100_000, sweepMs: 5_000, stuck: false },
    { ageMs: 100_001, sweepMs: 5_000, stuck: true },
    // The clock of the machine was set back.
    { ageMs: -60_000, sweepMs: 500, stuck: false },
  ])(
    'says stuck=$stuck of a loop that sweeps every $sweepMs ms and moved $ageMs ms ago',
    ({ ageMs, sweepMs, stuck }) => {
      const loops = [{ name: 'split', progressAtMs: NOW - ageMs, sweepMs }];
      expect(liveness({ loops, nowMs: NOW })).toEqual({ ok: !stuck, stuck: stuck ? ['split'] : [] });
    },
  );

  it('names every loop that is stuck and no other', () => {
    const loops = [
      { name: 'split', progressAtMs: NOW - 40_000, sweepMs: 500 },
      { name: 'handle', progressAtMs: NOW - 10, sweepMs: 500 },
      { name: 'deliver', progressAtMs: NOW - 31_000, sweepMs: 500 },
    ];
    expect(liveness({ loops, nowMs: NOW })).toEqual({ ok: false, stuck: ['split', 'deliver'] });
  });

  it('is alive without loops: a process with the role api has none', () => {
    expect(liveness({ loops: [], nowMs: NOW })).toEqual({ ok: true, stuck: [] });
  });
});
