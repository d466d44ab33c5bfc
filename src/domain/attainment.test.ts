import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attainmentOf } from './attainment.js';

const count = fc.integer({ min: 0, max: 1_000_000 });

describe('attainmentOf', () => {
  it.each([
    [0, 0, null],
    [0, 3, '0'],
    [3, 0, '1'],
    [1, 1, '0.5'],
    [2, 1, '0.666666'],
    [19, 1, '0.95'],
    [999_999_999, 1, '0.999999'],
    [1, 999_999_999, '0'],
  ])('of %i kept and %i not is %s', (met, breached, share) => {
    expect(attainmentOf({ met, breached })).toEqual({ decided: met + breached, share });
  });

  it('is exact to its last digit and never too high', () => {
    fc.assert(
      fc.property(count, count, (met, breached) => {
        const { share, decided } = attainmentOf({ met, breached });
        const millionths = share === null ? 0n : BigInt(Math.round(Number(share) * 1e6));
        expect(millionths * BigInt(decided)).toBeLessThanOrEqual(BigInt(met) * 1_000_000n);
        expect((millionths + 1n) * BigInt(decided)).toBeGreaterThanOrEqual(BigInt(met) * 1_000_000n);
        expect(share === '1').toBe(breached === 0 && met > 0);
      }),
    );
  });

  it.each([-1, 0.5, Number.NaN])('refuses %d, which is no count', (met) => {
    expect(() => attainmentOf({ met, breached: 1 })).toThrow(RangeError);
  });
});
