import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { waitAfterFailure } from './backoff.js';

describe('the wait after a failure', () => {
  it('is nothing at first, then doubles up to a minute or two', () => {
    let delaySeconds = 1;
    const waits: number[] = [];
    for (let failures = 0; failures < 10; failures += 1) {
      const next = waitAfterFailure({ failures, delaySeconds }, 0, () => 0.5);
      waits.push(next.waitSeconds);
      delaySeconds = next.delaySeconds;
    }
    expect(waits).toEqual([0, 2, 4, 8, 16, 32, 64, 90, 90, 90]);
  });

  it('is what the receiver asks, up to an hour', () => {
    expect(waitAfterFailure({ failures: 3, delaySeconds: 8 }, 30, () => 0)).toEqual({
      waitSeconds: 30,
      delaySeconds: 8,
    });
    fc.assert(
      fc.property(fc.integer(), fc.nat({ max: 50 }), (asked, failures) => {
        const { waitSeconds } = waitAfterFailure({ failures, delaySeconds: 1 }, asked, () => 0.9);
        expect(waitSeconds).toBeGreaterThanOrEqual(0);
        expect(waitSeconds).toBeLessThanOrEqual(3_600);
      }),
    );
  });
});
