import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from './backoff.js';

describe('the pause after failures', () => {
  it('lies in the upper half of a bound that doubles', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const ceilingMs = Math.min(5_000, 100 * 2 ** (failures - 1));
          const pauseMs = backoffMs(failures, { firstMs: 100, maxMs: 5_000 }, () => random);
          expect(pauseMs).toBeGreaterThanOrEqual(ceilingMs / 2);
          expect(pauseMs).toBeLessThanOrEqual(ceilingMs);
        },
      ),
    );
  });
});
