import { describe, expect, it } from '@jest/globals';
import { isPaymentReference, paymentReferenceOf, sayPaymentReference } from './payment-reference.js';

describe('payment references', () => {
  it.each([
    ['0108068171', '+++010/8068/17183+++'],
    ['1234567890', '+++123/4567/89002+++'],
    // A rest of 0 is written as 97.
    ['97', '+++000/0000/09797+++'],
    ['0', '+++000/0000/00097+++'],
    ['1', '+++000/0000/00101+++'],
  ])('makes of %s %s', (number, said) => {
    expect(sayPaymentReference(paymentReferenceOf(number))).toBe(said);
    expect(isPaymentReference(paymentReferenceOf(number))).toBe(true);
  });

  it.each(['', '12345678901', '-1', '1.5', 'SCH-1'])('refuses to make one of "%s"', (number) => {
    expect(() => paymentReferenceOf(number)).toThrow(RangeError);
  });

  it.each(['123456789012', '12345678900', '1234567890020', '+++123/4567/89002+++', '000000000000'])(
    'does not take %s for one',
    (text) => {
      expect(isPaymentReference(text)).toBe(false);
    },
  );
});
