import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitReply, type TextLimit } from './split-reply.js';
import { weightedLength } from './weighted-text.js';

function characters(max: number): TextLimit {
  return { max, unit: 'characters' };
}

function parts(text: string, limit: TextLimit): readonly string[] {
  const split = splitReply(text, limit);
  return split.ok ? split.parts : [split.code];
}

describe('splitReply', () => {
  it('leaves a short answer in one part, without white space around it', () => {
    expect(parts(' Dag Fatima \n', characters(20))).toEqual(['Dag Fatima']);
  });

  it.each([
    [
      'at a paragraph before a sentence',
      'Een twee. Drie.\n\nVier. Vijf zes zeven',
      30,
      ['Een twee. Drie.', 'Vier. Vijf zes zeven'],
    ],
    ['at a line', 'Een twee drie\nvier vijf zes', 20, ['Een twee drie', 'vier vijf zes']],
    ['at a sentence before a word', 'Een twee drie. Vier vijf', 20, ['Een twee drie.', 'Vier vijf']],
    ['after the quote that closes a sentence', 'Hij zei "ja." Vier vijf', 18, ['Hij zei "ja."', 'Vier vijf']],
    ['at a word when the sentence ended too early', 'Ja. Twee drie vier vijf', 16, ['Ja. Twee drie', 'vier vijf']],
    ['exactly at the limit', 'abcd efgh', 4, ['abcd', 'efgh']],
    ['inside a word that is too long', 'abcdefgh', 5, ['abcde', 'fgh']],
    ['at an early word before a long one', 'a bcdefghij', 6, ['a', 'bcdefg', 'hij']],
  ])('cuts %s', (_, text, max, expected) => {
    expect(parts(text, characters(max))).toEqual(expected);
  });

  it('does not cut inside a character that a person sees as one', () => {
    expect(parts('👨‍👩‍👧👨‍👩‍👧', characters(12))).toEqual(['👨‍👩‍👧', '👨‍👩‍👧']);
    expect(parts('ééé', { max: 5, unit: 'bytes' })).toEqual(['éé', 'é']);
  });

  it('cuts a character that alone is over the limit between code points', () => {
    expect(parts('👨‍👩‍👧', characters(4))).toEqual(['👨‍', '👩‍', '👧']);
  });

  it('drops a run of white space longer than a part', () => {
    expect(parts(`abc${' '.repeat(50)}\n\n\ndef`, characters(5))).toEqual(['abc', 'def']);
  });

  it('counts a link as X does, and never cuts it', () => {
    const link = `https://www.gent.be/${'a'.repeat(60)}`;
    expect(parts(`Zie ${link} voor meer`, { max: 40, unit: 'weighted' })).toEqual([`Zie ${link} voor meer`]);
    expect(parts(`Het staat allemaal op ${link}`, { max: 40, unit: 'weighted' })).toEqual([
      'Het staat allemaal op',
      link,
    ]);
  });

  it('cuts a domain with a path that alone is over the limit', () => {
    const path = `gent.be/${'a'.repeat(60)}`;
    expect(parts(path, { max: 50, unit: 'weighted' }).join('')).toBe(path);
  });

  it('allows twenty parts and refuses more', () => {
    expect(parts('abcd '.repeat(20), characters(4))).toHaveLength(20);
    expect(parts('abcd '.repeat(21), characters(4))).toEqual(['REPLY_TOO_LONG']);
    expect(parts('abc '.repeat(21), characters(4))).toEqual(['REPLY_TOO_LONG']);
  });

  it('refuses an answer of white space only', () => {
    expect(parts(' \n ', characters(10))).toEqual(['REPLY_EMPTY']);
  });

  it('refuses a limit that cannot hold one character', () => {
    expect(() => splitReply('dag', characters(3))).toThrow(RangeError);
  });
});

const anyText = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(' ', '. ', '\n\n', '\r\n', '👩‍👩‍👦', 'é', '!" ')), {
    maxLength: 60,
  })
  .map((pieces) => pieces.join(''));
const anyLimit = fc.record({
  max: fc.integer({ min: 4, max: 60 }),
  unit: fc.constantFrom('characters' as const, 'bytes' as const),
});

const asXCounts = fc.record({ max: fc.integer({ min: 60, max: 280 }), unit: fc.constant('weighted' as const) });
const textWithLinks = fc
  .array(fc.oneof(anyText, fc.constantFrom('https://gent.be/afval ', ' stad.gent ', '\u8bf7\u95ee', '\u{1F4A1}')), {
    maxLength: 20,
  })
  .map((pieces) => pieces.join(''));

describe('properties', () => {
  it('keeps every part within the limit of X and loses white space only', () => {
    fc.assert(
      fc.property(textWithLinks, asXCounts, (text, limit) => {
        const split = splitReply(text, limit);
        for (const part of split.ok ? split.parts : []) {
          expect(weightedLength(part)).toBeLessThanOrEqual(limit.max);
        }
        const kept = split.ok ? split.parts.join('').replaceAll(/\s+/g, '') : '';
        expect(split.ok ? kept : text.trim()).toBe(split.ok ? text.replaceAll(/\s+/g, '') : '');
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every part within the limit and loses white space only', () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, limit) => {
        const split = splitReply(text, limit);
        if (!split.ok) {
          return;
        }
        let at = 0;
        for (const part of split.parts) {
          const size = limit.unit === 'bytes' ? Buffer.byteLength(part) : part.length;
          expect(size).toBeLessThanOrEqual(limit.max);
          expect(part.trim()).not.toBe('');
          const found = text.indexOf(part, at);
          expect(text.slice(at, found).trim()).toBe('');
          at = found + part.length;
        }
        expect(text.slice(at).trim()).toBe('');
        expect(split.parts.length).toBeLessThanOrEqual(20);
      }),
      { numRuns: 1000 },
    );
  });

  it('cuts where a grapheme ends, unless the grapheme is over the limit', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const whole = text.trim();
        const split = splitReply(text, characters(40));
        const starts = new Set([...new Intl.Segmenter().segment(whole)].map((segment) => segment.index));
        let at = 0;
        for (const part of split.ok ? split.parts : []) {
          at = whole.indexOf(part, at);
          expect(starts.has(at)).toBe(true);
          at += part.length;
        }
      }),
      { numRuns: 500 },
    );
  });
});
