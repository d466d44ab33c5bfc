import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deriveId, type Id, idOfName, instantOf, isId, newId } from './ids.js';

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

  it('of a consequence are those of earlier versions, so that an update repeats nothing', () => {
    const cause = '019aae23-8c00-7000-8000-000000000000' as Id;
    expect(deriveId(cause, 'ticket')).toBe('019aae23-8c00-7a9d-9690-94f0d1ec5f11');
    expect(deriveId(cause, 'message é', 7)).toBe('019aae23-8c00-7007-b3f5-99fc9b87625b');
    expect(idOfName('rekening')).toBe('00000000-0000-7561-95c7-a044ee95f8bb');
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
