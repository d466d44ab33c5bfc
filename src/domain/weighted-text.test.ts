import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holdsAddress, weightedLength, weightedPieces } from './weighted-text.js';

describe('the length of a text as X counts it', () => {
  // What the documentation of twitter-text says of version 3, and cases of its own conformance tests.
  it.each([
    ['letters and signs', 'Dag Fatima, tot morgen!', 23],
    ['letters with accents, composed or not', 'caf\u00e9 cafe\u0301', 9],
    ['Chinese', '\u8bf7\u95ee', 4],
    ['an emoji', '\u{1F4A1}', 2],
    ['an emoji with a colour', '\u{1F44D}\u{1F3FD}', 2],
    ['a family', '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}', 2],
    ['a flag', '\u{1F1E7}\u{1F1EA}', 2],
    ['the flag of England', '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}', 2],
    ['a keycap', '1\uFE0F\u20E3', 2],
    ['typographical quotes and a dash', '\u2018a\u2019 \u2013 b', 7],
    ['an ellipsis, which is none of those', '\u2026', 2],
    ['a long link', `https://www.gent.be/${'a'.repeat(200)}`, 23],
    ['a short link', 'https://x.be', 23],
    ['a link between words', 'zie https://www.gent.be/nl?a=1#b nu', 30],
    ['a domain without a scheme, at most', 'zie gent.be nu', 30],
    ['a path without a scheme, at most', `gent.be/${'a'.repeat(40)}`, 48],
    ['a mail address, at most', 'info@gent.be', 28],
    ['what begins no link', 'a.b 3.5 http://localhost', 24],
  ])('%s', (_label, text, length) => {
    expect(weightedLength(text)).toBe(length);
  });

  it('is the sum of its pieces, which are the whole text', () => {
    fc.assert(
      fc.property(someText, (text) => {
        const pieces = weightedPieces(text);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        expect(pieces.every(({ weight }) => weight > 0)).toBe(true);
      }),
    );
  });

  it('never falls when words are added', () => {
    fc.assert(
      fc.property(someText, someText, (one, other) => {
        expect(weightedLength(`${one} ${other}`)).toBeGreaterThan(Math.max(weightedLength(one), weightedLength(other)));
      }),
    );
  });

  // A pattern that went back over what it read would not end before the time of a test does.
  it.each(['a.', 'https://', 'a.be/', 'be.', '\u0301', 'a', 'a '])(
    'is found of twenty thousand characters of %j',
    (piece) => {
      expect(weightedLength(piece.repeat(20_000 / piece.length))).toBeGreaterThan(0);
    },
  );
});

const someText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(' ', 'https://gent.be/a', 'gent.be', '\u{1F4A1}', '\u8bf7', '@stad', '. ', 'x'),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));

describe('a link', () => {
  it.each([
    ['Zie https://www.gent.be/afval.', true],
    ['Zie gent.be', true],
    ['Tot 17.30 uur, art. 3', false],
    ['Dag Lies', false],
  ])('in %j: %p', (text, holds) => {
    expect(holdsAddress(text)).toBe(holds);
  });
});
