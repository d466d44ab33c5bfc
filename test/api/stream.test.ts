import { afterEach, describe, expect, it } from '@jest/globals';
import { startHttpServer, type HttpServer } from '../../src/platform/http-in/server.js';
import { apiUnderTest, BOOTSTRAP_KEY, type ApiUnderTest } from './api-under-test.js';
import { readFirstEvents } from './stream-reader.js';

let api: ApiUnderTest | undefined;
let server: HttpServer | undefined;

afterEach(async () => {
  await server?.close(1_000);
  await api?.close();
  api = undefined;
  server = undefined;
});

const AS_ADMIN = { headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` } };

describe('the event stream', () => {
  it('tells which ticket changed, with ids and codes only', async () => {
    api = await apiUnderTest();
    const { db, alfa, app } = api;
    const events = await readFirstEvents(app, BOOTSTRAP_KEY, 2, async () => {
      await db.owner.query('update ticket set updated_at = now(), seq = 9 where id = $1', [alfa.ticketId]);
    });
    expect(events).toEqual([
      { event: 'ready', data: { tenant: '*' } },
      {
        event: 'ticket',
        data: { id: alfa.ticketId, number: 1001, status: 'new', seq: 9, updatedAt: expect.any(String) },
      },
    ]);
  });

  it('ends when the server closes, so that closing does not wait for it', async () => {
    const closing = new AbortController();
    api = await apiUnderTest({ closing: closing.signal });
    server = await startHttpServer(api.app, { host: '127.0.0.1', port: 0 });
    const response = await fetch(`${server.url}/api/v1/stream`, AS_ADMIN);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const startedAt = performance.now();
    closing.abort();
    expect(await response.text()).toContain('event:ready');
    await server.close(5_000);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('opens twenty for one key and no more', async () => {
    const closing = new AbortController();
    api = await apiUnderTest({ closing: closing.signal });
    server = await startHttpServer(api.app, { host: '127.0.0.1', port: 0 });
    const { url } = server;
    const statuses: number[] = [];
    for (let n = 0; n < 21; n += 1) {
      statuses.push((await fetch(`${url}/api/v1/stream`, AS_ADMIN)).status);
    }
    expect(statuses).toEqual([...Array<number>(20).fill(200), 429]);
    closing.abort();
  });
});
