import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, HttpResult, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const TOKEN = '7700123:AAEtestTOKEN_of-a-bot';
const AT_MS = 1_795_600_000_000;
const PART: OutgoingPart = {
  reference: 'schakel:out:01JD8R',
  account: 'brugge-meldpunt',
  conversation: '99887766',
  text: 'Uw zak is meegenomen. *Dank u!*',
  citizenAliases: [],
  inReplyTo: '99887766:41',
  replyMode: 'chat',
  firstAttemptAtMs: AT_MS,
};

function giving(result: HttpResult, botToken: unknown = TOKEN): ChannelContext & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve(result);
    },
    baseUrl: 'https://telegram.example',
    settings: { botToken },
    nowMs: AT_MS,
  };
}

function answering(status: number, body: object, headers: Readonly<Record<string, string>> = {}): HttpResult {
  return { kind: 'answer', status, headers, text: JSON.stringify(body) };
}

function refusing(code: number, description: string, parameters?: object): HttpResult {
  return answering(code, { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) });
}

const ACCEPTED = answering(200, { ok: true, result: { message_id: 42 } });

async function bodyFor(part: OutgoingPart): Promise<unknown> {
  const context = giving(ACCEPTED);
  await adapter.send(part, context);
  return JSON.parse(context.requests[0]?.body ?? '');
}

describe('an answer', () => {
  it('is plain text under the message that it answers', async () => {
    const context = giving(ACCEPTED);
    expect(await adapter.send(PART, context)).toEqual({ kind: 'delivered', remoteId: '99887766:42' });
    expect(context.requests).toEqual([
      {
        method: 'POST',
        url: `https://telegram.example/bot${TOKEN}/sendMessage`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          chat_id: '99887766',
          text: 'Uw zak is meegenomen. *Dank u!*',
          reply_parameters: { message_id: 41, allow_sending_without_reply: true },
        }),
        timeoutMs: 20_000,
      },
    ]);
  });

  it.each([
    ['a tap', 'tap:42'],
    ['a message of another chat', '5:41'],
    ['a number that no message has', '99887766:12345678901'],
    ['nothing', undefined],
  ])('to %s is no reply', async (_label, inReplyTo) => {
    const { inReplyTo: _answered, ...rest } = PART;
    expect(await bodyFor({ ...rest, ...(inReplyTo === undefined ? {} : { inReplyTo }) })).toEqual({
      chat_id: '99887766',
      text: PART.text,
    });
  });

  it('goes to a chat whose id is above 2^53 with every digit', async () => {
    expect(await bodyFor({ ...PART, conversation: '9007199254740993' })).toMatchObject({ chat_id: '9007199254740993' });
  });

  it.each([[''], ['no-token'], ['77:a/../b'], ['77:a b'], [undefined]])(
    'waits for configuration while the token is %j',
    async (token) => {
      const context = giving(ACCEPTED, token === undefined ? null : token);
      expect(await adapter.send(PART, context)).toEqual({ kind: 'park', code: 'TELEGRAM_TOKEN_INVALID' });
      expect(context.requests).toEqual([]);
    },
  );
});

