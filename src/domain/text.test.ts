import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NATIONAL_NUMBER_REMOVED, foldWords, normaliseText, redactNationalNumbers } from './text.js';

// Numbers from the documentation of arthurdejong/python-stdnum; they belong to nobody.
const BORN_1985 = '85.07.30-033.28';
const BORN_2017 = '17.07.30-033.84';
const BIS = '98.47.28-997.65';

describe('redactNationalNumbers', () => {
  it.each([
    BORN_1985,
    BORN_2017,
    BIS,
    '85073003328',
    '85 07 30 033 28',
    '85/07/30-033/28',
    '85.07.30 - 033.28',
    '850730-033-28',
    '85.07.30\n033.28',
    '85.07.30–033.28',
  ])('removes %s', (number) => {
    expect(redactNationalNumbers(`Mijn nummer is ${number}, dank u.`)).toBe(
      `Mijn nummer is ${NATIONAL_NUMBER_REMOVED}, dank u.`,
    );
  });

  it('removes each of several numbers, also against a letter', () => {
    expect(redactNationalNumbers(`RR${BORN_1985} en ${BORN_2017}`)).toBe(
      `RR${NATIONAL_NUMBER_REMOVED} en ${NATIONAL_NUMBER_REMOVED}`,
    );
  });

  it.each([
    ['a wrong check digit', '85.07.30-033.29'],
    ['a month that cannot be', '85.19.30-033.91'],
    ['a month past the BIS months', '85.67.30-033.91'],
    ['a day that cannot be', '85.07.32-033.91'],
    ['an IBAN', 'BE71 0961 2345 6769'],
    ['an IBAN without spaces', 'BE71096123456769'],
    ['a structured reference', '+++010/8068/17183+++'],
    ['a mobile number', '0475 12 34 56'],
    ['a mobile number from abroad', '+32 475 12 34 56'],
    ['an international number with the digits of a national number', '+85073003328'],
    ['a part of a longer number', '850730033281'],
    ['the end of a longer number', '185073003328'],
    ['an enterprise number', '0566.988.259'],
  ])('keeps %s', (_, text) => {
    expect(redactNationalNumbers(text)).toBe(text);
  });

  it('finds a number that begins inside a candidate that failed', () => {
    expect(redactNationalNumbers(`12 85 07 300 ${BORN_1985}`)).toBe(`12 85 07 300 ${NATIONAL_NUMBER_REMOVED}`);
    expect(redactNationalNumbers('11 85 07 300 33 28')).toBe('11 85 07 300 33 28');
    expect(redactNationalNumbers('01 02 85 073 00 33 28')).toBe('01 02 85 073 00 33 28');
    expect(redactNationalNumbers('99 99 85.07.30 033 28')).toBe(`99 99 ${NATIONAL_NUMBER_REMOVED}`);
  });

  it('removes every number that passes its check, wherever it stands', () => {
    const numbers = fc.tuple(
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 0, max: 31 }),
      fc.integer({ min: 1, max: 998 }),
      fc.boolean(),
    );
    const words = fc.stringMatching(/^[a-z ,]*$/);
    fc.assert(
      fc.property(numbers, words, words, ([year, month, day, serial, isRecent], before, after) => {
        const pad = (value: number, length: number) => String(value).padStart(length, '0');
        const nine = `${pad(year, 2)}${pad(month, 2)}${pad(day, 2)}${pad(serial, 3)}`;
        const check = 97 - (Number(isRecent ? `2${nine}` : nine) % 97);
        expect(redactNationalNumbers(`${before}${nine}${pad(check, 2)}${after}`)).toBe(
          `${before}${NATIONAL_NUMBER_REMOVED}${after}`,
        );
      }),
    );
  });

  it('changes nothing the second time', () => {
    const once = redactNationalNumbers(`${BORN_1985} ${BIS}`);
    expect(redactNationalNumbers(once)).toBe(once);
  });
});

describe('normaliseText', () => {
  it('takes out NUL and halves of surrogate pairs, and keeps whole ones', () => {
    expect(normaliseText('a\0b\ud83dc\ude00d😀e')).toBe('abcd😀e');
  });

  it('makes any text one that UTF-8 can hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = normaliseText(`${text}\ud800`);
        expect(Buffer.from(clean).toString()).toBe(clean);
        expect(clean).not.toContain('\0');
      }),
    );
  });
});

describe('foldWords', () => {
  it.each([
    ['Waar is het RECYCLAGEPARK?', ['waar', 'is', 'het', 'recyclagepark']],
    ["Één café, d'été", ['een', 'cafe', 'd', 'ete']],
    ['Straße 12 🙂', ['strasse', '12']],
    ['', []],
    ['?!', []],
  ])('folds %j', (text, words) => {
    expect(foldWords(text)).toEqual(words);
  });
});
