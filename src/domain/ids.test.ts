import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deriveId, instantOf, isId, newId } from './ids.js';

describe('ids', () => {
  it('carry their instant and are lower-case UUIDv7', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 47 }), (atMs) => {
        const id = newId(atMs);
        expect(isId(id)).toBe(true);
        expect(instantOf(id)).toBe(atMs);
      }),
    );
  });

  it('never repeat', () => {
    expect(new Set(Array.from({ length: 5000 }, () => newId(1))).size).toBe(5000);
  });

  it('of a consequence follow from cause and name, and keep the instant of the cause', () => {
    const cause = newId(1_795_430_400_000);
    expect(deriveId(cause, 'ticket')).toBe(deriveId(cause, 'ticket'));
    expect(deriveId(cause, 'ticket')).not.toBe(deriveId(cause, 'message'));
    expect(instantOf(deriveId(cause, 'ticket'))).toBe(1_795_430_400_000);
    expect(isId(deriveId(cause, 'ticket'))).toBe(true);
  });

  it('sort by position under one cause', () => {
    const cause = newId(5);
    const ids = Array.from({ length: 4000 }, (_, position) => deriveId(cause, `event ${position}`, position));
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.every(isId)).toBe(true);
  });

  it.each(['', 'x', '019aae23-8c00-4000-8000-000000000000', '019AAE23-8C00-7000-8000-000000000000'])(
    'are not "%s"',
    (text) => {
      expect(isId(text)).toBe(false);
    },
  );
});