describe('what Telegram answers', () => {
  it.each<[string, HttpResult, object]>([
    [
      'too many',
      refusing(429, 'Too Many Requests: retry after 7', { retry_after: 7 }),
      { kind: 'retry', code: 'TELEGRAM_RATE_LIMITED', detail: 'code 429', afterMs: 7000, holdsAccount: true },
    ],
    [
      'too many, told in the header',
      answering(429, { ok: false, error_code: 429 }, { 'retry-after': '3' }),
      { kind: 'retry', code: 'TELEGRAM_RATE_LIMITED', detail: 'code 429', afterMs: 3000, holdsAccount: true },
    ],
    [
      'too many, for ever',
      refusing(429, '', { retry_after: 1e9 }),
      { kind: 'retry', code: 'TELEGRAM_RATE_LIMITED', detail: 'code 429', afterMs: 86_400_000, holdsAccount: true },
    ],
    [
      'too many, for no time',
      refusing(429, '', { retry_after: -1 }),
      { kind: 'retry', code: 'TELEGRAM_RATE_LIMITED', detail: 'code 429' },
    ],
    ['a revoked token', refusing(401, 'Unauthorized'), { kind: 'park', code: 'TELEGRAM_TOKEN_INVALID' }],
    ['a token of another form', refusing(404, 'Not Found'), { kind: 'park', code: 'TELEGRAM_TOKEN_INVALID' }],
    [
      'a citizen who blocked the bot',
      refusing(403, 'Forbidden: bot was blocked by the user'),
      { kind: 'refused', code: 'TELEGRAM_BLOCKED_BY_CITIZEN', detail: 'code 403' },
    ],
    [
      'a citizen who left Telegram',
      refusing(403, 'Forbidden: user is deactivated'),
      { kind: 'refused', code: 'PERSON_UNREACHABLE', detail: 'code 403' },
    ],
    [
      'no such chat',
      refusing(400, 'Bad Request: chat not found'),
      { kind: 'refused', code: 'RECIPIENT_UNKNOWN', detail: 'code 400' },
    ],
    [
      'a group that moved',
      refusing(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: -1005 }),
      { kind: 'refused', code: 'TELEGRAM_CHAT_MOVED', detail: 'code 400' },
    ],
    [
      'a request that is wrong',
      refusing(400, 'Bad Request: message is too long'),
      { kind: 'quarantined', code: 'TELEGRAM_BAD_REQUEST', detail: 'code 400' },
    ],
    [
      'a new code',
      refusing(418, 'Teapot'),
      { kind: 'quarantined', code: 'TELEGRAM_ERROR_UNKNOWN', detail: 'code 418' },
    ],
    [
      'no code',
      answering(400, { ok: false }),
      { kind: 'quarantined', code: 'TELEGRAM_ERROR_UNKNOWN', detail: 'code NaN' },
    ],
    [
      'a fault of its own',
      refusing(500, 'Internal Server Error'),
      { kind: 'unknown', code: 'TELEGRAM_SERVER_ERROR', detail: 'code 500' },
    ],
    [
      'yes, under the status of a fault',
      answering(502, { ok: true, result: { message_id: 42 } }),
      { kind: 'unknown', code: 'TELEGRAM_ANSWER_UNREADABLE', detail: 'status 502' },
    ],
    [
      'yes, without a message',
      answering(200, { ok: true, result: true }),
      { kind: 'unknown', code: 'TELEGRAM_ANSWER_UNREADABLE', detail: 'status 200' },
    ],
  ])('%s', async (_label, result, expected) => {
    expect(await adapter.send(PART, giving(result))).toEqual(
      'detail' in expected ? expected : { ...expected, detail: expect.stringMatching(/^code 40[14]$/) },
    );
  });

  it('decides also under status 200, by the code of the body', async () => {
    const text = '{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}';
    expect(await adapter.send(PART, giving({ kind: 'answer', status: 200, headers: {}, text }))).toMatchObject({
      kind: 'refused',
    });
  });

  it('keeps neither the token nor the words of Telegram, which may quote what was sent', async () => {
    const results: readonly HttpResult[] = [
      { kind: 'not-sent', cause: `bad address https://x/bot${TOKEN}/sendMessage` },
      { kind: 'no-answer', cause: `/bot${TOKEN}/sendMessage timed out, twice /bot${TOKEN}` },
      refusing(400, `Bad Request: can't parse "${PART.text}" for bot${TOKEN}`),
    ];
    for (const result of results) {
      const outcome = JSON.stringify(await adapter.send(PART, giving(result)));
      expect(outcome).not.toContain(TOKEN);
      expect(outcome).not.toContain('Dank u');
    }
  });
});

describe('a look', () => {
  it('calls nobody and never says that an answer is there or is not', async () => {
    const context = giving(ACCEPTED);
    expect(await adapter.lookUp(PART, { ...context, nowMs: AT_MS + 86_400_000 })).toEqual({
      kind: 'untellable',
      code: 'TELEGRAM_CANNOT_BE_ASKED',
    });
    expect(context.requests).toEqual([]);
  });
});
