import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asObject, asText, type JsonObject } from '../basics/json.js';
import type { FakeMastodon } from './fake-mastodon.js';
import { startFakeMastodon } from './server.js';

const TOWN = { username: 'gemeente', name: 'Gemeente', token: 'town-token' };
const WOUT = { handle: 'wout@social.voorbeeld', name: 'Wout' };
const NOON_MS = Date.UTC(2026, 10, 23, 12);
const NOTIFICATIONS = '/api/v1/notifications';

let platform: FakeMastodon;

beforeEach(async () => {
  platform = await startFakeMastodon({
    accounts: [TOWN, { username: 'ander', name: 'Ander', token: 'other-token' }],
    limits: { calls: 20 },
    baseNowMs: () => NOON_MS,
  });
});
afterEach(() => platform.close());

interface Told {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

interface Init {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function call(path: string, init: Init = {}, token: string = TOWN.token): Promise<Told> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers };
  const response = await fetch(platform.url + path, { ...init, headers });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

function post(status: object, key?: string): Promise<Told> {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return call('/api/v1/statuses', { method: 'POST', body: JSON.stringify(status), headers });
}

function items({ body }: Told): readonly JsonObject[] {
  const list: readonly unknown[] = Array.isArray(body) ? body : [];
  return list.map((one) => asObject(one) ?? {});
}

function ids(told: Told): readonly unknown[] {
  return items(told).map(({ id }) => id);
}

function mention(text = 'Dag @gemeente@mast.voorbeeld', more: object = {}): string {
  return platform.write({ citizen: WOUT, text, ...more }).statusId;
}

describe('notifications', () => {
  it('tell of who mentions the account, with the HTML of Mastodon', async () => {
    const id = mention('Dag @gemeente,\nzie https://www.kaart.voorbeeld/een/heel/lang/pad/123\n\n<b>Wout</b>');
    const [notification] = items(await call(NOTIFICATIONS));
    expect(notification).toMatchObject({
      type: 'mention',
      account: { acct: 'wout@social.voorbeeld', display_name: 'Wout', bot: false },
      status: { id, visibility: 'public', in_reply_to_id: null, mentions: [{ acct: 'gemeente' }] },
    });
    const content = asText(asObject(notification?.['status'])?.['content']) ?? '';
    expect(content).toContain('class="u-url mention">@<span>gemeente</span></a></span>,<br />zie');
    expect(content).toContain('<span class="invisible">https://www.</span>');
    expect(content).toContain('</p><p>&lt;b&gt;Wout&lt;/b&gt;</p>');
    expect(ids(await call(NOTIFICATIONS, {}, 'other-token'))).toEqual([]);
  });

  it('page forward without a gap by min_id, and show the newest by since_id', async () => {
    for (let n = 0; n < 5; n += 1) {
      mention();
    }
    const all = ids(await call(NOTIFICATIONS));
    expect(all).toHaveLength(5);
    const [fifth, fourth, third, second, first] = all;
    expect(ids(await call(`${NOTIFICATIONS}?limit=2&min_id=${String(first)}`))).toEqual([third, second]);
    expect(ids(await call(`${NOTIFICATIONS}?limit=2&since_id=${String(first)}`))).toEqual([fifth, fourth]);
    const page = await call(`${NOTIFICATIONS}?limit=2&max_id=${String(third)}`);
    expect(ids(page)).toEqual([second, first]);
    expect(page.headers.get('link')).toContain(`max_id=${String(first)}>; rel="next"`);
    expect(page.headers.get('link')).toContain(`min_id=${String(second)}>; rel="prev"`);
  });

  it('hide private messages of strangers unless they are asked for, and kinds that are not', async () => {
    mention('@gemeente vertrouwelijk', { visibility: 'direct' });
    const { body } = await post({ status: 'Welkom' });
    const own = asText(asObject(body)?.['id']) ?? '';
    platform.favourite(own);
    platform.write({ citizen: WOUT, text: 'Geldt dit ook hier?', quotes: own });
    const types = async (query: string): Promise<readonly unknown[]> =>
      items(await call(NOTIFICATIONS + query)).map(({ type }) => type);
    expect(await types('')).toEqual(['quote', 'favourite']);
    expect(await types('?types[]=mention&types[]=quote&include_filtered=true')).toEqual(['quote', 'mention']);
    expect(await types('?exclude_types[]=quote')).toEqual(['favourite']);
  });

  it('go with the status that is deleted, and an edit brings none', async () => {
    const id = mention();
    platform.edit(id, 'Hallo @gemeente');
    expect(items(await call(NOTIFICATIONS))).toHaveLength(1);
    platform.remove(id);
    expect(items(await call(NOTIFICATIONS))).toEqual([]);
    expect(await call(`/api/v1/statuses/${id}/context`)).toMatchObject({
      status: 404,
      body: { error: 'Record not found' },
    });
  });
});

describe('a status', () => {
  it('is made once for a key within the hour', async () => {
    const first = await post({ status: '@wout@social.voorbeeld dag' }, 'key-1');
    expect(asObject((await post({ status: 'anders' }, 'key-1')).body)?.['id']).toBe(asObject(first.body)?.['id']);
    platform.advanceClock(3_600_000);
    await post({ status: 'anders' }, 'key-1');
    expect(platform.transcript({ who: 'service' }).map(({ text }) => text)).toEqual([
      '@wout@social.voorbeeld dag',
      'anders',
    ]);
  });

  it('notifies who is mentioned and nobody else', async () => {
    const id = mention();
    await post({ status: 'Dag Wout', in_reply_to_id: id });
    await post({ status: '@wout@social.voorbeeld Dag', in_reply_to_id: id });
    expect(platform.transcript({ who: 'service' }).map(({ notified }) => notified)).toEqual([[], [WOUT.handle]]);
    expect(platform.transcript({ notified: WOUT.handle })).toMatchObject([{ inReplyTo: id }]);
  });

  it.each([
    [{ status: ' ' }, 422, "Validation failed: Text can't be blank"],
    [{ status: 'x'.repeat(501) }, 422, 'Validation failed: Text character limit of 500 exceeded'],
    [{ status: 'x', visibility: 'secret' }, 422, 'Validation failed: Visibility is not included in the list'],
    [{ status: 'x', in_reply_to_id: '1' }, 404, 'The post you are trying to reply to does not appear to exist.'],
  ])('%j is refused', async (status, code, error) => {
    expect(await post(status)).toMatchObject({ status: code, body: { error } });
  });

  it('counts an address as 23 and a mention without its host', async () => {
    mention();
    const text = `@wout@social.voorbeeld https://x.be ${'x'.repeat(500 - 5 - 1 - 23 - 1)}`;
    expect(await post({ status: text })).toMatchObject({ status: 200 });
    expect(await post({ status: `${text}x` })).toMatchObject({ status: 422 });
  });

  it('stands in its thread, as far as the account may see', async () => {
    const root = mention();
    const { body } = await post({ status: '@wout@social.voorbeeld Waar?', in_reply_to_id: root });
    const own = asText(asObject(body)?.['id']) ?? '';
    const last = platform.write({ citizen: WOUT, text: '@gemeente Daar', inReplyTo: own }).statusId;
    platform.write({ citizen: WOUT, text: 'Onder ons', inReplyTo: last, visibility: 'direct' });
    const context = asObject((await call(`/api/v1/statuses/${last}/context`)).body);
    expect(context).toMatchObject({ ancestors: [{ id: root }, { id: own }], descendants: [] });
    const me = asObject((await call('/api/v1/accounts/verify_credentials')).body);
    expect(ids(await call(`/api/v1/accounts/${String(me?.['id'])}/statuses`))).toEqual([own]);
  });
});

describe('a caller', () => {
  it('needs a token that lives', async () => {
    expect(await call(NOTIFICATIONS, {}, 'x')).toMatchObject({
      status: 401,
      body: { error: 'The access token is invalid' },
    });
    platform.setToken('gemeente', false);
    expect(await call(NOTIFICATIONS)).toMatchObject({ status: 401, body: { error: 'The access token was revoked' } });
    platform.setToken('gemeente', true);
    expect(await call(NOTIFICATIONS)).toMatchObject({ status: 200 });
  });

  it('is told what is left of its limit, and to come back when nothing is', async () => {
    const first = await call(NOTIFICATIONS);
    expect(first.headers.get('x-ratelimit-remaining')).toBe('19');
    for (let n = 0; n < 19; n += 1) {
      await call(NOTIFICATIONS);
    }
    const refused = await call(NOTIFICATIONS);
    expect(refused).toMatchObject({ status: 429, body: { error: 'Too many requests' } });
    expect(refused.headers.get('x-ratelimit-reset')).toBe(new Date(NOON_MS + 300_000).toISOString());
    platform.advanceClock(300_000);
    expect(await call(NOTIFICATIONS)).toMatchObject({ status: 200 });
  });

  it('loses the answer and not its effect', async () => {
    platform.fault({ endpoint: 'post', kind: 'close-before-effect' });
    platform.fault({ endpoint: 'post', kind: 'close-after-effect' });
    await expect(post({ status: 'een' })).rejects.toThrow();
    await expect(post({ status: 'twee' })).rejects.toThrow();
    expect(platform.transcript().map(({ text }) => text)).toEqual(['twee']);
    expect(platform.calls().map(({ endpoint, outcome }) => [endpoint, outcome])).toEqual([
      ['post', 'closed'],
      ['post', 'closed'],
    ]);
  });
});

describe('the control routes', () => {
  const control = async (name: string, body: object): Promise<Told> => {
    const response = await fetch(`${platform.url}/_control/${name}`, { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, body: await response.json(), headers: response.headers };
  };

  it('write, edit and delete for a citizen, once for each key', async () => {
    const written = { citizen: WOUT, text: 'Dag @gemeente', visibility: 'direct', key: 'k' };
    const { body } = await control('write', written);
    expect((await control('write', written)).body).toEqual(body);
    const statusId = asObject(body)?.['statusId'];
    await control('edit', { statusId, text: 'Dag' });
    expect(platform.transcript()).toMatchObject([{ text: 'Dag', visibility: 'direct', who: 'citizen' }]);
    await control('delete', { statusId });
    expect(platform.transcript()).toEqual([]);
  });

  it.each([
    ['write', { text: 'x' }],
    ['write', { citizen: WOUT, text: 'x', visibility: 'secret' }],
    ['edit', { statusId: '1', text: 'x' }],
    ['token', { account: 'nobody', isValid: true }],
    ['fault', { endpoint: 'post', kind: 'rain' }],
  ])('say what is wrong with %s %j', async (name, body) => {
    expect(await control(name, body)).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  });
});
