import { describe, expect, it } from '@jest/globals';
import { fieldsOf, idOf, instantOf, listOf, textOf } from './read.js';
import { digestOf, keyOf } from './keys.js';

describe('instantOf', () => {
  it.each([
    ['seconds', 1795430402, 1795430402000],
    ['seconds as text', '1795430900', 1795430900000],
    ['milliseconds', 1795430410987, 1795430410987],
    ['milliseconds as text', '1795430410987', 1795430410987],
    ['an ISO date as the Graph API writes it', '2026-11-23T10:02:09+0000', 1795428129000],
    ['microseconds, which nothing of Meta is', 1795430410987000, undefined],
    ['a small number', 12, undefined],
    ['a negative number', -1795430402, undefined],
    ['no number', Number.NaN, undefined],
    ['no date', 'gisteren', undefined],
    ['nothing', undefined, undefined],
  ])('%s', (_label, value, expected) => {
    expect(instantOf(value)).toBe(expected);
  });
});

describe('idOf', () => {
  it.each([
    ['text', 'm_A1', 'm_A1'],
    ['an exact number', 263902037430900, '263902037430900'],
    ['a rounded number', 10201978818232600, undefined],
    ['an empty text', '', undefined],
    ['a text with a space', 'a b', undefined],
    ['a zero character', 'a\0b', undefined],
    ['a text that is too long', 'x'.repeat(513), undefined],
    ['an object', {}, undefined],
  ])('%s', (_label, value, expected) => {
    expect(idOf(value)).toBe(expected);
  });
});

describe('textOf', () => {
  it('replaces what a database cannot hold and keeps emoji', () => {
    expect(textOf('put \0 \ud83d \ud83d\udea7')).toBe('put \ufffd \ufffd \ud83d\udea7');
  });

  it('gives nothing for an empty text or another type', () => {
    expect([textOf(''), textOf(1), textOf(null)]).toEqual([undefined, undefined, undefined]);
  });
});

describe('fieldsOf and listOf', () => {
  it('take only what they are for', () => {
    expect([fieldsOf([]), fieldsOf(null), fieldsOf('x'), fieldsOf({ a: 1 })]).toEqual([
      undefined,
      undefined,
      undefined,
      { a: 1 },
    ]);
    expect([listOf({}), listOf(undefined), listOf([1])]).toEqual([[], [], [1]]);
  });
});

describe('keys', () => {
  it('differ when the parts differ, wherever a colon stands', () => {
    expect(keyOf('a:b', 'c')).not.toBe(keyOf('a', 'b:c'));
    expect(keyOf('a%3Ab')).not.toBe(keyOf('a:b'));
  });

  it('stay short for long ids', () => {
    expect(keyOf('x'.repeat(500), 'y'.repeat(500)).length).toBeLessThanOrEqual(300);
    expect(keyOf('x'.repeat(500), 'y')).not.toBe(keyOf('x'.repeat(500), 'z'));
  });

  it('digest values by what they hold', () => {
    expect(digestOf({ a: [1, '2'] })).toBe(digestOf({ a: [1, '2'] }));
    const values = [{ a: 1 }, { a: '1' }, { a: [1] }, [1], ['1'], [[1]], null, 'null', [], {}, [null, []], [[], null]];
    expect(new Set(values.map((value) => digestOf(value))).size).toBe(values.length);
  });
});
