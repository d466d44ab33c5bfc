import { createHash } from 'node:crypto';

/** Gives numbers from 0 up to, not including, 1. */
export type Random = () => number;

/** The same seed gives the same numbers for ever (mulberry32), so that a failing disorder can be replayed. */
export function seededRandom(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Digits that look random but follow from the seed: platform ids are big numbers that never fit a JavaScript number. */
export function seededDigits(seed: string, length: number): string {
  const number = BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`);
  return number.toString().slice(-length).replace(/^0/, '1').padStart(length, '1');
}

export function seededBase64(seed: string, length: number): string {
  return createHash('sha512').update(seed).digest('base64url').slice(0, length);
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Letters and digits as in the DIDs of Bluesky. */
export function seededBase32(seed: string, length: number): string {
  const bytes = createHash('sha512').update(seed).digest().subarray(0, length);
  return [...bytes].map((byte) => BASE32[byte & 31] ?? '').join('');
}
