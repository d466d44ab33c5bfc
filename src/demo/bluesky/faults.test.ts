import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asObject, parseJson, type JsonObject } from '../basics/json.js';
import type { FakeBluesky } from './fake-bluesky.js';
import type { OwnAccount } from './options.js';
import { startFakeBluesky } from './server.js';

const TOWN: OwnAccount = { did: 'did:plc:town', handle: 'stad.test', appPassword: 'abcd', isPrivileged: true };
const OTHER: OwnAccount = { did: 'did:plc:other', handle: 'dorp.test', appPassword: 'efgh', isPrivileged: true };
const AN = { did: 'did:plc:an', handle: 'an.test', displayName: 'An' };
const NOON_MS = Date.UTC(2026, 10, 23, 12);
const LIST = 'app.bsky.notification.listNotifications';
const LOG = 'chat.bsky.convo.getLog';
const SEND = 'chat.bsky.convo.sendMessage';

let platform: FakeBluesky;

beforeEach(async () => {
  platform = await startFakeBluesky({ accounts: [TOWN, OTHER], baseNowMs: () => NOON_MS });
});

afterEach(async () => {
  await platform.close();
});

interface Told {
  readonly status: number;
  readonly body: JsonObject;
}

/** @param patienceMs when the caller gives up on a call that hangs */
async function call(
  name: string,
  token?: unknown,
  input?: JsonObject | 'post',
  patienceMs: number = 5_000,
): Promise<Told> {
  const response = await fetch(`${platform.url}/xrpc/${name}`, {
    method: input === undefined ? 'GET' : 'POST',
    headers: {
      ...(typeof token === 'string' ? { authorization: `Bearer ${token}` } : {}),
      ...(name.startsWith('chat.') ? { 'atproto-proxy': 'did:web:api.bsky.chat#bsky_chat' } : {}),
    },
    ...(typeof input === 'object' ? { body: JSON.stringify(input) } : {}),
    signal: AbortSignal.timeout(patienceMs),
  });
  return { status: response.status, body: asObject(parseJson(await response.text())) ?? {} };
}

function logIn({ handle }: OwnAccount, password: string): Promise<Told> {
  return call('com.atproto.server.createSession', undefined, { identifier: handle, password });
}

async function tokenOf(account: OwnAccount = TOWN): Promise<unknown> {
  return (await logIn(account, account.appPassword)).body['accessJwt'];
}

function countIn({ body }: Told, field: string): number {
  const items = body[field];
  return Array.isArray(items) ? items.length : 0;
}

async function control(name: string, input: JsonObject): Promise<number> {
  const response = await fetch(`${platform.url}/_control/${name}`, { method: 'POST', body: JSON.stringify(input) });
  return response.status;
}

describe('an app password that is taken away', () => {
  it('ends the renewal of sessions at once, and the sessions themselves only when told to', async () => {
    const { body } = await logIn(TOWN, TOWN.appPassword);
    const others = await tokenOf(OTHER);
    expect(await control('password', { handle: TOWN.handle, appPassword: 'next' })).toBe(200);
    expect((await call(LIST, body['accessJwt'])).status).toBe(200);
    expect(await call('com.atproto.server.refreshSession', body['refreshJwt'], 'post')).toMatchObject({
      ...{ status: 400, body: { error: 'ExpiredToken' } },
    });
    expect((await logIn(TOWN, TOWN.appPassword)).status).toBe(401);
    const fresh = (await logIn(TOWN, 'next')).body['accessJwt'];
    await control('password', { handle: TOWN.handle, appPassword: 'third', endsSessions: true });
    expect((await call(LIST, fresh)).body['error']).toBe('ExpiredToken');
    expect((await call(LIST, others)).status).toBe(200);
  });

  it('is no log-in either while the account is taken down', async () => {
    await control('switch-off', { did: TOWN.did, status: 'takendown' });
    expect(await logIn(TOWN, TOWN.appPassword)).toMatchObject({ status: 401, body: { error: 'AccountTakedown' } });
    expect((await logIn(OTHER, OTHER.appPassword)).status).toBe(200);
  });
});

