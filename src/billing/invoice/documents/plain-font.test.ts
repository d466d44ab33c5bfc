import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { plainFontOf } from './plain-font.js';

const FILE = '@fontsource/source-sans-3/files/source-sans-3-latin-400-normal.woff';
const woff = readFileSync(createRequire(import.meta.url).resolve(FILE));
const font = plainFontOf(woff);

const tables = Array.from({ length: font.readUInt16BE(4) }, (_, place) => {
  const [checksum = 0, offset = 0, length = 0] = [4, 8, 12].map((at) => font.readUInt32BE(12 + place * 16 + at));
  return { tag: font.toString('latin1', 12 + place * 16, 16 + place * 16), checksum, offset, length };
});

/** The sum of a table as the font's maker wrote it: of whole words, without the sum of the whole file that `head` holds. */
function sumOf({ tag, offset, length }: (typeof tables)[number]): number {
  let sum = 0;
  for (let at = offset; at < offset + length; at += 4) {
    sum = (sum + (tag === 'head' && at === offset + 8 ? 0 : font.readUInt32BE(at))) >>> 0;
  }
  return sum;
}

describe('plainFontOf', () => {
  it('gives a TrueType font with the tables of the file, each with the sum that its maker wrote', () => {
    expect(font.readUInt32BE(0)).toBe(0x0001_0000);
    expect(tables.map(({ tag }) => tag)).toEqual(
      expect.arrayContaining(['cmap', 'glyf', 'head', 'hmtx', 'loca', 'name']),
    );
    expect(tables.map(sumOf)).toEqual(tables.map(({ checksum }) => checksum));
  });

  it('is as long as the file says that it is, with each table at a multiple of four', () => {
    expect(font.length).toBe(woff.readUInt32BE(16));
    expect(tables.filter(({ offset }) => offset % 4 !== 0)).toEqual([]);
  });
});
