import { afterEach, describe, expect, it } from '@jest/globals';
import { asObject } from '../basics/json.js';
import type { FakePlatformOptions } from './options.js';
import { INSTAGRAM, NOON_MS, OTHER_PAGE, PAGE, PHONE, type PlatformFixture, startFixture } from './platform-fixture.js';
import { hubSignature } from './signature.js';

let fixture: PlatformFixture | undefined;

async function start(options: Partial<FakePlatformOptions> = {}): Promise<PlatformFixture> {
  fixture = await startFixture(options);
  return fixture;
}

afterEach(async () => {
  await fixture?.close();
  fixture = undefined;
});

function sayNumbered(platform: PlatformFixture['platform'], count: number, account = PAGE): void {
  for (let number = 1; number <= count; number += 1) {
    platform.say({
      channel: 'messenger',
      account,
      citizen: { id: '61001' },
      text: String(number),
      messageId: `m_${String(number)}`,
    });
  }
}

function textsOf(current: PlatformFixture): unknown[] {
  return current.receiver.items().map((item) => asObject(item['message'])?.['text']);
}

describe('webhooks', () => {
  it('are signed over the bytes that travel', async () => {
    const { platform, receiver } = await start();
    platform.say({ channel: 'messenger', account: PAGE, citizen: { id: '61001' }, text: 'Café 🚧 a/b' });
    await platform.settled();
    const post = receiver.posts[0];
    expect(post?.rawBody.toString('latin1')).toContain(String.raw`Caf\u00e9 \ud83d\udea7 a\/b`);
    expect(post?.signature).toBe(hubSignature('app-secret', post?.rawBody ?? ''));
  });

  it('carry the events of two pages in one POST when they are held together', async () => {
    const { platform, receiver } = await start();
    platform.hold();
    sayNumbered(platform, 2);
    sayNumbered(platform, 1, OTHER_PAGE);
    platform.comment({ account: OTHER_PAGE, author: { id: '77001', name: 'Testburger' }, text: 'Put' });
    await platform.release();
    expect(receiver.posts).toHaveLength(1);
    expect(receiver.posts[0]?.body['entry']).toMatchObject([
      { id: PAGE, time: NOON_MS, messaging: [{ message: { text: '1' } }, { message: { text: '2' } }] },
      { id: OTHER_PAGE, messaging: [{ message: { text: '1' } }] },
      { id: OTHER_PAGE, time: NOON_MS / 1000, changes: [{ field: 'feed', value: { verb: 'add', message: 'Put' } }] },
    ]);
  });

  it('never hold more than a thousand updates', async () => {
    const { platform, receiver } = await start();
    platform.hold();
    sayNumbered(platform, 1_001);
    await platform.release();
    expect(platform.deliveries().map(({ updates }) => updates)).toEqual([1_000, 1]);
    expect(receiver.items()).toHaveLength(1_001);
  });

  it('are repeated with the same bytes until they are answered with 2xx', async () => {
    const { platform, receiver } = await start();
    receiver.answerNext([500, 503]);
    sayNumbered(platform, 1);
    await platform.settled();
    expect(platform.deliveries()).toMatchObject([{ statuses: [500, 503, 200], state: 'delivered' }]);
    expect(new Set(receiver.posts.map(({ rawBody }) => rawBody.toString())).size).toBe(1);
  });

  it('are lost after the last retry, and counted', async () => {
    const { platform, receiver } = await start({ retryDelaysMs: [1] });
    receiver.answerNext([500, 500]);
    sayNumbered(platform, 1);
    await platform.settled();
    expect(platform.counts()).toEqual({ posted: 1, delivered: 0, lost: 1, unsubscribed: 0, overflowed: 0 });
  });

  it('can be redelivered without waiting', async () => {
    const { platform, receiver } = await start({ retryDelaysMs: [3_600_000] });
    receiver.answerNext([500]);
    platform.hold();
    sayNumbered(platform, 1);
    await platform.release();
    platform.redeliverNow();
    await platform.settled();
    expect(platform.deliveries()).toMatchObject([{ statuses: [500, 200] }]);
  });

  it('stop when messaging failed for an hour, until the page is subscribed again', async () => {
    const { platform, receiver, graph } = await start({ retryDelaysMs: [] });
    receiver.answerNext([500, 500]);
    sayNumbered(platform, 1);
    await platform.settled();
    platform.advanceClock(3_600_000);
    sayNumbered(platform, 1);
    await platform.settled();
    expect((await graph('GET', `${PAGE}/subscribed_apps`)).body).toEqual({ data: [] });
    sayNumbered(platform, 1);
    expect(platform.counts().unsubscribed).toBe(1);
    await graph('POST', `${PAGE}/subscribed_apps`, { subscribed_fields: 'feed,messages' });
    sayNumbered(platform, 1);
    await platform.settled();
    expect(platform.counts().delivered).toBe(1);
  });

  it('wait for the handshake when the app is not verified yet', async () => {
    const { platform, receiver } = await start({ requireHandshake: true });
    sayNumbered(platform, 1);
    expect(await platform.subscribe()).toEqual({ ok: true, status: 200 });
    sayNumbered(platform, 2);
    await platform.settled();
    expect(receiver.posts).toHaveLength(2);
  });

  it('can be sent with a wrong signature, or with none', async () => {
    const { platform, receiver } = await start();
    expect(await platform.raw({ object: 'page', entry: [] }, 'missing')).toBe(200);
    expect(await platform.raw('no json', 'wrong')).toBe(200);
    expect(receiver.posts[0]?.signature).toBeUndefined();
    expect(receiver.posts[1]?.signature).not.toBe(hubSignature('app-secret', 'no json'));
  });
});

