import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asObject, parseJson, type JsonObject } from '../basics/json.js';
import type { FakeBluesky } from './fake-bluesky.js';
import type { OwnAccount } from './options.js';
import { startFakeBluesky } from './server.js';

const TOWN: OwnAccount = { did: 'did:plc:town', handle: 'stad.test', appPassword: 'abcd', isPrivileged: true };
const PLAIN: OwnAccount = { did: 'did:plc:plain', handle: 'dorp.test', appPassword: 'efgh', isPrivileged: false };
const AN = { did: 'did:plc:an', handle: 'an.test', displayName: 'An' };
const NOON_MS = Date.UTC(2026, 10, 23, 12);
const RKEY = '3m6antwoord22';
const LIST = 'app.bsky.notification.listNotifications';
const HOUR_MS = 3_600_000;

let platform: FakeBluesky;

beforeEach(async () => {
  platform = await startFakeBluesky({
    accounts: [TOWN, PLAIN],
    baseNowMs: () => NOON_MS,
    limits: { loginsPerFiveMinutes: 3 },
  });
});

afterEach(async () => {
  await platform.close();
});

interface Told {
  readonly status: number;
  readonly body: JsonObject;
  readonly reset: string | null;
}

async function call(path: string, token?: unknown, input?: JsonObject | 'post'): Promise<Told> {
  const response = await fetch(`${platform.url}/xrpc/${path}`, {
    method: input === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      ...(typeof token === 'string' ? { authorization: `Bearer ${token}` } : {}),
      ...(path.startsWith('chat.') ? { 'atproto-proxy': 'did:web:api.bsky.chat#bsky_chat' } : {}),
    },
    ...(typeof input === 'object' ? { body: JSON.stringify(input) } : {}),
  });
  const body = asObject(parseJson(await response.text())) ?? {};
  return { status: response.status, body, reset: response.headers.get('ratelimit-reset') };
}

function logIn({ handle, appPassword }: OwnAccount, password: string = appPassword): Promise<Told> {
  return call('com.atproto.server.createSession', undefined, { identifier: handle, password });
}

async function tokenOf(account: OwnAccount = TOWN): Promise<unknown> {
  return (await logIn(account)).body['accessJwt'];
}

function itemsOf(told: Told, field: string): readonly JsonObject[] {
  const items = told.body[field];
  return Array.isArray(items) ? items.map((item) => asObject(item) ?? {}) : [];
}

describe('what is written under a key', () => {
  it('has the same id on another Bluesky, and is told again there, so that a demonstration goes on where it was', async () => {
    const atMs = NOON_MS - HOUR_MS;
    const play = (one: FakeBluesky): readonly string[] => {
      const first = one.post({ citizen: AN, text: '@stad.test dag', mentions: TOWN.handle, key: 'one', atMs });
      const second = one.post({ citizen: AN, text: 'en nog iets', replyTo: 'one', key: 'two', atMs: atMs + 1000 });
      const letter = one.write({ account: TOWN.handle, citizen: AN, text: 'in het geheim', key: 'three', atMs });
      return [first.uri, first.cid, second.uri, second.cid, letter.convoId, letter.id];
    };
    const other = await startFakeBluesky({ accounts: [TOWN] });
    try {
      const ids = play(platform);
      expect(play(other)).toEqual(ids);
      expect(new Set(ids).size).toBe(6);
      expect(play(platform)).toEqual(ids);
      expect(platform.transcript()).toHaveLength(3);
      expect(platform.post({ citizen: AN, text: 'dag', atMs }).uri).not.toBe(ids[0]);
    } finally {
      await other.close();
    }
    const listed = itemsOf(await call(`${LIST}?reasons=mention`, await tokenOf()), 'notifications');
    expect(listed).toMatchObject([{ indexedAt: new Date(atMs).toISOString() }]);
  });
});

