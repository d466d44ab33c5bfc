import { Agent, get, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Router } from 'express';
import request from 'supertest';
import { createHttpApp } from '../../src/platform/http-in/app.js';
import { startHttpServer, type HttpServer } from '../../src/platform/http-in/server.js';

let server: HttpServer | undefined;

afterEach(async () => {
  await server?.close(0);
  server = undefined;
});

function appWith(router: Router, reported: unknown[] = []) {
  return createHttpApp({ first: [], routers: [router], report: (error) => reported.push(error) });
}

function fetchText(url: string, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, agent === undefined ? {} : { agent }, (response: IncomingMessage) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
      response.on('error', reject);
    }).on('error', reject);
  });
}

describe('the HTTP server', () => {
  it('finishes what is in flight, takes nothing new and does not wait for idle connections', async () => {
    const held: (() => void)[] = [];
    const router = Router();
    router.get('/slow', (_request, response) => {
      held.push(() => response.send('klaar'));
    });
    router.get('/fast', (_request, response) => {
      response.send('ok');
    });
    server = await startHttpServer(appWith(router), { host: '127.0.0.1', port: 0 });
    await fetchText(`${server.url}/fast`, new Agent({ keepAlive: true }));
    const slow = fetchText(`${server.url}/slow`, new Agent({ keepAlive: true }));
    while (held.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const { url } = server;
    const closed = server.close(5_000);
    await expect(fetchText(`${url}/fast`)).rejects.toThrow('ECONNREFUSED');
    const startedAt = performance.now();
    held[0]?.();
    expect(await slow).toBe('klaar');
    await closed;
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('breaks off what does not finish within the grace', async () => {
    const router = Router();
    router.get('/never', () => undefined);
    server = await startHttpServer(appWith(router), { host: '127.0.0.1', port: 0 });
    const never = fetchText(`${server.url}/never`);
    const broken = expect(never).rejects.toThrow('socket hang up');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.close(100);
    await broken;
  });

  it('says when its port is taken', async () => {
    server = await startHttpServer(appWith(Router()), { host: '127.0.0.1', port: 0 });
    const port = Number(new URL(server.url).port);
    await expect(startHttpServer(appWith(Router()), { host: '127.0.0.1', port })).rejects.toThrow('EADDRINUSE');
  });
});

describe('errors of handlers', () => {
  function failing(error: unknown): Router {
    const router = Router();
    router.get('/fails', () => Promise.reject(error as Error));
    return router;
  }

  it.each([
    ['a bug', new Error('geheim van burger Jan'), 500, 'UNEXPECTED'],
    ['a database that is away', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 503, 'STORE_UNAVAILABLE'],
    [
      'a pool without a free connection',
      new Error('timeout exceeded when trying to connect'),
      503,
      'STORE_UNAVAILABLE',
    ],
    ['a database that shuts down', Object.assign(new Error('x'), { code: '57P01' }), 503, 'STORE_UNAVAILABLE'],
    ['a statement that took too long', Object.assign(new Error('x'), { code: '57014' }), 503, 'QUERY_TOO_SLOW'],
    ['something that is no error', 'kapot', 500, 'UNEXPECTED'],
  ])('become a problem: %s', async (_what, error, status, code) => {
    const reported: unknown[] = [];
    const response = await request(appWith(failing(error), reported))
      .get('/fails')
      .set('x-request-id', 'vraag-1');
    expect(response.body).toMatchObject({ status, code, requestId: 'vraag-1' });
    expect(response.text).not.toContain('geheim');
    expect(reported).toEqual([error]);
  });

  it('carry an own request id when the given one is not safe to log', async () => {
    const response = await request(appWith(Router())).get('/x').set('x-request-id', 'a b{}');
    expect(response.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('come with headers that allow no foreign or inline script', async () => {
    const response = await request(appWith(Router())).get('/x');
    expect(response.get('content-security-policy')).toContain("script-src 'self';");
    expect(response.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.get('x-content-type-options')).toBe('nosniff');
    expect(response.get('x-powered-by')).toBeUndefined();
  });
});
