import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseExactly, withLongIntegersQuoted } from './exact-json.js';

describe('parseExactly', () => {
  it.each([
    ['a long id keeps every digit', '{"id":10201978818232601}', { id: '10201978818232601' }],
    ['in a list, and negative', '[1,-10201978818232601 , 2]', [1, '-10201978818232601', 2]],
    ['short numbers stay numbers', '{"time":1795430402,"ms":1795430410987}', { time: 1795430402, ms: 1795430410987 }],
    ['fractions stay numbers', '[51.05432109876543,10201978818232601]', [51.05432109876543, '10201978818232601']],
    ['exponents stay numbers', '[1234567890123456e2,10201978818232601]', [123456789012345600, '10201978818232601']],
    ['digits in a string stay as they are', '{"a":", 10201978818232601","b":1}', { a: ', 10201978818232601', b: 1 }],
    ['behind an escaped quote too', '["\\": 10201978818232601\\\\",1]', ['": 10201978818232601\\', 1]],
    ['at the top', ' 10201978818232601', '10201978818232601'],
  ])('%s', (_label, text, value) => {
    expect(parseExactly(text)).toEqual({ ok: true, value });
  });

  it.each([['{"a":'], [''], ['<html>'], ['{"a":"10201978818232601'], ['{"a": 10201978818232601']])(
    'says that %j is not JSON',
    (text) => {
      expect(parseExactly(text)).toEqual({ ok: false });
    },
  );

  it('gives what JSON.parse gives where no number is long', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        fc.pre(!/\d{16}/.test(text));
        expect(parseExactly(text)).toEqual({ ok: true, value: JSON.parse(text) });
        expect(JSON.parse(withLongIntegersQuoted(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps every digit of any long integer beside any text', () => {
    const long = fc.bigInt({ min: 10n ** 15n, max: 10n ** 30n });
    fc.assert(
      fc.property(long, fc.string(), (id, text) => {
        const body = `{"text":${JSON.stringify(text)},"id": ${id}}`;
        expect(parseExactly(body)).toEqual({ ok: true, value: { text, id: String(id) } });
      }),
    );
  });
});