describe('sessions', () => {
  it('end, are refreshed, and are refused otherwise', async () => {
    const { body } = await logIn(TOWN);
    platform.advanceClock(2 * HOUR_MS);
    expect(await call(LIST, body['accessJwt'])).toMatchObject({ status: 400, body: { error: 'ExpiredToken' } });
    const fresh = await call('com.atproto.server.refreshSession', body['refreshJwt'], 'post');
    expect((await call(LIST, fresh.body['accessJwt'])).status).toBe(200);
    expect(await call(LIST, 'nonsense')).toMatchObject({ status: 400, body: { error: 'InvalidToken' } });
    expect(await call(LIST)).toMatchObject({ status: 401, body: { error: 'AuthMissing' } });
  });

  it('are limited, wrong passwords included', async () => {
    for (let count = 0; count < 3; count += 1) {
      expect(await logIn(TOWN, 'wrong')).toMatchObject({ status: 401, body: { error: 'AuthenticationRequired' } });
    }
    expect(await logIn(TOWN)).toMatchObject({ status: 429, reset: String(NOON_MS / 1000 + 300) });
    platform.advanceClock(300_000);
    expect((await logIn(TOWN)).status).toBe(200);
  });
});

describe('records', () => {
  const record = (text: string): JsonObject => ({
    $type: 'app.bsky.feed.post',
    text,
    createdAt: '2026-11-23T12:00:00.000Z',
  });
  const input = (text: string): JsonObject => ({
    repo: TOWN.did,
    collection: 'app.bsky.feed.post',
    rkey: RKEY,
    record: record(text),
  });

  it('that are put twice are one, and cannot be created again', async () => {
    const token = await tokenOf();
    const first = await call('com.atproto.repo.putRecord', token, input('Dag'));
    expect(await call('com.atproto.repo.putRecord', token, input('Dag'))).toEqual(first);
    expect((await call('com.atproto.repo.createRecord', token, input('Dag'))).status).toBe(500);
    expect(platform.transcript()).toHaveLength(1);
    const changed = await call('com.atproto.repo.putRecord', token, input('Anders'));
    expect(changed.body['cid']).not.toBe(first.body['cid']);
    const query = `repo=${TOWN.did}&collection=app.bsky.feed.post&rkey=`;
    expect((await call(`com.atproto.repo.getRecord?${query}${RKEY}`)).body).toMatchObject({ value: record('Anders') });
    expect((await call(`com.atproto.repo.getRecord?${query}3m6niets22222`)).body['error']).toBe('RecordNotFound');
  });

  it.each([
    ['a text that is too long', { ...input('a'.repeat(301)) }, /grapheme too big/],
    ['a key of another form', { ...input('Dag'), rkey: 'x' }, /TID/],
    ['no text', { ...input('Dag'), record: {} }, /Invalid app/],
  ])('with %s are refused', async (_label, body, says) => {
    expect((await call('com.atproto.repo.putRecord', await tokenOf(), body)).body).toEqual({
      ...{ error: 'InvalidRequest', message: expect.stringMatching(says) },
    });
  });

  it('are written although the connection was cut', async () => {
    const token = await tokenOf();
    platform.fault({ endpoint: 'com.atproto.repo.putRecord', kind: 'close-after-effect' });
    await expect(call('com.atproto.repo.putRecord', token, input('Dag'))).rejects.toThrow();
    expect(platform.transcript()).toMatchObject([{ text: 'Dag', author: TOWN.handle }]);
  });
});

