import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, deepFreeze } from './canonical.js';

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .map(([key, inner]) => [key, reversed(inner)] as const)
          .reverse(),
      )
    : value;
}

describe('canonicalJson', () => {
  it('sorts keys at every depth and writes no white space', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 'é' }], a: null, z: undefined })).toBe('{"a":null,"b":[{"c":"é","d":1}]}');
  });

  it('says the same whatever the order of keys, and loses nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe('deepFreeze', () => {
  it('freezes all the way down', () => {
    const frozen = deepFreeze({ list: [{ inner: 1 }] });
    expect([frozen, frozen.list, frozen.list[0]].every(Object.isFrozen)).toBe(true);
  });
});
