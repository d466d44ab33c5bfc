import { beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpResult } from '../../../src/adapter-sdk/index.js';
import {
  answering,
  AT_MS,
  refusing,
  scriptedServer,
  session,
  tokenUntil,
  type ScriptedServer,
} from './bluesky-fixture.js';
import { authorised, forgetSessions } from './sessions.js';

const LOG_IN = 'com.atproto.server.createSession';
const REFRESH = 'com.atproto.server.refreshSession';
const READ = 'app.bsky.notification.listNotifications';
const MINUTE_MS = 60_000;
const fine = (): HttpResult => answering(200, {});
const read = (server: ScriptedServer, nowMs: number = AT_MS) =>
  authorised(server.context(nowMs), () => ({ name: READ }));

beforeEach(() => {
  forgetSessions();
});

describe('a session', () => {
  it('is made once and kept', async () => {
    const server = scriptedServer({ [READ]: fine });
    await read(server);
    await read(server, AT_MS + MINUTE_MS);
    expect(server.called()).toEqual([LOG_IN, READ, READ]);
  });

  it('is made once for calls at the same time', async () => {
    const server = scriptedServer({ [READ]: fine });
    await Promise.all([read(server), read(server), read(server)]);
    expect(server.called().filter((name) => name === LOG_IN)).toHaveLength(1);
  });

  it('is another one for another password and another server', async () => {
    const server = scriptedServer({ [READ]: fine });
    const call = () => ({ name: READ });
    await authorised(server.context(), call);
    await authorised(server.context(AT_MS, { appPassword: 'other' }), call);
    await authorised({ ...server.context(), baseUrl: 'https://other.example' }, call);
    expect(server.called().filter((name) => name === LOG_IN)).toHaveLength(3);
  });

  it('is renewed shortly before it ends', async () => {
    const server = scriptedServer({
      [LOG_IN]: () => session(tokenUntil(AT_MS + 120 * MINUTE_MS)),
      [REFRESH]: () => session(tokenUntil(AT_MS + 240 * MINUTE_MS, 'second'), 'refresh-2'),
      [READ]: fine,
    });
    await read(server);
    await read(server, AT_MS + 119.5 * MINUTE_MS);
    await read(server, AT_MS + 130 * MINUTE_MS);
    expect(server.called()).toEqual([LOG_IN, READ, REFRESH, READ, READ]);
    expect(server.requests[2]).toMatchObject({ method: 'POST', headers: { authorization: 'Bearer refresh' } });
  });

  it('is renewed when the server says that it ended, and the call made once more', async () => {
    const server = scriptedServer({
      [REFRESH]: () => session('second'),
      [READ]: (request) => (request.headers?.['authorization'] === 'Bearer second' ? fine() : refusing('ExpiredToken')),
    });
    expect(await read(server)).toMatchObject({ kind: 'called', result: { kind: 'ok' } });
    expect(server.called()).toEqual([LOG_IN, READ, REFRESH, READ]);
  });

  it('is made anew when it cannot be renewed, and the call is not made a third time', async () => {
    const server = scriptedServer({
      [REFRESH]: () => refusing('ExpiredToken'),
      [READ]: () => refusing('ExpiredToken'),
    });
    expect(await read(server)).toMatchObject({ kind: 'called', result: { kind: 'error', name: 'ExpiredToken' } });
    expect(server.called()).toEqual([LOG_IN, READ, REFRESH, LOG_IN, READ]);
  });

  it('that is refused while it is young is not made anew: a log-in is scarce', async () => {
    const server = scriptedServer({
      [REFRESH]: () => refusing('ExpiredToken'),
      [READ]: () => refusing('InvalidToken', 'Malformed token'),
    });
    await read(server);
    await read(server, AT_MS + MINUTE_MS);
    expect(server.called()).toEqual([LOG_IN, READ, READ]);
    await read(server, AT_MS + 6 * MINUTE_MS);
    expect(server.called().slice(3)).toEqual([READ, REFRESH, LOG_IN, READ]);
  });

  it('survives a server that is down while it is renewed', async () => {
    const server = scriptedServer({
      [LOG_IN]: () => session(tokenUntil(AT_MS + 20 * MINUTE_MS)),
      [REFRESH]: (_request, count) =>
        count === 1 ? { kind: 'no-answer', cause: 'timeout' } : session(tokenUntil(AT_MS + 240 * MINUTE_MS)),
      [READ]: fine,
    });
    await read(server);
    expect(await read(server, AT_MS + 20 * MINUTE_MS)).toMatchObject({
      kind: 'no-session',
      outcome: { kind: 'retry' },
    });
    expect(await read(server, AT_MS + 21 * MINUTE_MS)).toMatchObject({ kind: 'called' });
    expect(server.called()).toEqual([LOG_IN, READ, REFRESH, REFRESH, READ]);
  });
});

