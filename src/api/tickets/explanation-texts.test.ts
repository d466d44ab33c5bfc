import { describe, expect, it } from '@jest/globals';
import { explanationTexts } from './explanation-texts.js';

describe('the price in an explanation', () => {
  it.each([
    ['2.4', '€ 2,40', '€ 2.40'],
    ['0', '€ 0,00', '€ 0.00'],
    ['1.2345', '€ 1,2345', '€ 1.2345'],
  ])('of %s has two decimals or more, and loses none', (amountEuro, dutch, english) => {
    expect(explanationTexts('nl').usage('forward.1700', 1, 'basis', amountEuro)).toContain(`: ${dutch}.`);
    expect(explanationTexts('en').usage('forward.1700', 1, 'basis', amountEuro)).toContain(`: ${english}.`);
  });
});
