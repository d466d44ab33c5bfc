import { createHash } from 'node:crypto';

/** Sorted base 32 of AT Protocol. The first sign of a key stands for four bits. */
const SIGNS = '234567abcdefghijklmnopqrstuvwxyz';
const FIRST_SIGNS = 16;
const LENGTH = 13;

/** The key of our post, which follows from its reference alone: a repetition writes the same record and makes no second one. */
export function recordKeyOf(reference: string): string {
  const bytes = createHash('sha256').update(reference).digest().subarray(0, LENGTH);
  return [...bytes].map((byte, index) => SIGNS[byte % (index === 0 ? FIRST_SIGNS : SIGNS.length)]).join('');
}
