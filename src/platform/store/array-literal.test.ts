import { describe, expect, it } from '@jest/globals';
import { arrayLiteral } from './array-literal.js';

describe('arrayLiteral', () => {
  it.each([
    ['nothing', [], '{}'],
    ['no value', [null, 'NULL'], '{NULL,"NULL"}'],
    ['numbers and yes or no', [1, -2.5, true], '{1,-2.5,true}'],
    ['quotes and backslashes', ['say "no"', 'a\\b'], '{"say \\"no\\"","a\\\\b"}'],
    ['JSON in JSON', [JSON.stringify({ a: 'x"y\n' })], '{"{\\"a\\":\\"x\\\\\\"y\\\\n\\"}"}'],
    ['lines and tabs as they are', ['"a"\n\tb'], '{"\\"a\\"\n\tb"}'],
    ['signs of two units', ['"😀"'], '{"\\"😀\\""}'],
    ['half a sign', ['"\ud83d'], '{"\\"\ud83d"}'],
  ])('writes %s', (_, values, expected) => {
    expect(arrayLiteral(values)).toBe(expected);
  });

  it.each([
    ['2026-11-27T11:04:05.037Z', '{"2026-11-27T11:04:05.037Z"}'],
    ['2026-11-27T11:04:59.100Z', '{"2026-11-27T11:04:59.1Z"}'],
    ['2026-11-27T11:04:00.000Z', '{"2026-11-27T11:04:00Z"}'],
    ['1969-12-31T23:59:59.999Z', '{"1969-12-31T23:59:59.999Z"}'],
  ])('writes the instant %s', (iso, expected) => {
    expect(arrayLiteral([new Date(iso)])).toBe(expected);
  });

  it('writes instants of one minute and of many as the same instants', () => {
    const dates = Array.from({ length: 9_000 }, (_, index) => new Date(1_764_000_000_000 + index * 30_017));
    const read = arrayLiteral(dates).slice(2, -2).split('","');

    expect(read.map((text) => Date.parse(text))).toEqual(dates.map((date) => date.getTime()));
  });

  it('refuses what is no instant', () => {
    expect(() => arrayLiteral([new Date(Number.NaN)])).toThrow(RangeError);
  });
});
