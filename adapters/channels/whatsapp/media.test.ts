import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, HttpResult, MediaLocation } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const URL_OF_FILE = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1003';
const FOUND = { url: URL_OF_FILE, mime_type: 'image/jpeg', sha256: 'x', file_size: 12, id: '1003' };

function located(
  result: HttpResult,
  mediaId: string | null = '1003',
): Promise<MediaLocation | undefined> & {
  readonly requests: HttpRequest[];
} {
  const requests: HttpRequest[] = [];
  const context: ChannelContext = {
    http: (request) => {
      requests.push(request);
      return Promise.resolve(result);
    },
    ...{ baseUrl: 'https://graph.example', settings: { accessToken: 'geheim', appSecret: '' }, nowMs: 0 },
  };
  // An address that came along is as old as the webhook; it must not be used.
  const attachment = {
    type: 'image',
    url: 'https://lookaside.fbsbx.com/old',
    ...(mediaId === null ? {} : { mediaId }),
  } as const;
  const asked = Promise.resolve(adapter.media?.locate({ account: '1055', messageId: 'wamid.1', attachment }, context));
  return Object.assign(asked, { requests });
}

function answer(status: number, body: object): HttpResult {
  return { kind: 'answer', status, headers: {}, text: JSON.stringify(body) };
}

describe('a file on WhatsApp', () => {
  it('is asked for by its id, with the number, and had from one host with the token', async () => {
    const asked = located(answer(200, FOUND));
    expect(await asked).toEqual({
      ...{ kind: 'at', url: URL_OF_FILE, headers: { authorization: 'Bearer geheim' } },
      ...{ hosts: ['lookaside.fbsbx.com'], refused: 'park', missing: 'retry' },
    });
    expect(asked.requests).toMatchObject([
      { method: 'GET', url: 'https://graph.example/v26.0/1003?phone_number_id=1055' },
    ]);
  });

  it.each<[string, HttpResult, object]>([
    [
      'an id that has ended',
      answer(400, { error: { code: 100, error_subcode: 33 } }),
      { kind: 'gone', code: 'MEDIA_GONE' },
    ],
    ['an id that Meta finds wrong', answer(400, { error: { code: 100 } }), { kind: 'gone', code: 'MEDIA_GONE' }],
    ['a token that has ended', answer(401, { error: { code: 190 } }), { kind: 'park', code: 'META_TOKEN_INVALID' }],
    ['a permission that is missing', answer(403, { error: { code: 10 } }), { kind: 'park' }],
    ['too many questions', answer(400, { error: { code: 4 } }), { kind: 'retry', afterMs: 300_000 }],
    ['a bad day', answer(500, { error: { code: 2 } }), { kind: 'retry', code: 'META_TEMPORARY' }],
    ['an answer without an address', answer(200, { id: '1003' }), { kind: 'retry', code: 'META_ANSWER_UNREADABLE' }],
    ['an answer that is none', { kind: 'answer', status: 200, headers: {}, text: '<html>' }, { kind: 'retry' }],
    ['no way there', { kind: 'not-sent', cause: 'ECONNREFUSED' }, { kind: 'retry', code: 'META_NOT_REACHED' }],
    ['silence', { kind: 'no-answer', cause: 'timeout' }, { kind: 'retry', code: 'META_NO_ANSWER' }],
  ])('%s', async (_label, result, expected) => {
    expect(await located(result)).toMatchObject(expected);
  });

  it('without an id cannot be had', async () => {
    const asked = located(answer(200, FOUND), null);
    expect(await asked).toEqual({ kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' });
    expect(asked.requests).toEqual([]);
  });
});