describe('a citizen who lets no message in', () => {
  it.each([
    ['disabled', 'InvalidRequest', /disabled incoming/],
    ['not-followed', 'InvalidRequest', /someone they follow/],
    ['blocked', 'InvalidRequest', /block between/],
    ['locked', 'ConvoLocked', /locked/],
  ])('is told as %s', async (why, error, says) => {
    const token = await tokenOf();
    const { convoId } = platform.write({ account: TOWN.handle, citizen: AN, text: 'Dag' });
    const message = { convoId, message: { text: 'Ja' } };
    await control('close-convo', { convoId, why });
    expect(await call(SEND, token, message)).toEqual({
      ...{ status: 400, body: { error, message: expect.stringMatching(says) } },
    });
    await control('open-convo', { convoId });
    expect((await call(SEND, token, message)).status).toBe(200);
    expect(platform.transcript().map(({ text }) => text)).toEqual(['Dag', 'Ja']);
  });
});

describe('disorder', () => {
  it('lists twice, and puts posts below others by the clock of a telephone; the same seed, the same disorder', async () => {
    const token = await tokenOf();
    await control('disorder', { seed: 'a', duplicateShare: 1, reorderShare: 1, delayMs: 60_000 });
    platform.post({ citizen: AN, text: '@stad.test dag', mentions: TOWN.handle });
    platform.write({ account: TOWN.handle, citizen: AN, text: 'Dag' });
    const list = await call(LIST, token);
    expect(countIn(list, 'notifications')).toBe(2);
    expect(countIn(await call(LOG, token), 'logs')).toBe(2);
    const [first] = list.body['notifications'] as readonly JsonObject[];
    expect(Date.parse(String(first?.['indexedAt']))).toBeLessThan(NOON_MS);
    const again = await startFakeBluesky({
      ...{ accounts: [TOWN], baseNowMs: () => NOON_MS },
      faultPlan: { seed: 'a', duplicateShare: 1, reorderShare: 1, delayMs: 60_000 },
    });
    const same = again.post({ citizen: AN, text: '@stad.test dag', mentions: TOWN.handle });
    await again.close();
    expect(first?.['cid']).toBe(same.cid);
    platform.setDisorder();
    expect(countIn(await call(LIST, token), 'notifications')).toBe(1);
  });
});

describe('faults', () => {
  it('hit only the account that they name', async () => {
    const [token, others] = [await tokenOf(), await tokenOf(OTHER)];
    await control('fault', { endpoint: LIST, kind: 'http-502', account: TOWN.handle });
    expect([(await call(LIST, others)).status, (await call(LIST, token)).status]).toEqual([200, 502]);
    await control('fault', { endpoint: 'any', kind: 'http-502', account: TOWN.handle });
    expect((await logIn(TOWN, TOWN.appPassword)).status).toBe(502);
  });

  it('take effect where they say so, whatever the caller hears', async () => {
    const token = await tokenOf();
    const { convoId } = platform.write({ account: TOWN.handle, citizen: AN, text: 'Dag' });
    const kinds = ['http-502-after-effect', 'hang-after-effect', 'http-502', 'hang-before-effect'] as const;
    for (const kind of kinds) {
      platform.fault({ endpoint: SEND, kind });
      const patienceMs = kind.startsWith('hang') ? 200 : undefined;
      await call(SEND, token, { convoId, message: { text: kind } }, patienceMs).catch(() => undefined);
    }
    expect(platform.transcript().map(({ text }) => text)).toEqual([
      ...['Dag', 'http-502-after-effect', 'hang-after-effect'],
    ]);
    expect(platform.calls().flatMap(({ name, outcome }) => (name === SEND ? [outcome] : []))).toEqual([
      ...[502, 'hung', 502, 'hung'],
    ]);
  });

  it('say when a limit begins anew, and refuse in the words that they are given', async () => {
    const token = await tokenOf();
    platform.fault({ endpoint: LIST, kind: 'too-many', resetSeconds: 30 });
    const response = await fetch(`${platform.url}/xrpc/${LIST}`, {
      headers: { authorization: `Bearer ${String(token)}` },
    });
    expect([response.status, response.headers.get('ratelimit-reset')]).toEqual([429, String(NOON_MS / 1000 + 30)]);
    platform.fault({ endpoint: LIST, kind: 'refusal', error: 'InvalidRequest', message: 'Account is disabled' });
    expect((await call(LIST, token)).body).toEqual({ error: 'InvalidRequest', message: 'Account is disabled' });
  });
});
