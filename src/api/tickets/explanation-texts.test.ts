import { describe, expect, it } from '@jest/globals';
import { explanationTexts } from './explanation-texts.js';

describe('the price in an explanation', () => {
  it.each([
    ['2.4', '€ 2,40', '€ 2.40'],
    ['0', '€ 0,00', '€ 0.00'],
    ['1.2345', '€ 1,2345', '€ 1.2345'],
  ])('of %s has two decimals or more, and loses none', (amountEuro, dutch, english) => {
    expect(explanationTexts('nl').usage('iets', 'basis', amountEuro)).toContain(`: ${dutch}.`);
    expect(explanationTexts('en').usage('iets', 'basis', amountEuro)).toContain(`: ${english}.`);
  });
});

describe('what a platform charged, in an explanation', () => {
  it('is an amount with its item and card', () => {
    const [dutch, english] = [explanationTexts('nl'), explanationTexts('en')];
    expect(dutch.usage(dutch.passedOn('0.0456', 'whatsapp.service', '2026-10-01'), 'basis', '0.0456')).toBe(
      'Aangerekend: € 0,0456 aan kosten van het platform (whatsapp.service op de prijslijst van 2026-10-01) volgens tarief "basis": € 0,0456.',
    );
    expect(english.passedOn('0.0456', 'whatsapp.service', null)).toBe(
      '€ 0.0456 as cost of the platform (whatsapp.service)',
    );
  });
});
