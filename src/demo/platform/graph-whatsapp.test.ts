import { afterEach, describe, expect, it } from '@jest/globals';
import { asObject, type JsonObject } from '../basics/json.js';
import type { FakePlatformOptions } from './options.js';
import { PHONE, type PlatformFixture, startFixture } from './platform-fixture.js';

const DAY_MS = 24 * 3_600_000;
const CITIZEN = '32470000001';

let fixture: PlatformFixture | undefined;

async function start(options: Partial<FakePlatformOptions> = {}): Promise<PlatformFixture> {
  fixture = await startFixture(options);
  fixture.platform.say({ channel: 'whatsapp', account: PHONE, citizen: { id: CITIZEN, name: 'An' }, text: 'Vraag' });
  await fixture.platform.settled();
  return fixture;
}

function message(body: string, more: JsonObject = {}): JsonObject {
  return {
    messaging_product: 'whatsapp',
    to: `+${CITIZEN}`,
    type: 'text',
    text: { body },
    biz_opaque_callback_data: 'ref-1',
    ...more,
  };
}

function send(current: PlatformFixture, params: JsonObject): ReturnType<PlatformFixture['graph']> {
  return current.graph('POST', `${PHONE}/messages`, params, 'whatsapp-token');
}

function statusesOf(current: PlatformFixture): readonly JsonObject[] {
  return current.receiver.items().flatMap((item) => {
    const statuses = asObject(item['value'])?.['statuses'];
    return Array.isArray(statuses) ? statuses.map((status: unknown) => asObject(status) ?? {}) : [];
  });
}

afterEach(async () => {
  await fixture?.close();
  fixture = undefined;
});

describe('a WhatsApp message', () => {
  it('is accepted, and told of in statuses with our own reference', async () => {
    const current = await start();
    const sent = await send(current, message('Dag'));
    await current.platform.settled();
    expect(sent.body).toMatchObject({
      contacts: [{ input: `+${CITIZEN}`, wa_id: CITIZEN, user_id: expect.stringMatching(/^BE\./) }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
    expect(statusesOf(current)).toMatchObject([
      { status: 'sent', biz_opaque_callback_data: 'ref-1', recipient_id: CITIZEN, pricing: { category: 'service' } },
      { status: 'delivered', biz_opaque_callback_data: 'ref-1' },
    ]);
  });

  it('may be told of out of order and before the call is answered', async () => {
    const current = await start({ switches: { statusesOutOfOrder: true, echoBeforeResponse: true } });
    await send(current, message('Dag'));
    expect(statusesOf(current).map(({ status }) => status)).toEqual(['delivered', 'sent']);
  });

  it('reaches a citizen without a phone number by the user id', async () => {
    const current = await start();
    current.platform.say({ channel: 'whatsapp', account: PHONE, citizen: { id: 'BE.1349120865' }, text: 'Vraag' });
    const sent = await send(current, { ...message('Dag'), to: undefined, recipient: 'BE.1349120865' });
    expect(sent.body['contacts']).toEqual([{ input: 'BE.1349120865', user_id: 'BE.1349120865' }]);
    expect(current.platform.transcript({ who: 'service' })).toMatchObject([{ text: 'Dag', visible: true }]);
  });

  it('fails later when the number has no plus', async () => {
    const current = await start();
    expect((await send(current, message('Dag', { to: CITIZEN }))).status).toBe(200);
    await current.platform.settled();
    expect(statusesOf(current)).toMatchObject([{ status: 'failed', errors: [{ code: 131026 }] }]);
    expect(current.platform.transcript({ who: 'service' })).toMatchObject([{ visible: false }]);
  });

  it.each([
    { params: message('e'.repeat(4_096)), status: 200 },
    { params: message('e'.repeat(4_097)), status: 400 },
    { params: message('Dag', { biz_opaque_callback_data: 'r'.repeat(513) }), status: 400 },
    { params: message('Dag', { messaging_product: undefined }), status: 400 },
  ])('is checked for shape and length ($status)', async ({ params, status }) => {
    expect((await send(await start(), params)).status).toBe(status);
  });
});

describe('outside the WhatsApp window', () => {
  it('a text is accepted and fails afterwards', async () => {
    const current = await start();
    current.platform.advanceClock(DAY_MS + 1);
    expect((await send(current, message('Dag'))).status).toBe(200);
    await current.platform.settled();
    expect(statusesOf(current)).toMatchObject([
      { status: 'failed', errors: [{ code: 131047, error_data: { details: expect.any(String) } }] },
    ]);
    expect(current.platform.transcript({ who: 'service' })).toMatchObject([{ visible: false }]);
  });

  it('a text is refused at once when switched so', async () => {
    const current = await start({ switches: { whatsappWindowError: 'synchronous' } });
    current.platform.advanceClock(DAY_MS + 1);
    const refused = await send(current, message('Dag'));
    expect(refused.status).toBe(400);
    expect(refused.error).toMatchObject({ code: 131047, error_data: { messaging_product: 'whatsapp' } });
  });

  it('a template still arrives', async () => {
    const current = await start();
    current.platform.advanceClock(DAY_MS + 1);
    const template = { name: 'melding_update', language: { code: 'nl_BE' } };
    await send(current, message('', { type: 'template', template }));
    expect(current.platform.transcript({ who: 'service' })).toMatchObject([
      { text: '[template melding_update]', visible: true },
    ]);
  });
});

describe('WhatsApp rates', () => {
  it('let a burst borrow from the future, which has to be waited out', async () => {
    const current = await start({ limits: { whatsappPairBurst: 3 } });
    const statuses: number[] = [];
    for (let number = 0; number < 4; number += 1) {
      statuses.push((await send(current, message('Dag'))).status);
    }
    expect(statuses).toEqual([200, 200, 200, 400]);
    current.platform.advanceClock(17_999);
    expect((await send(current, message('Dag'))).error).toMatchObject({ code: 131056 });
    current.platform.advanceClock(1);
    expect((await send(current, message('Dag'))).status).toBe(200);
  });

  it('count messages in both directions per second', async () => {
    const current = await start({ limits: { whatsappPerSecond: 2 } });
    await send(current, message('Dag'));
    const refused = await send(current, message('Dag'));
    expect([refused.status, refused.error['code']]).toEqual([429, 130429]);
  });
});
