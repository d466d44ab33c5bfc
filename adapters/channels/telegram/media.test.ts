import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, HttpResult, MediaLocation } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const TOKEN = '7700123:AAEtestTOKEN_of-a-bot';

async function located(
  result: HttpResult,
  { botToken = TOKEN, fileId = 'AgACfoto' }: { readonly botToken?: string; readonly fileId?: string | null } = {},
): Promise<{ readonly location: MediaLocation | undefined; readonly requests: readonly HttpRequest[] }> {
  const requests: HttpRequest[] = [];
  const context: ChannelContext = {
    http: (request) => {
      requests.push(request);
      return Promise.resolve(result);
    },
    ...{ baseUrl: 'https://telegram.example', settings: { botToken }, nowMs: 0 },
  };
  const attachment = { type: 'image', ...(fileId === null ? {} : { mediaId: fileId }) } as const;
  const location = await adapter.media?.locate({ account: 'bot', messageId: '1:2', attachment }, context);
  return { location, requests };
}

function answer(status: number, body: object): HttpResult {
  return { kind: 'answer', status, headers: {}, text: JSON.stringify(body) };
}

function refusing(code: number, description: string, parameters = {}): HttpResult {
  return answer(code, { ok: false, error_code: code, description, parameters });
}

const FOUND = answer(200, { ok: true, result: { file_id: 'AgACfoto', file_path: 'photos/file_7.jpg' } });

describe('a file on Telegram', () => {
  it('is at a path that is asked for, on the host of the Bot API only', async () => {
    const { location, requests } = await located(FOUND);
    expect(location).toEqual({
      ...{ kind: 'at', url: `https://telegram.example/file/bot${TOKEN}/photos/file_7.jpg` },
      ...{ hosts: [], refused: 'park', missing: 'retry' },
    });
    expect(requests).toMatchObject([
      { url: `https://telegram.example/bot${TOKEN}/getFile`, body: '{"file_id":"AgACfoto"}' },
    ]);
  });

  it.each(['../../other/secret', 'photos/../../x', '/etc/passwd', '//evil.example/x', 'a?b', 'a#b', 'https://evil/x'])(
    'is at no path that leads elsewhere: %s',
    async (path) => {
      const { location } = await located(answer(200, { ok: true, result: { file_path: path } }));
      expect(location).toMatchObject({ kind: 'retry', code: 'TELEGRAM_ANSWER_UNREADABLE' });
    },
  );

  it.each<[string, HttpResult, object]>([
    ['too large for a bot', refusing(400, 'Bad Request: file is too big'), { kind: 'gone', code: 'MEDIA_TOO_LARGE' }],
    ['unknown', refusing(400, 'Bad Request: wrong file_id'), { kind: 'gone', code: 'MEDIA_GONE' }],
    ['away for a moment', refusing(400, 'Bad Request: file is temporarily unavailable'), { kind: 'retry' }],
    [
      'of a bot whose token was revoked',
      refusing(401, 'Unauthorized'),
      { kind: 'park', code: 'TELEGRAM_TOKEN_INVALID' },
    ],
    ['asked for too often', refusing(429, '', { retry_after: 7 }), { kind: 'retry', afterMs: 7000 }],
    ['on a server that fails', refusing(500, ''), { kind: 'retry', code: 'TELEGRAM_SERVER_ERROR' }],
    [
      'out of reach',
      { kind: 'not-sent', cause: `x/bot${TOKEN}/getFile` },
      { kind: 'retry', code: 'TELEGRAM_NOT_REACHED' },
    ],
  ])('may be %s', async (_label, result, expected) => {
    const { location } = await located(result);
    expect(location).toMatchObject(expected);
    expect(JSON.stringify(location)).not.toContain(TOKEN);
  });

  it('cannot be had without an id or a token', async () => {
    expect(await located(FOUND, { fileId: null })).toEqual({
      location: { kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' },
      requests: [],
    });
    expect(await located(FOUND, { botToken: 'a/../b' })).toEqual({
      location: { kind: 'park', code: 'TELEGRAM_TOKEN_INVALID' },
      requests: [],
    });
  });
});
