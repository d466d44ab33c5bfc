import { describe, expect, it } from '@jest/globals';
import { isBelgianVatNumber, isIban, isKbo } from './identifiers.js';

describe('isKbo', () => {
  it.each([
    ['0566988259', true],
    ['1010784540', true],
    ['0566988258', false],
    ['2566988259', false],
    ['566988259', false],
  ])('judges %s', (number, expected) => {
    expect(isKbo(number)).toBe(expected);
  });
});

describe('isBelgianVatNumber', () => {
  it.each([
    ['BE0566988259', true],
    ['BE0566988258', false],
    ['0566988259', false],
    ['NL0566988259', false],
    ['BE0566.988.259', false],
  ])('judges %s', (number, expected) => {
    expect(isBelgianVatNumber(number)).toBe(expected);
  });
});

describe('isIban', () => {
  it.each([
    ['BE71096123456769', true],
    ['NL91ABNA0417164300', true],
    // Two digits turned around.
    ['BE71096123456796', false],
    ['BE71 0961 2345 6769', false],
    // Right as an IBAN, but the old national check does not hold: 0961234567 modulo 97 is 69.
    ['BE44096123456770', false],
    ['BE7109612345676', false],
    ['', false],
  ])('judges %s', (number, expected) => {
    expect(isIban(number)).toBe(expected);
  });
});
