import { describe, expect, it } from '@jest/globals';
import { budgetState } from './budget.js';

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
