import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { adapter } from '../../adapters/channels/x/index.js';
import type { ChannelContext, ChannelEvent, WebhookReceiver } from '../../src/adapter-sdk/index.js';
import type { FakeX } from '../../src/demo/x/fake-x.js';
import { startFakeX } from '../../src/demo/x/server.js';
import { createHttpClient, type HttpOut } from '../../src/platform/http-out/http-client.js';

/** How one account looks after the webhook of the app, against an X of our own. */

const MINUTE = 60_000;
const WEBHOOK = '1900000000000000001';
const TOWN = {
  ...{ id: '1700000000000000001', username: 'Voorbeeldegem', name: 'Voorbeeldegem' },
  ...{ token: '1700000000000000001-token', tokenSecret: 'token-secret' },
};
const APP = { consumerKey: 'key', consumerSecret: 'consumer-secret' };
const SECRETS = { signing: [APP.consumerSecret] };
const LIES = { username: 'lies_vb', name: 'Lies' };

let platform: FakeX;
let client: HttpOut;
let door: Server;
let isAway: boolean;
let events: ChannelEvent[];

function startDoor(): Promise<string> {
  const receiver = adapter.receiver as WebhookReceiver;
  door = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = { rawBody: Buffer.concat(chunks), headers: request.headers as Record<string, string> };
      if (isAway) {
        response.writeHead(503).end();
      } else if (request.method === 'GET') {
        response.end(receiver.handshake?.(Object.fromEntries(url.searchParams), SECRETS).body);
      } else {
        events.push(...(receiver.verify(raw, SECRETS, 0).ok ? receiver.split(raw, platform.nowMs()) : []));
        response.end();
      }
    });
  });
  return new Promise((resolve) => {
    door.listen(0, '127.0.0.1', () => {
      const address = door.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/webhooks/x`);
    });
  });
}

beforeEach(async () => {
  [events, isAway] = [[], false];
  platform = await startFakeX({ ...APP, accounts: [TOWN] });
  client = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 8, userAgent: 'schakel-test' });
  await platform.subscribe(await startDoor());
});
afterEach(async () => {
  await client.close();
  await platform.close();
  door.closeAllConnections();
  door.close();
});

function context(change: object = {}): ChannelContext {
  const keys = { ...APP, accessToken: TOWN.token, accessTokenSecret: TOWN.tokenSecret };
  const settings = { ...keys, pollSeconds: 900, webhookId: WEBHOOK, ...change };
  return { http: client.request, baseUrl: platform.url, settings, nowMs: platform.nowMs() };
}

interface Looked {
  readonly cursor: string;
  readonly told: readonly string[];
}

async function look(cursor: string | null, change: object = {}): Promise<Looked> {
  const outcome = await adapter.puller?.pull({ account: TOWN.id, cursor }, context(change));
  if (outcome?.kind !== 'pulled') {
    throw new Error(`The look gave ${JSON.stringify(outcome)}`);
  }
  const request = { rawBody: outcome.body ?? Buffer.from(''), headers: {}, account: TOWN.id };
  const split = outcome.body === null ? [] : adapter.receiver.split(request, platform.nowMs());
  return { cursor: outcome.cursor, told: split.flatMap(({ reason }) => reason ?? []) };
}

/** Nobody is here for two hours; then the account is looked at every quarter of an hour for an hour. */
async function outage(change: object = {}): Promise<readonly string[]> {
  let { cursor } = await look(null, change);
  ({ cursor } = await look(cursor, change));
  isAway = true;
  platform.advanceClock(60 * MINUTE);
  platform.message({ account: TOWN.username, citizen: LIES, text: 'Is het zwembad open?' });
  await platform.settled(5_000);
  expect({ ...platform.webhooks(), events }).toEqual({ delivered: 0, lost: 1, events: [] });
  platform.advanceClock(60 * MINUTE);
  isAway = false;
  const told: string[] = [];
  for (let quarter = 0; quarter < 4; quarter += 1) {
    const looked = await look(cursor, change);
    ({ cursor } = looked);
    told.push(...looked.told);
    await platform.settled(5_000);
    platform.advanceClock(15 * MINUTE);
  }
  return told;
}

describe('a gap in which nobody was here', () => {
  it('is asked for at X, and the private message of that time comes in', async () => {
    expect(await outage()).toEqual(['X_REPLAY_ASKED', 'X_REPLAY_ASKED']);
    expect(events.filter(({ action }) => action === 'open').map(({ message }) => message?.text)).toEqual([
      'Is het zwembad open?',
    ]);
    // X tells of each job that it is done. It belongs to no account.
    expect(events.filter(({ action }) => action === 'drop').map(({ account }) => account)).toEqual([
      'unknown',
      'unknown',
    ]);
  });

  it('is asked for by no account that does not look after the webhook', async () => {
    expect(await outage({ webhookId: '' })).toEqual([]);
    expect(events).toEqual([]);
  });

  it('is told of once, and given up, where X does not post again', async () => {
    expect(await outage({ webhookId: '123' })).toEqual(['X_REPLAY_REFUSED']);
  });
});

describe('a probe', () => {
  const probe = (change: object = {}) => adapter.prober?.probe({ account: TOWN.id }, context(change));

  it('finds keys that live, keys that died, and keys of somebody else', async () => {
    expect(await probe({ webhookId: '' })).toEqual({ kind: 'well' });
    platform.setToken(TOWN.username, false);
    expect(await probe()).toMatchObject({ kind: 'dead', about: 'token', code: 'X_TOKEN_INVALID' });
    platform.setToken(TOWN.username, true);
    expect(await adapter.prober?.probe({ account: '1' }, context())).toMatchObject({ code: 'X_KEYS_OF_ANOTHER' });
    expect(await probe({ accessToken: '' })).toMatchObject({ kind: 'dead', code: 'X_NOT_CONFIGURED' });
    platform.fault({ endpoint: 'me', kind: 'http-503', times: 1 });
    expect(await probe()).toMatchObject({ kind: 'unsure', code: 'X_SERVER_ERROR' });
    platform.fault({ endpoint: 'me', kind: 'problem', code: 403, times: 1 });
    expect(await probe()).toMatchObject({ kind: 'dead', code: 'X_ACCESS_DENIED' });
  });

  it('finds that X does not post any more, and puts that back', async () => {
    expect(await probe()).toEqual({ kind: 'well', subscription: 'present' });
    platform.unsubscribe();
    expect(await probe()).toEqual({ kind: 'well', subscription: 'absent' });
    expect(await adapter.prober?.resubscribe?.({ account: TOWN.id }, context())).toBe(true);
    expect(await probe()).toEqual({ kind: 'well', subscription: 'present' });
    expect(await probe({ consumerKey: 'other' })).toMatchObject({ code: 'X_TOKEN_INVALID' });
  });
});

describe('a permission that is withdrawn', () => {
  it('says that the account stops, with the event that tells it', async () => {
    platform.setToken(TOWN.username, false);
    await platform.settled(5_000);
    expect(events).toMatchObject([
      { action: 'ops', reason: 'X_ACCESS_REVOKED', stopsAccount: 'token', account: TOWN.id },
    ]);
  });
});