describe('a log-in', () => {
  it('that was refused is not tried at each look', async () => {
    const server = scriptedServer({
      [LOG_IN]: () => refusing('AuthenticationRequired', 'Invalid identifier or password', 401),
    });
    for (const laterMs of [0, 1, 7 * MINUTE_MS]) {
      expect(await read(server, AT_MS + laterMs)).toEqual({
        kind: 'no-session',
        outcome: { kind: 'park', code: 'BLUESKY_PASSWORD_WRONG', detail: '401 AuthenticationRequired' },
      });
    }
    expect(server.called()).toEqual([LOG_IN]);
    await read(server, AT_MS + 9 * MINUTE_MS);
    expect(server.called()).toEqual([LOG_IN, LOG_IN]);
  });

  it('waits out the limit', async () => {
    const reset = { 'ratelimit-reset': String(AT_MS / 1000 + 300) };
    const server = scriptedServer({
      [LOG_IN]: (_request, count) =>
        count === 1 ? answering(429, { error: 'RateLimitExceeded', message: 'x' }, reset) : session('access'),
      [READ]: fine,
    });
    for (const laterMs of [0, 4 * MINUTE_MS]) {
      expect(await read(server, AT_MS + laterMs)).toMatchObject({
        outcome: { kind: 'retry', code: 'BLUESKY_RATE_LIMITED', holdsAccount: true },
      });
    }
    expect(server.called()).toEqual([LOG_IN]);
    expect(await read(server, AT_MS + 5 * MINUTE_MS)).toMatchObject({ kind: 'called' });
  });

  it('waits out the limit also where a session ended and cannot be renewed', async () => {
    const reset = { 'ratelimit-reset': String(AT_MS / 1000 + 3600) };
    const server = scriptedServer({
      [LOG_IN]: (_request, count) =>
        count === 1 ? session('access') : answering(429, { error: 'RateLimitExceeded', message: 'x' }, reset),
      [REFRESH]: () => refusing('ExpiredToken'),
      [READ]: () => refusing('ExpiredToken'),
    });
    await read(server);
    await read(server, AT_MS + MINUTE_MS);
    expect(server.called()).toEqual([LOG_IN, READ, REFRESH, LOG_IN]);
  });

  it('to an account that was taken down says so', async () => {
    const server = scriptedServer({ [LOG_IN]: () => refusing('AccountTakedown', 'x', 401) });
    expect(await read(server)).toMatchObject({ outcome: { kind: 'park', code: 'BLUESKY_ACCOUNT_CLOSED' } });
  });

  it('without settings calls nobody', async () => {
    const server = scriptedServer({});
    const outcome = await authorised(server.context(AT_MS, { appPassword: '' }), () => ({ name: READ }));
    expect(outcome).toMatchObject({ outcome: { kind: 'park' } });
    expect(server.called()).toEqual([]);
  });

  it('goes to the server of the settings, unless the environment moved it', async () => {
    const server = scriptedServer({ [READ]: fine });
    const settings = { service: 'https://pds.gemeente.example' };
    await authorised({ ...server.context(AT_MS, settings), baseUrl: 'https://bsky.social' }, () => ({ name: READ }));
    await authorised(server.context(AT_MS, settings), () => ({ name: READ }));
    const hosts = server.requests.map(({ url }) => new URL(url).host);
    expect(hosts).toEqual(['pds.gemeente.example', 'pds.gemeente.example', 'pds.example', 'pds.example']);
  });
});