describe('the disorder of a fault plan', () => {
  it('sends an update twice, the second time with another time', async () => {
    const current = await start({ faultPlan: { seed: 'a', duplicateShare: 1 } });
    sayNumbered(current.platform, 1);
    await current.platform.settled();
    expect(textsOf(current)).toEqual(['1', '1']);
    expect(current.receiver.posts[0]?.rawBody).not.toEqual(current.receiver.posts[1]?.rawBody);
    expect(current.platform.transcript()).toHaveLength(1);
  });

  it('lets an update be overtaken by the next', async () => {
    const current = await start({ faultPlan: { seed: 'a', reorderShare: 1 } });
    sayNumbered(current.platform, 3);
    await current.platform.settled();
    expect(textsOf(current)).toEqual(['2', '1', '3']);
  });

  it('is the same for the same seed', async () => {
    const orders: unknown[] = [];
    for (const seed of ['one', 'one', 'two']) {
      const current = await start({ faultPlan: { seed, reorderShare: 0.4, duplicateShare: 0.3 } });
      sayNumbered(current.platform, 12);
      await current.platform.settled();
      orders.push(textsOf(current));
      await current.close();
      fixture = undefined;
    }
    expect(orders[0]).toEqual(orders[1]);
    expect(orders[0]).not.toEqual(orders[2]);
  });

  it('delays updates without losing any', async () => {
    const current = await start({ faultPlan: { seed: 'a', delayMs: 5 } });
    sayNumbered(current.platform, 5);
    await current.platform.settled();
    expect(new Set(textsOf(current))).toEqual(new Set(['1', '2', '3', '4', '5']));
    expect(textsOf(current)).toHaveLength(5);
  });
});

describe('what citizens do', () => {
  it('reaches the receiver in the shape of each channel', async () => {
    const { platform, receiver } = await start();
    platform.say({
      channel: 'instagram',
      account: INSTAGRAM,
      citizen: { id: '99001' },
      text: 'Dag',
      messageId: 'aWdf1',
    });
    platform.say({
      channel: 'whatsapp',
      account: PHONE,
      citizen: { id: 'BE.1349120865', name: 'Testburger', username: 'test.burger' },
      text: 'Put',
      messageId: 'wamid.1',
    });
    platform.mention({ account: PAGE, text: '@Gemeente Voorbeeld?' });
    await platform.settled();
    const byObject = new Map(receiver.posts.map(({ body }) => [body['object'], body['entry']]));
    expect(byObject.get('instagram')).toEqual([
      {
        id: INSTAGRAM,
        time: NOON_MS,
        messaging: [
          {
            sender: { id: '99001' },
            recipient: { id: INSTAGRAM },
            timestamp: NOON_MS,
            message: { mid: 'aWdf1', text: 'Dag' },
          },
        ],
      },
    ]);
    expect(byObject.get('whatsapp_business_account')).toEqual([
      {
        id: '200000000000001',
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '3290000000', phone_number_id: PHONE },
              contacts: [{ profile: { name: 'Testburger', username: 'test.burger' }, user_id: 'BE.1349120865' }],
              messages: [
                {
                  from_user_id: 'BE.1349120865',
                  id: 'wamid.1',
                  timestamp: String(NOON_MS / 1000),
                  type: 'text',
                  text: { body: 'Put' },
                },
              ],
            },
          },
        ],
      },
    ]);
    expect(byObject.get('page')).toMatchObject([{ changes: [{ field: 'mention', value: { item: 'comment' } }] }]);
  });

  it('shows edits and removals in the transcript and tells them as Meta does', async () => {
    const { platform, receiver } = await start();
    const { commentId } = platform.comment({ account: PAGE, author: { id: '77001', name: 'An' }, text: 'Putt' });
    platform.edit({ id: commentId, text: 'Put' });
    platform.remove({ id: commentId });
    const said = platform.say({ channel: 'messenger', account: PAGE, citizen: { id: '61001' }, text: 'Weg' });
    platform.remove({ id: said.messageId });
    await platform.settled();
    expect(platform.transcript().map(({ text, visible }) => [text, visible])).toEqual([
      ['Put', false],
      ['Weg', false],
    ]);
    expect(receiver.items()[2]).toMatchObject({ value: { verb: 'remove', comment_id: commentId } });
    expect(asObject(receiver.items()[2]?.['value'])?.['from']).toBeUndefined();
    expect(receiver.items()[4]).toMatchObject({ message: { mid: said.messageId, is_deleted: true } });
  });

  it('adds nothing when the same message is said again', async () => {
    const current = await start();
    sayNumbered(current.platform, 1);
    sayNumbered(current.platform, 1);
    await current.platform.settled();
    expect(current.receiver.posts).toHaveLength(2);
    expect(current.platform.transcript()).toHaveLength(1);
  });

  it('tells an answer in the native app by an echo of the inbox app', async () => {
    const { platform, receiver } = await start();
    platform.say({ channel: 'messenger', account: PAGE, citizen: { id: '61001' }, text: 'Vraag' });
    platform.answerOutside({ channel: 'messenger', account: PAGE, citizenId: '61001', text: 'Antwoord' });
    await platform.settled();
    expect(receiver.items()[1]).toMatchObject({
      sender: { id: PAGE },
      recipient: { id: '61001' },
      message: { is_echo: true, app_id: 263902037430900, text: 'Antwoord' },
    });
    expect(platform.transcript({ who: 'colleague' })).toMatchObject([{ text: 'Antwoord', visible: true }]);
  });
});
