import { afterEach, describe, expect, it } from '@jest/globals';
import type { FakeTelegramOptions } from './options.js';
import {
  AN,
  BOT,
  JEF,
  NOON_MS,
  SECRET,
  startTelegramFixture,
  textOf,
  type TelegramFixture,
} from './telegram-fixture.js';

let fixture: TelegramFixture | undefined;

async function begin(options: Partial<FakeTelegramOptions> = {}): Promise<TelegramFixture> {
  fixture = await startTelegramFixture(options);
  return fixture;
}

afterEach(async () => {
  await fixture?.close();
  fixture = undefined;
});

function said({ receiver }: TelegramFixture): readonly unknown[] {
  return receiver.updates.map(({ body }) => textOf(body));
}

const bot = BOT.username;

describe('an update', () => {
  it('carries the secret, its number and one message', async () => {
    const { platform, receiver } = await begin();
    const { updateId, messageId } = platform.say({ bot, citizen: AN, text: 'Dag' });
    await platform.settled();
    expect(receiver.updates).toEqual([
      {
        secret: SECRET,
        body: {
          update_id: updateId,
          message: {
            message_id: messageId,
            from: { id: 501, is_bot: false, first_name: 'An', language_code: 'nl' },
            chat: { id: 501, type: 'private', first_name: 'An' },
            date: NOON_MS / 1000,
            text: 'Dag',
          },
        },
      },
    ]);
  });

  it('tells edits, blocks, photos, answers and taps', async () => {
    const { platform, receiver } = await begin();
    const { messageId } = platform.say({ bot, citizen: AN, photo: 'foto', text: 'Hier' });
    platform.edit({ bot, citizenId: AN.id, messageId, text: 'Daar', atMs: NOON_MS + 5_000 });
    platform.say({ bot, citizen: AN, sticker: 'duim', replyTo: messageId });
    platform.tap({ bot, citizenId: AN.id, messageId, data: 'ja' });
    platform.block({ bot, citizenId: AN.id });
    await platform.settled();
    expect(receiver.updates.map(({ body }) => body)).toMatchObject([
      { message: { caption: 'Hier', photo: [{ width: 90 }, { file_id: 'foto' }] } },
      { edited_message: { message_id: messageId, caption: 'Daar', edit_date: NOON_MS / 1000 + 5 } },
      { message: { sticker: { file_id: 'duim' }, reply_to_message: { message_id: messageId } } },
      { callback_query: { data: 'ja', message: { message_id: messageId } } },
      { my_chat_member: { old_chat_member: { status: 'member' }, new_chat_member: { status: 'kicked' } } },
    ]);
    expect(platform.transcript().map(({ text }) => text)).toEqual(['Daar', '']);
  });

  it('that fails holds up its chat, and no other', async () => {
    const running = await begin({ retrySecondMs: 60_000 });
    const { platform, receiver, call } = running;
    receiver.answer('een', 500);
    platform.say({ bot, citizen: AN, text: 'een' });
    platform.say({ bot, citizen: AN, text: 'twee' });
    platform.say({ bot, citizen: JEF, text: 'drie' });
    await expect(platform.settled(200)).rejects.toThrow('2 are still open');
    expect(said(running)).toEqual(expect.arrayContaining(['een', 'drie']));
    expect(said(running)).not.toContain('twee');
    expect((await call('getWebhookInfo')).body['result']).toMatchObject({
      pending_update_count: 2,
      last_error_message: 'Wrong response from the webhook: 500',
    });
    receiver.answer('een', 200);
    platform.redeliverNow();
    await platform.settled();
    expect(said(running).slice(-2)).toEqual(['een', 'twee']);
  });

  it('is dropped after a day', async () => {
    const running = await begin();
    const { platform, receiver } = running;
    receiver.answer('een', 503);
    platform.say({ bot, citizen: AN, text: 'een' });
    platform.advanceClock(86_400_000);
    await platform.settled();
    expect(platform.deliveries()).toMatchObject([{ state: 'dropped', kind: 'message' }]);
  });

  it('waits for a webhook', async () => {
    const running = await begin();
    const { platform, call, receiver } = running;
    await call('deleteWebhook');
    platform.say({ bot, citizen: AN, text: 'vroeg' });
    expect((await call('getWebhookInfo')).body['result']).toMatchObject({ url: '', pending_update_count: 1 });
    await call('setWebhook', { url: receiver.url });
    await platform.settled();
    expect(receiver.updates).toMatchObject([{ secret: undefined, body: { message: { text: 'vroeg' } } }]);
  });

  it('is not sent when its kind was not asked for', async () => {
    const running = await begin();
    const { platform, call, receiver } = running;
    await call('setWebhook', { url: receiver.url, allowed_updates: ['message'] });
    const { messageId } = platform.say({ bot, citizen: AN, text: 'een' });
    platform.edit({ bot, citizenId: AN.id, messageId, text: 'twee' });
    await platform.settled();
    expect(said(running)).toEqual(['een']);
  });

  it('comes twice, late and in order where the plan says so, and the same for the same seed', async () => {
    const runs: (readonly unknown[])[] = [];
    for (const seed of ['a', 'a']) {
      const running = await begin({ faultPlan: { seed, duplicateShare: 0.5, delayMs: 3 } });
      for (const text of ['1', '2', '3', '4', '5', '6']) {
        running.platform.say({ bot, citizen: AN, text });
      }
      await running.platform.settled();
      runs.push(said(running));
      await running.close();
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[0]?.length).toBeGreaterThan(6);
    const order = (runs[0] ?? []).map(Number);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('can be repeated after it was answered', async () => {
    const running = await begin();
    const { updateId } = running.platform.say({ bot, citizen: AN, text: 'een' });
    await running.platform.settled();
    expect(await running.platform.repeat(bot, updateId)).toBe(200);
    expect(running.receiver.updates[1]).toEqual(running.receiver.updates[0]);
  });

  it('of our own making goes out with the secret that is wanted', async () => {
    const { platform, receiver } = await begin();
    for (const secret of ['right', 'wrong', 'missing'] as const) {
      await platform.raw(bot, '{"update_id":1}', secret);
    }
    expect(receiver.updates.map(({ secret }) => secret)).toEqual([SECRET, `not-${SECRET}`, undefined]);
  });
});

describe('setWebhook', () => {
  it.each([
    ['an address that is none', { url: 'nergens' }, 'Bad Request: bad webhook: invalid webhook URL specified'],
    [
      'a secret with other signs',
      { url: 'http://127.0.0.1:9/', secret_token: 'a b' },
      'Bad Request: secret token contains unallowed characters',
    ],
  ])('refuses %s', async (_label, params, description) => {
    const { call } = await begin();
    expect((await call('setWebhook', params)).body).toMatchObject({ ok: false, error_code: 400, description });
  });
});
