import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asObject } from '../basics/json.js';
import { AN, BOT, startTelegramFixture, type TelegramFixture } from './telegram-fixture.js';

let fixture: TelegramFixture;

beforeEach(async () => {
  fixture = await startTelegramFixture();
});

afterEach(() => fixture.close());

function seen(): readonly string[] {
  return fixture.platform.transcript({ who: 'service' }).map(({ text }) => text);
}

const ASK = { bot: BOT.username, citizen: AN, text: 'Wanneer?' };

describe('getMe', () => {
  it('tells the bot, in any case of the name', async () => {
    const { body } = await fixture.call('getme');
    expect(body).toEqual({
      ok: true,
      result: { id: 7000001, is_bot: true, first_name: 'Voorbeeld', username: 'voorbeeld_bot' },
    });
  });

  it.each([
    ['a token that no bot has', '7000001:AAwrong', 401, 'Unauthorized'],
    ['a token of another form', 'geheim', 404, 'Not Found'],
  ])('refuses %s', async (_label, token, status, description) => {
    const answer = await fixture.call('getMe', {}, token);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ ok: false, error_code: status, description });
  });

  it('knows no other method', async () => {
    expect((await fixture.call('sendGift')).body).toMatchObject({ error_code: 404 });
  });
});

describe('sendMessage', () => {
  it('shows an answer under the message that it answers', async () => {
    const { chatId, messageId } = fixture.platform.say(ASK);
    const reply_parameters = { message_id: messageId };
    const { status, body } = await fixture.call('sendMessage', {
      chat_id: String(chatId),
      text: 'Morgen',
      reply_parameters,
    });
    expect(status).toBe(200);
    const result = asObject(body['result']);
    expect(result).toMatchObject({ chat: { id: AN.id, type: 'private' }, text: 'Morgen', from: { is_bot: true } });
    expect(fixture.platform.transcript({ chatId })).toMatchObject([
      { who: 'citizen', text: 'Wanneer?' },
      { who: 'service', text: 'Morgen', messageId: result?.['message_id'], replyTo: messageId },
    ]);
  });

  it.each([
    ['no such chat', { chat_id: 999, text: 'x' }, 400, 'Bad Request: chat not found'],
    ['no text', { chat_id: AN.id, text: ' ' }, 400, 'Bad Request: message text is empty'],
    ['too long a text', { chat_id: AN.id, text: '🚧'.repeat(4097) }, 400, 'Bad Request: message is too long'],
    [
      'a message that is gone',
      { chat_id: AN.id, text: 'x', reply_parameters: { message_id: 1 } },
      400,
      'Bad Request: message to be replied not found',
    ],
  ])('refuses %s', async (_label, params, status, description) => {
    fixture.platform.say(ASK);
    expect(await fixture.call('sendMessage', params)).toMatchObject({ status, body: { ok: false, description } });
    expect(seen()).toEqual([]);
  });

  it('goes on without the message that is gone, if told so', async () => {
    fixture.platform.say(ASK);
    const reply_parameters = { message_id: 1, allow_sending_without_reply: true };
    expect((await fixture.call('sendMessage', { chat_id: AN.id, text: 'x', reply_parameters })).status).toBe(200);
    expect(seen()).toEqual(['x']);
  });

  it('reaches nobody who blocked the bot or left, and again who lets it in', async () => {
    fixture.platform.say(ASK);
    const send = async (): Promise<unknown> => (await fixture.call('sendMessage', { chat_id: AN.id, text: 'x' })).body;
    const about = { bot: BOT.username, citizenId: AN.id };
    fixture.platform.block(about);
    expect(await send()).toMatchObject({ error_code: 403, description: 'Forbidden: bot was blocked by the user' });
    fixture.platform.unblock(about);
    expect(await send()).toMatchObject({ ok: true });
    fixture.platform.leave(about);
    expect(await send()).toMatchObject({ error_code: 403, description: 'Forbidden: user is deactivated' });
    expect(seen()).toEqual(['x']);
  });

  it('limits the rate of a chat, and tells how long to wait', async () => {
    fixture.platform.say(ASK);
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      statuses.push((await fixture.call('sendMessage', { chat_id: AN.id, text: `${count}` })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const refused = await fixture.call('sendMessage', { chat_id: AN.id, text: 'x' });
    expect(refused.body).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } });
    expect(refused.headers.get('retry-after')).toBe('1');
    fixture.platform.advanceClock(1_000);
    expect((await fixture.call('sendMessage', { chat_id: AN.id, text: 'x' })).status).toBe(200);
  });
});

describe('faults', () => {
  it.each([
    ['http-500', { status: 500, body: { ok: false, error_code: 500 } }],
    ['too-many', { status: 429, body: { parameters: { retry_after: 1 } } }],
    ['refusal', { status: 400, body: { ok: false, error_code: 400 } }],
  ] as const)('%s comes instead of the effect, once', async (kind, expected) => {
    fixture.platform.say(ASK);
    fixture.platform.fault({ endpoint: 'sendMessage', kind });
    expect(await fixture.call('sendMessage', { chat_id: AN.id, text: 'x' })).toMatchObject(expected);
    expect(seen()).toEqual([]);
    expect((await fixture.call('sendMessage', { chat_id: AN.id, text: 'x' })).status).toBe(200);
  });

  it.each([
    ['close-before-effect', []],
    ['close-after-effect', ['x']],
  ] as const)('%s cuts the connection', async (kind, visible) => {
    fixture.platform.say(ASK);
    fixture.platform.fault({ endpoint: 'any', kind });
    await expect(fixture.call('sendMessage', { chat_id: AN.id, text: 'x' })).rejects.toThrow('fetch failed');
    expect(seen()).toEqual(visible);
    expect(fixture.platform.calls().at(-1)).toMatchObject({ bot: BOT.username, outcome: 'closed' });
  });

  it('of one bot leave the other alone', async () => {
    fixture.platform.fault({ endpoint: 'any', kind: 'http-500', account: 'ander_bot' });
    expect((await fixture.call('getMe')).status).toBe(200);
  });
});
