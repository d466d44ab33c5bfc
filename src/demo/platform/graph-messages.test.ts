import { afterEach, describe, expect, it } from '@jest/globals';
import { asObject, type JsonObject } from '../basics/json.js';
import type { FakePlatformOptions } from './options.js';
import { INSTAGRAM, PAGE, type PlatformFixture, startFixture } from './platform-fixture.js';
import { appsecretProof } from './signature.js';

const HOUR_MS = 3_600_000;
const TAGGED = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };

let fixture: PlatformFixture | undefined;

async function start(options: Partial<FakePlatformOptions> = {}): Promise<PlatformFixture> {
  fixture = await startFixture(options);
  fixture.platform.say({
    channel: 'messenger',
    account: PAGE,
    citizen: { id: '61001', name: 'An Proef' },
    text: 'Vraag',
  });
  fixture.platform.say({ channel: 'instagram', account: INSTAGRAM, citizen: { id: '99001' }, text: 'Vraag' });
  await fixture.platform.settled();
  return fixture;
}

function answerTo(id: string, text: string, more: JsonObject = {}): JsonObject {
  return { recipient: { id }, messaging_type: 'RESPONSE', message: { text, metadata: 'ref-1' }, ...more };
}

function visibleAnswers({ platform }: PlatformFixture): readonly string[] {
  return platform
    .transcript({ who: 'service' })
    .filter(({ visible }) => visible)
    .map(({ text }) => text);
}

afterEach(async () => {
  await fixture?.close();
  fixture = undefined;
});

describe('a message to a citizen', () => {
  it('is answered with the id that the echo carries', async () => {
    const { platform, receiver, graph } = await start();
    const sent = await graph('POST', `${PAGE}/messages`, answerTo('61001', 'Dag An'));
    await platform.settled();
    expect(sent.status).toBe(200);
    expect(sent.body).toEqual({ recipient_id: '61001', message_id: expect.stringMatching(/^m_/) });
    expect(receiver.items().at(-1)).toMatchObject({
      sender: { id: PAGE },
      recipient: { id: '61001' },
      message: {
        mid: sent.body['message_id'],
        is_echo: true,
        app_id: 900000000000001,
        metadata: 'ref-1',
        text: 'Dag An',
      },
    });
  });

  it('may come back as an echo before the call is answered', async () => {
    const { receiver, graph } = await start({ switches: { echoBeforeResponse: true } });
    const before = receiver.posts.length;
    await graph('POST', `${PAGE}/messages`, answerTo('61001', 'Dag An'));
    expect(receiver.posts.length).toBe(before + 1);
  });

  it('is seen twice when it is sent twice', async () => {
    const current = await start();
    await current.graph('POST', `${PAGE}/messages`, answerTo('61001', 'Dag'));
    await current.graph('POST', `${PAGE}/messages`, answerTo('61001', 'Dag'));
    expect(visibleAnswers(current)).toEqual(['Dag', 'Dag']);
  });

  it('is refused to somebody who never wrote', async () => {
    const { graph } = await start();
    expect((await graph('POST', `${PAGE}/messages`, answerTo('61999', 'Dag'))).error).toMatchObject({
      code: 100,
      error_subcode: 2018001,
    });
    expect((await graph('POST', `${INSTAGRAM}/messages`, answerTo('99999', 'Dag'))).error).toMatchObject({
      code: 100,
      error_subcode: 2534014,
    });
  });

  it('is refused to somebody who blocked the page', async () => {
    const { platform, graph } = await start();
    platform.block({ account: PAGE, citizenId: '61001' });
    expect((await graph('POST', `${PAGE}/messages`, answerTo('61001', 'Dag'))).error).toMatchObject({ code: 551 });
  });

  it.each([
    { account: PAGE, id: '61001', text: 'é'.repeat(2_000), status: 200 },
    { account: PAGE, id: '61001', text: 'e'.repeat(2_001), status: 400 },
    { account: INSTAGRAM, id: '99001', text: 'é'.repeat(500), status: 200 },
    { account: INSTAGRAM, id: '99001', text: 'é'.repeat(501), status: 400 },
  ])('has a length limit: $status for $text.length characters on $account', async ({ account, id, text, status }) => {
    const { graph } = await start();
    expect((await graph('POST', `${account}/messages`, answerTo(id, text))).status).toBe(status);
  });

  it('is throttled by the second', async () => {
    const { platform, graph } = await start({ limits: { messengerPerSecond: 1 } });
    await graph('POST', `${PAGE}/messages`, answerTo('61001', 'een'));
    const second = await graph('POST', `${PAGE}/messages`, answerTo('61001', 'twee'));
    expect(second.error).toMatchObject({ code: 613 });
    expect(second.headers.get('x-business-use-case-usage')).toContain('"estimated_time_to_regain_access":1');
    platform.advanceClock(1_000);
    expect((await graph('POST', `${PAGE}/messages`, answerTo('61001', 'twee'))).status).toBe(200);
  });
});

