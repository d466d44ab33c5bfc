import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { adapter } from './index.js';
import { ANSWER_EVENTS } from './vocabulary.js';

type Json = Record<string, unknown>;

const fixture = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as Json;
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const TICKET = '019ab3c1-7e50-7a10-8b2c-3d4e5f607182';

describe('what comes from the contact center', () => {
  it.each([
    ['reply', { text: 'Dank u. De put wordt morgen hersteld.', author: 'operator 12', isFinal: true }],
    ['status', { status: 'in-progress', reason: 'De ploeg is onderweg.' }],
    ['forward', { to: '44083', reason: 'De Kerkstraat ligt in Deinze.' }],
    ['note', { text: 'Burger belde ook.', author: 'operator 12' }],
  ])('%s is read from its fixture', (type, facts) => {
    expect(adapter.decode(bytes(fixture(`answer.${type}.v1`)))).toEqual({
      ok: true,
      event: {
        type,
        key: `/1700/answers answer-${type}-1`,
        ticketId: TICKET,
        occurredAtMs: Date.UTC(2026, 10, 23, 10, 2, 11),
        ...facts,
      },
    });
  });

  it('has the same key when it comes again, and another when the source differs', () => {
    const keyOf = (changes: Json): unknown => {
      const decoded = adapter.decode(bytes({ ...fixture('answer.reply.v1'), ...changes }));
      return decoded.ok ? decoded.event.key : decoded;
    };
    expect(keyOf({})).toBe(keyOf({ time: '2026-11-24T00:00:00Z' }));
    expect(keyOf({ source: '/another' })).not.toBe(keyOf({}));
  });

  it('takes extension attributes of CloudEvents', () => {
    expect(adapter.decode(bytes({ ...fixture('answer.note.v1'), traceparent: '00-ab-cd-01' })).ok).toBe(true);
  });

  const reply = fixture('answer.reply.v1');
  const data = reply['data'] as Json;
  it.each<[string, unknown, string, string]>([
    [
      'another type',
      { ...reply, type: 'be.schakel.answer.reply.v2' },
      'ANSWER_TYPE_UNKNOWN',
      '/type: must be one of be.schakel.answer.reply.v1, be.schakel.answer.status.v1, be.schakel.answer.forward.v1, be.schakel.answer.note.v1',
    ],
    ['no type', { hello: 1 }, 'ANSWER_TYPE_UNKNOWN', '/type: must be one of'],
    ['a list', [reply], 'ANSWER_TYPE_UNKNOWN', '/type: must be one of'],
    ['null', null, 'ANSWER_TYPE_UNKNOWN', '/type: must be one of'],
    [
      'another version of CloudEvents',
      { ...reply, specversion: '0.3' },
      'ANSWER_INVALID',
      '/specversion: must be "1.0"',
    ],
    ['no id', { ...reply, id: undefined }, 'ANSWER_INVALID', 'the document: "id" is missing'],
    ['an empty id', { ...reply, id: '' }, 'ANSWER_INVALID', '/id: must NOT have fewer than 1 characters'],
    [
      'a source with a space, which would blur the key',
      { ...reply, source: '/a b' },
      'ANSWER_INVALID',
      '/source: must match format "uri-reference"',
    ],
    ['no time', { ...reply, time: undefined }, 'ANSWER_INVALID', 'the document: "time" is missing'],
    [
      'a time without zone',
      { ...reply, time: '2026-11-23T10:02:11' },
      'ANSWER_INVALID',
      '/time: must match format "date-time"',
    ],
    [
      'a leap second',
      { ...reply, time: '2016-12-31T23:59:60Z' },
      'ANSWER_INVALID',
      '/time: must be an instant without a leap second',
    ],
    ['no data', { ...reply, data: undefined }, 'ANSWER_INVALID', 'the document: "data" is missing'],
    [
      'a ticket number instead of its id',
      { ...reply, data: { ...data, ticketId: '2026-00412' } },
      'ANSWER_INVALID',
      '/data/ticketId: must match pattern',
    ],
    [
      'a subject of another ticket',
      { ...reply, subject: '019ab3c1-0000-7a10-8b2c-3d4e5f607182' },
      'ANSWER_INVALID',
      '/subject: must equal /data/ticketId',
    ],
    [
      'an empty text',
      { ...reply, data: { ...data, text: '' } },
      'ANSWER_INVALID',
      '/data/text: must NOT have fewer than 1 characters',
    ],
    [
      'a text that is too long',
      { ...reply, data: { ...data, text: 'x'.repeat(20_001) } },
      'ANSWER_INVALID',
      '/data/text: must NOT have more than 20000 characters',
    ],
    [
      'a NUL character',
      { ...reply, data: { ...data, text: 'a\u0000b' } },
      'ANSWER_INVALID',
      '/data/text: must match pattern',
    ],
    [
      'half a surrogate pair',
      { ...reply, data: { ...data, author: '\ud83d' } },
      'ANSWER_INVALID',
      '/data/author: must match pattern',
    ],
    ['a misspelt key', { ...reply, data: { ...data, final: true } }, 'ANSWER_INVALID', '/data: unknown key "final"'],
    [
      'a status that does not exist',
      { ...reply, type: 'be.schakel.answer.status.v1', data: { ticketId: TICKET, status: 'done' } },
      'ANSWER_INVALID',
      '/data/status: must be one of new, in-progress, waiting, answered, closed',
    ],
    [
      'a forward without a reason',
      { ...reply, type: 'be.schakel.answer.forward.v1', data: { ticketId: TICKET, to: '44083' } },
      'ANSWER_INVALID',
      '/data: "reason" is missing',
    ],
  ])('%s is refused with a sentence', (_what, value, code, sentence) => {
    const decoded = adapter.decode(bytes(value));
    expect(decoded).toEqual({ ok: false, code, reason: expect.stringContaining(sentence) });
  });

  it('tells all that is wrong in one go, bounded', () => {
    const decoded = adapter.decode(
      bytes({ ...reply, specversion: 1, data: { ticketId: 1, text: 2, ['x'.repeat(5_000)]: 1 } }),
    );
    expect(decoded).toMatchObject({
      ok: false,
      code: 'ANSWER_INVALID',
      reason: expect.stringContaining('/data/text: must be string'),
    });
    expect(decoded.ok ? 0 : decoded.reason.length).toBeLessThanOrEqual(801);
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'ANSWER_NOT_JSON'],
    ['text', Buffer.from('dag'), 'ANSWER_NOT_JSON'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'ANSWER_NOT_UTF8'],
    ['256 KiB and one byte', Buffer.alloc(256 * 1024 + 1, 0x20), 'ANSWER_TOO_LARGE'],
    ['100,000 brackets', Buffer.from('['.repeat(100_000)), 'ANSWER_NOT_JSON'],
  ])('%s is refused', (_what, body, code) => {
    expect(adapter.decode(body)).toMatchObject({ ok: false, code });
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (body) => {
        expect(adapter.decode(Buffer.from(body)).ok).toBe(false);
      }),
    );
  });

  it('never throws, whatever the JSON, and never accepts without a ticket', () => {
    const types = fc.constantFrom(...ANSWER_EVENTS.map((event) => `be.schakel.answer.${event}.v1`));
    const event = fc.record({
      type: types,
      id: fc.anything(),
      source: fc.anything(),
      time: fc.anything(),
      data: fc.anything(),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          event.map((value) =>
            JSON.stringify({ specversion: '1.0', ...value }, (_key, part: unknown) =>
              typeof part === 'bigint' ? String(part) : part,
            ),
          ),
        ),
        (body) => {
          const decoded = adapter.decode(Buffer.from(body));
          expect(decoded.ok).toBe(false);
        },
      ),
    );
  });
});
