import { describe, expect, it } from '@jest/globals';
import { createSealer } from './sealer.js';

const KEY = Buffer.alloc(32, 7).toString('base64');

describe('a sealer', () => {
  it('opens what it sealed, and another one with the same key does too', () => {
    const plain = Buffer.from('Ik woon in de Kerkstraat 12 é');
    const sealed = createSealer(KEY).seal(plain);
    expect(createSealer(Buffer.alloc(32, 7).toString('hex')).open(sealed)).toEqual(plain);
    expect(sealed.includes(Buffer.from('Kerkstraat'))).toBe(false);
  });

  it('never seals the same text to the same bytes', () => {
    const sealer = createSealer(KEY);
    const sealed = Array.from({ length: 100 }, () => sealer.seal(Buffer.from('a')).toString('hex'));
    expect(new Set(sealed).size).toBe(100);
  });

  it('refuses changed bytes, another key and bytes that were never sealed', () => {
    const sealed = createSealer(KEY).seal(Buffer.from('a'));
    const changed = Buffer.from(sealed);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(() => createSealer(KEY).open(changed)).toThrow();
    expect(() => createSealer(Buffer.alloc(32, 8).toString('base64')).open(sealed)).toThrow();
    expect(() => createSealer(KEY).open(Buffer.from('plain'))).toThrow('not sealed by Schakel');
  });

  it('says how to make a key when the given one is too short', () => {
    expect(() => createSealer('short')).toThrow('openssl rand -base64 32');
  });
});
