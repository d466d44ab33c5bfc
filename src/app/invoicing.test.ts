import { describe, expect, it } from '@jest/globals';
import { keptPromisesOf } from './invoicing.js';

const NONE = { channel: null, topic: null, target: null, open: 4, excluded: [], usedMs: null };

describe('the figures for service credits', () => {
  it('are those of the scorecard: too late is broken, open is neither, and clocks of the law earn no credit', () => {
    const total = { ...NONE, clock: null, met: 10, metLate: 2, missed: 3 };
    const clocks = [
      { ...NONE, clock: 'first-response' as const, met: 6, metLate: 1, missed: 0 },
      { ...NONE, clock: 'complaint-answer' as const, met: 0, metLate: 0, missed: 1 },
    ];
    expect(keptPromisesOf({ total, clocks, groups: [], isCut: false })).toEqual([
      { clock: null, met: 10, breached: 5 },
      { clock: 'first-response', met: 6, breached: 1 },
    ]);
  });
});
