import { describe, expect, it } from '@jest/globals';
import { budgetState, mustReadLess, rarePauseMs } from './budget.js';

const BUDGET = { monthEuro: '200.00', warnAt: [1, 0.5, 0.8] };

describe('a budget', () => {
  it.each([
    ['nothing was spent', '0', []],
    ['just under half', '99.999999999', []],
    ['exactly half', '100', [0.5]],
    ['nearly all', '160.00', [0.5, 0.8]],
    ['all of it', '200', [0.5, 0.8, 1]],
    ['more than all', '900.5', [0.5, 0.8, 1]],
  ])('tells the shares that were reached: %s', (_, charges, reached) => {
    expect(budgetState(BUDGET, charges, null)).toEqual({ monthEuro: '200.00', reached, willExceed: null });
  });

  it.each([
    ['200', false],
    ['200.01', true],
  ])('tells whether a forecast of %s goes over it', (forecast, willExceed) => {
    expect(budgetState(BUDGET, '10', forecast).willExceed).toBe(willExceed);
  });
});

describe('a soft cap of what platforms charge', () => {
  it.each([
    ['no budget', undefined, '1000', false],
    ['a budget without one', BUDGET, '1000', false],
    ['less than it', { ...BUDGET, platformEuro: '10' }, '9.999999', false],
    ['as much', { ...BUDGET, platformEuro: '10' }, '10.000000', true],
    ['nothing allowed', { ...BUDGET, platformEuro: '0' }, '0', true],
  ] as const)('is reached: %s', (_label, budget, charged, isReached) => {
    expect(mustReadLess(budget, charged)).toBe(isReached);
  });

  it.each([
    [2_000, 24_000],
    [900_000, 10_800_000],
    [3_600_000, 21_600_000],
    [86_400_000, 86_400_000],
  ])('makes a pause of %d ms one of %d', (everyMs, rareMs) => {
    expect(rarePauseMs(everyMs)).toBe(rareMs);
  });
});
