import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compareEuro,
  formatEuro,
  isExactDecimal,
  multiplyEuro,
  negateEuro,
  percentOfEuro,
  roundToCents,
  shareOfEuro,
  sumEuro,
  vatEuro,
  splitEuro,
} from './money.js';

const amounts = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 6 }))
  .map(([isNegative, digits, scale]) => {
    const text = digits.toString().padStart(scale + 1, '0');
    const exact = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
    return isNegative ? `-${exact}` : exact;
  });

describe('exact arithmetic', () => {
  it.each([
    ['0.1', '3', '0.3'],
    ['0.0035', '1000000', '3500'],
    ['1.10', '0', '0'],
    ['-2.5', '2', '-5'],
    ['0.000000001', '0.000000001', '0.000000000000000001'],
  ])('multiplies %s by %s', (price, quantity, expected) => {
    expect(multiplyEuro(price, quantity)).toBe(expected);
  });

  it('sums without losing anything', () => {
    expect(sumEuro(['0.1', '0.2', '-0.3'])).toBe('0');
    expect(sumEuro([])).toBe('0');
    expect(sumEuro(['90071992547409.91', '0.01'])).toBe('90071992547409.92');
  });

  it.each(['1,50', '1e3', '.5', '01', '', 'NaN', ' 1', '+1'])('refuses %j', (text) => {
    expect(isExactDecimal(text)).toBe(false);
    expect(() => sumEuro([text])).toThrow(RangeError);
  });

  it('compares by value', () => {
    expect(compareEuro('1.0', '1')).toBe(0);
    expect(compareEuro('0.9', '1')).toBe(-1);
    expect(compareEuro('10', '9')).toBe(1);
  });

  it('adds up in any order and in any grouping', () => {
    fc.assert(
      fc.property(fc.array(amounts), fc.array(amounts), (left, right) => {
        const apart = sumEuro([sumEuro(left), sumEuro(right)]);
        expect(apart).toBe(sumEuro([...right, ...left].reverse()));
      }),
    );
  });

  it('is undone by its negation, and never writes a negative zero', () => {
    fc.assert(fc.property(amounts, (amount) => sumEuro([amount, negateEuro(amount)]) === '0'));
    expect(negateEuro('0')).toBe('0');
    expect(multiplyEuro('-0', '5')).toBe('0');
  });
});

describe('rounding', () => {
  it.each([
    ['1.005', '1.01'],
    ['1.0049', '1.00'],
    ['-1.005', '-1.01'],
    ['-0.004', '0.00'],
    ['2', '2.00'],
  ])('rounds %s to %s', (amount, expected) => {
    expect(roundToCents(amount)).toBe(expected);
  });

  it('takes VAT over the total, once', () => {
    expect(vatEuro('100.00', '21')).toBe('21.00');
    expect(vatEuro('0.07', '21')).toBe('0.01');
    expect(vatEuro('-10.55', '21')).toBe('-2.22');
  });

  it('mirrors a credit', () => {
    fc.assert(
      fc.property(
        amounts,
        (amount) => compareEuro(roundToCents(negateEuro(amount)), negateEuro(roundToCents(amount))) === 0,
      ),
    );
  });
});

describe('shares and percents', () => {
  it.each([
    ['30', 10, 30, '10'],
    ['25', 1, 31, '0.806451613'],
    ['250', 16, 30, '133.333333333'],
    ['0.000000001', 1, 2, '0.000000001'],
    ['-10', 1, 3, '-3.333333333'],
    ['5', 0, 30, '0'],
  ])('of %s, %i of %i, give %s', (amount, part, whole, share) => {
    expect(shareOfEuro(amount, part, whole)).toBe(share);
  });

  it('of all parts is what the whole is, within a part of a millionth of a cent for each', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 30 }), (amount, first) => {
        const sum = sumEuro([shareOfEuro(amount, first, 31), shareOfEuro(amount, 31 - first, 31)]);
        const off = sumEuro([sum, negateEuro(amount)]);
        expect([compareEuro(off, '0.000000002'), compareEuro(off, '-0.000000002')]).toEqual([-1, 1]);
      }),
    );
  });

  it('takes a percentage exactly', () => {
    expect(percentOfEuro('8.6415', '2.5')).toBe('0.2160375');
    expect(percentOfEuro('-40', '100')).toBe('-40');
  });
});

describe('formatEuro', () => {
  it.each([
    ['0', '€ 0,00'],
    ['999.5', '€ 999,50'],
    ['1234.567', '€ 1.234,57'],
    ['-1234567', '€ -1.234.567,00'],
    ['-0.001', '€ 0,00'],
  ])('writes %s as %s', (amount, expected) => {
    expect(formatEuro(amount)).toBe(expected);
  });
});

describe('splitEuro', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['10', ['1', '1', '1'], ['3.333333334', '3.333333333', '3.333333333']],
    ['10', ['1', '3'], ['2.5', '7.5']],
    ['-1', ['1', '2'], ['-0.333333333', '-0.666666667']],
    ['0', ['1', '2'], ['0', '0']],
    ['0.0000000001', ['0', '5'], ['0', '0.0000000001']],
    ['2', ['0.5', '1.5'], ['0.5', '1.5']],
  ])('divides %s by %j', (amount, weights, parts) => {
    expect(splitEuro(amount, weights)).toEqual(parts);
    expect(sumEuro(parts)).toBe(amount);
  });

  it.each([[['0', '0']], [[]], [['-1', '2']]])('refuses weights %j', (weights) => {
    expect(() => splitEuro('1', weights)).toThrow(RangeError);
  });
});
