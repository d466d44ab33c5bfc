import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { X_CONTROL_ROUTES } from './control.js';
import type { FakeX } from './fake-x.js';
import { startFakeX } from './server.js';

const SECRET = 'consumer-secret';
const TOWN = { id: '17', username: 'Stad', name: 'Stad', token: '17-token', tokenSecret: 'token-secret' };
const AN = { username: 'an', name: 'An' };

let platform: FakeX;
let receiver: Server | undefined;
let posted: { readonly body: string; readonly signature: unknown }[];

beforeEach(async () => {
  posted = [];
  platform = await startFakeX({ accounts: [TOWN], consumerKey: 'key', consumerSecret: SECRET });
});

afterEach(async () => {
  await platform.close();
  receiver?.closeAllConnections();
  receiver?.close();
  receiver = undefined;
});

function sign(text: string): string {
  return `sha256=${createHmac('sha256', SECRET).update(text).digest('base64')}`;
}

/** A webhook that answers the check with a signature over `said(token)`. */
async function receive(said: (token: string) => string): Promise<string> {
  receiver = createServer((request: IncomingMessage, response) => {
    const token = new URL(request.url ?? '', 'http://localhost').searchParams.get('crc_token') ?? '';
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.method === 'POST') {
        posted.push({ body, signature: request.headers['x-twitter-webhooks-signature'] });
      }
      response.end(JSON.stringify({ response_token: sign(said(token)) }));
    });
  });
  await new Promise<void>((resolve) => receiver?.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}/webhooks/x`;
}

async function control(name: string, input: object): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${platform.url}/_control/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
}

describe('what is written under a key', () => {
  it('has the same id on another X, so that a demonstration that is played again adds nothing', async () => {
    const play = (one: FakeX): readonly string[] => [
      one.write({ citizen: AN, text: '@Stad dag', key: 'question', atMs: 1_795_600_000_000 }).id,
      one.message({ citizen: AN, account: 'Stad', text: 'dag', key: 'in private', atMs: 1_795_600_000_000 }).id,
    ];
    const other = await startFakeX({ accounts: [TOWN], consumerKey: 'key', consumerSecret: SECRET });
    try {
      const ids = play(platform);
      expect(play(other)).toEqual(ids);
      expect(new Set(ids).size).toBe(2);
      expect(platform.write({ citizen: AN, text: '@Stad dag', atMs: 1_795_600_000_000 }).id).not.toBe(ids[0]);
    } finally {
      await other.close();
    }
  });
});

describe('the webhook of the fake X', () => {
  it('is posted to after a check that was answered right, each post signed', async () => {
    expect(await platform.subscribe(await receive((token) => token))).toMatchObject({ ok: true });
    platform.write({ citizen: AN, text: '@Stad dag' });
    await platform.settled(5000);
    expect(posted).toHaveLength(1);
    expect(posted[0]?.signature).toBe(sign(posted[0]?.body ?? ''));
  });

  it('is posted nothing after a wrong answer', async () => {
    expect(await platform.subscribe(await receive(() => 'something else'))).toMatchObject({ ok: false });
    platform.write({ citizen: AN, text: '@Stad dag' });
    await platform.settled(5000);
    expect(posted).toEqual([]);
  });
});

describe('the control routes', () => {
  it('do what citizens do, once for each key', async () => {
    const write = { citizen: AN, text: '@Stad dag', key: 'a' };
    const first = await control('write', write);
    expect(first).toMatchObject({ status: 200, body: { id: expect.any(String) } });
    expect((await control('write', write)).body).toEqual(first.body);
    await control('message', { citizen: AN, account: 'Stad', text: 'in stilte' });
    expect(platform.transcript().map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'post @Stad dag',
      'message in stilte',
    ]);
    await control('delete', { id: 'a' });
    expect(platform.transcript({ kind: 'post' })).toEqual([]);
  });

  it('say in a sentence what they cannot do', async () => {
    expect(await control('write', { citizen: AN, text: 'dag', inReplyTo: '1' })).toEqual({
      ...{ status: 400, body: { error: 'There is no post 1.' } },
    });
    expect(await control('fault', { endpoint: 'post', kind: 'nothing' })).toMatchObject({ status: 400 });
    expect(X_CONTROL_ROUTES).toContain('GET /_control/transcript');
  });
});

it('takes a call that nobody signed from nobody', async () => {
  const response = await fetch(`${platform.url}/2/tweets`, { method: 'POST', body: '{"text":"dag"}' });
  expect(response.status).toBe(401);
  expect(platform.calls()).toMatchObject([{ account: undefined, outcome: 401 }]);
});