describe('notifications', () => {
  it('are newest first, walk backwards, and are filtered by reason', async () => {
    const token = await tokenOf();
    const first = platform.post({ citizen: AN, text: '@stad.test een', mentions: TOWN.handle });
    platform.advanceClock(1_000);
    platform.post({ citizen: AN, text: '@stad.test twee', mentions: TOWN.handle, replyTo: first.uri });
    platform.advanceClock(1_000);
    const own = { $type: 'app.bsky.feed.post', text: 'Dag', createdAt: '2026-11-23T12:00:00.000Z' };
    const put = await call('com.atproto.repo.putRecord', token, {
      repo: TOWN.did,
      collection: own.$type,
      rkey: RKEY,
      record: own,
    });
    platform.post({ citizen: AN, text: 'Zie', quotes: String(put.body['uri']) });
    const all = await call(LIST, token);
    expect(itemsOf(all, 'notifications').map(({ reason }) => reason)).toEqual(['quote', 'mention', 'mention']);
    const page = await call(`${LIST}?limit=1&reasons=mention&reasons=reply`, token);
    const next = await call(`${LIST}?cursor=${String(page.body['cursor'])}&reasons=mention`, token);
    expect(itemsOf(next, 'notifications')).toMatchObject([{ uri: first.uri, author: AN }]);
    platform.deletePost(first.uri);
    expect(itemsOf(await call(LIST, token), 'notifications')).toHaveLength(2);
  });

  it('sort a post by the clock of its telephone where that is behind', async () => {
    const token = await tokenOf();
    const late = platform.post({
      citizen: AN,
      text: '@stad.test',
      mentions: TOWN.handle,
      createdAtMs: NOON_MS - HOUR_MS,
    });
    platform.post({ citizen: AN, text: '@stad.test', mentions: TOWN.handle });
    expect(itemsOf(await call(LIST, token), 'notifications').at(-1)).toMatchObject({ uri: late.uri });
  });
});

describe('direct messages', () => {
  it('are logged, answered, listed and deleted', async () => {
    const token = await tokenOf();
    const { convoId, id } = platform.write({ account: TOWN.handle, citizen: AN, text: 'Mag ik iets vragen?' });
    const log = await call('chat.bsky.convo.getLog', token);
    expect(itemsOf(log, 'logs')).toMatchObject([
      { $type: 'chat.bsky.convo.defs#logCreateMessage', convoId, message: { id } },
    ]);
    await call('chat.bsky.convo.sendMessage', token, { convoId, message: { text: 'Ja' } });
    await call('chat.bsky.convo.sendMessage', token, { convoId, message: { text: 'Ja' } });
    const messages = itemsOf(await call(`chat.bsky.convo.getMessages?convoId=${convoId}`, token), 'messages');
    expect(messages.map(({ text }) => text)).toEqual(['Ja', 'Ja', 'Mag ik iets vragen?']);
    platform.unwrite(convoId, id);
    const later = await call(`chat.bsky.convo.getLog?cursor=${String(log.body['cursor'])}`, token);
    const kinds = itemsOf(later, 'logs').map(({ $type }) => String($type).split('#').at(-1));
    expect(kinds).toEqual(['logCreateMessage', 'logCreateMessage', 'logDeleteMessage']);
    const [convo] = itemsOf(await call('chat.bsky.convo.listConvos?limit=1', token), 'convos');
    expect(convo?.['rev']).toBe(later.body['cursor']);
  });

  it('are not for a plain app password', async () => {
    expect((await call('chat.bsky.convo.getLog', await tokenOf(PLAIN))).body).toEqual({
      ...{ error: 'InvalidToken', message: 'Bad token method' },
    });
  });
});

describe('the control routes', () => {
  it('let a citizen write and tell what is seen', async () => {
    const control = (name: string, input: JsonObject): Promise<Response> =>
      fetch(`${platform.url}/_control/${name}`, { method: 'POST', body: JSON.stringify(input) });
    expect((await control('post', { citizen: AN, text: '@stad.test dag', mentions: TOWN.handle })).status).toBe(200);
    expect((await control('post', { citizen: AN })).status).toBe(400);
    expect((await control('fault', { endpoint: LIST, kind: 'http-502' })).status).toBe(200);
    expect((await call(LIST, await tokenOf())).status).toBe(502);
    const seen = await fetch(`${platform.url}/_control/transcript`);
    expect(await seen.json()).toMatchObject({ items: [{ kind: 'post', author: AN.handle, text: '@stad.test dag' }] });
  });
});