describe('the reply window', () => {
  it.each([
    { hours: 24, more: {}, approved: true, status: 200 },
    { hours: 24.1, more: {}, approved: true, status: 400 },
    { hours: 24.1, more: TAGGED, approved: true, status: 200 },
    { hours: 24.1, more: TAGGED, approved: false, status: 400 },
    { hours: 169, more: TAGGED, approved: true, status: 400 },
  ])('after $hours hours with $more (approved: $approved) gives $status', async ({ hours, more, approved, status }) => {
    const { platform, graph } = await start({ switches: { humanAgentApproved: approved } });
    platform.advanceClock(hours * HOUR_MS);
    const messenger = await graph('POST', `${PAGE}/messages`, answerTo('61001', 'Dag', more));
    const instagram = await graph('POST', `${INSTAGRAM}/messages`, answerTo('99001', 'Dag', more));
    expect([messenger.status, instagram.status]).toEqual([status, status]);
    if (status === 400) {
      expect(messenger.error).toMatchObject({ code: 10, error_subcode: 2018278 });
      expect(instagram.error).toMatchObject({ code: 10, error_subcode: 2534022 });
    }
  });
});

describe('a private reply to a comment', () => {
  it('happens once, opens no window, and leaves the public thread alone', async () => {
    const { platform, graph } = await start();
    const { commentId } = platform.comment({
      account: PAGE,
      author: { id: '77001', name: 'Bo Proef' },
      text: 'Hallo?',
    });
    const reply = { recipient: { comment_id: commentId }, message: { text: 'Wat is uw adres?' } };
    const first = await graph('POST', `${PAGE}/messages`, reply);
    const second = await graph('POST', `${PAGE}/messages`, reply);
    expect(first.status).toBe(200);
    expect(second.error).toMatchObject({ error_subcode: 2534025 });
    const psid = String(first.body['recipient_id']);
    expect(psid).not.toBe('77001');
    expect((await graph('POST', `${PAGE}/messages`, answerTo(psid, 'Nog iets'))).error).toMatchObject({ code: 10 });
    expect(platform.transcript({ who: 'service' })).toMatchObject([
      { publicOrPrivate: 'private', text: 'Wat is uw adres?', conversation: `messenger/${PAGE}/${psid}` },
    ]);
  });

  it('is too late after seven days, and never goes to ourselves', async () => {
    const { platform, graph } = await start();
    const { commentId } = platform.comment({ account: PAGE, author: { id: '77001', name: 'Bo' }, text: 'Hallo?' });
    const own = await graph('POST', `${commentId}/comments`, { message: 'Dag Bo' });
    const reply = (id: unknown): JsonObject => ({ recipient: { comment_id: id }, message: { text: 'Dag' } });
    expect((await graph('POST', `${PAGE}/messages`, reply(own.body['id']))).error).toMatchObject({ code: 100 });
    platform.advanceClock(169 * HOUR_MS);
    expect((await graph('POST', `${PAGE}/messages`, reply(commentId))).error).toMatchObject({ error_subcode: 2018278 });
  });
});

describe('access', () => {
  it('needs the token of the account, alive', async () => {
    const { platform, graph } = await start();
    const send = (token: string): ReturnType<typeof graph> =>
      graph('POST', `${PAGE}/messages`, answerTo('61001', 'Dag'), token);
    const stranger = await send('nobody');
    expect([stranger.status, stranger.error['code']]).toEqual([400, 190]);
    expect(stranger.error).toMatchObject({ type: 'OAuthException', fbtrace_id: expect.any(String) });
    expect((await send('other-token')).error).toMatchObject({ code: 190 });
    platform.spoilToken('page-token');
    expect((await send('page-token')).error).toMatchObject({ code: 190, error_subcode: 463 });
    const debug = await graph('GET', 'debug_token', { input_token: 'page-token' }, '900000000000001|app-secret');
    expect(debug.body['data']).toMatchObject({ is_valid: false });
    platform.restoreToken('page-token');
    expect((await send('page-token')).status).toBe(200);
  });

  it('checks the proof of the app secret, and can require it', async () => {
    const { graph } = await start({ switches: { requireAppsecretProof: true } });
    const send = (more: JsonObject): ReturnType<typeof graph> =>
      graph('POST', `${PAGE}/messages`, answerTo('61001', 'Dag', more));
    expect((await send({})).error).toMatchObject({ code: 100 });
    expect((await send({ appsecret_proof: 'f'.repeat(64) })).error).toMatchObject({ code: 100 });
    expect((await send({ appsecret_proof: appsecretProof('app-secret', 'page-token') })).status).toBe(200);
  });
});

it('lets a caller look up what became of a message', async () => {
  const { graph } = await start();
  const sent = await graph('POST', `${PAGE}/messages`, answerTo('61001', 'Dag An'));
  const found = await graph('GET', `${PAGE}/conversations`, {
    user_id: '61001',
    fields: 'messages.limit(1){message,from,created_time}',
  });
  expect(found.body['data']).toEqual([
    {
      id: expect.stringMatching(/^t_/),
      messages: {
        data: [
          {
            id: sent.body['message_id'],
            message: 'Dag An',
            from: { id: PAGE, name: 'Gemeente Voorbeeld' },
            created_time: '2026-11-23T12:00:00+0000',
          },
        ],
      },
    },
  ]);
  expect(asObject((await graph('GET', '61001', { fields: 'first_name,last_name' })).body)).toEqual({
    id: '61001',
    first_name: 'An',
    last_name: 'Proef',
  });
});
