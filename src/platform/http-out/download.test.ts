import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createDownloads, headersAt, type Downloading, type Downloads } from './download.js';

const open: { readonly servers: Server[]; readonly downloads: Downloads[] } = { servers: [], downloads: [] };

afterEach(async () => {
  await Promise.all(open.downloads.splice(0).map((one) => one.close()));
  for (const server of open.servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // The border: a server that listens on a port has such an address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function downloads(allowPrivateAddresses = true): Downloads {
  const made = createDownloads({ allowPrivateAddresses, userAgent: 'Test' });
  open.downloads.push(made);
  return made;
}

function get(url: string, ownOrigin: string, more: { headers?: Record<string, string>; timeoutMs?: number } = {}) {
  return downloads().download({ url, ownOrigin, hosts: [], timeoutMs: 5_000, ...more });
}

async function textOf(found: Downloading): Promise<string> {
  if (found.kind !== 'body') {
    throw new Error(JSON.stringify(found));
  }
  const parts: Buffer[] = [];
  for await (const part of found.body) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString();
}

describe('a download', () => {
  it('streams the bytes and says how many were promised', async () => {
    let asked: IncomingHttpHeaders = {};
    const origin = await serve((request, response) => {
      asked = request.headers;
      response.setHeader('content-length', '4');
      response.end('foto');
    });
    const found = await get(`${origin}/a.jpg?x=1`, origin, { headers: { authorization: 'Bearer t' } });
    expect(found).toMatchObject({ kind: 'body', declaredBytes: 4 });
    expect(await textOf(found)).toBe('foto');
    expect(asked).toMatchObject({ authorization: 'Bearer t', 'accept-encoding': 'identity', 'user-agent': 'Test' });
  });

  it.each([
    ['https://files.example/b', true],
    ['https://files.example:8443/b', false],
    ['http://files.example/b', false],
    ['https://files.example.evil.example/b', false],
  ])('carries a token to its own server only: %s', (hop, isCarried) => {
    const request = { url: 'https://files.example/a', headers: { authorization: 'Bearer t' } };
    expect('authorization' in headersAt(new URL(hop), request, 'Test')).toBe(isCarried);
  });

  it('follows a redirect of the same server with its token', async () => {
    const seen: (string | undefined)[] = [];
    let next = '';
    const origin = await serve((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === '/a') {
        response.writeHead(302, { location: next }).end();
      } else {
        response.end('hier');
      }
    });
    next = '/b';
    expect(await textOf(await get(`${origin}/a`, origin, { headers: { authorization: 'Bearer t' } }))).toBe('hier');
    expect(seen).toEqual(['Bearer t', 'Bearer t']);
  });

  it.each([
    ['another host', 'https://elsewhere.example/a', 'not one of the platform'],
    ['a private address', 'http://127.0.0.1:1/a', 'not https'],
    ['another scheme', 'file:///etc/passwd', 'not https'],
    ['what is no address', 'http://[', 'no address'],
  ])('is not led to %s', async (_label, location, cause) => {
    const origin = await serve((_request, response) => {
      response.writeHead(307, { location }).end('x');
    });
    expect(await get(`${origin}/a`, origin)).toEqual({ kind: 'refused', cause: expect.stringContaining(cause) });
  });

  it('is not led in a circle', async () => {
    let count = 0;
    const origin = await serve((_request, response) => {
      count += 1;
      response.writeHead(302, { location: '/a' }).end();
    });
    expect(await get(`${origin}/a`, origin)).toMatchObject({ kind: 'refused' });
    expect(count).toBe(4);
  });

  it('reaches no private address by a name, whatever the installation allows for its own', async () => {
    const found = await downloads(true).download({
      ...{ url: 'https://localhost/a', ownOrigin: 'http://127.0.0.1:9', hosts: 'any', timeoutMs: 5_000 },
    });
    expect(found).toEqual({ kind: 'failed', cause: expect.stringContaining('no public address') });
  });

  it('reaches its own origin on a private address only where that is allowed', async () => {
    const origin = await serve((_request, response) => response.end('foto'));
    const own = origin.replace('127.0.0.1', 'localhost');
    const request = { url: `${own}/a`, ownOrigin: own, hosts: [], timeoutMs: 5_000 };
    expect(await downloads(false).download(request)).toMatchObject({ kind: 'failed' });
    expect(await textOf(await downloads(true).download(request))).toBe('foto');
  });

  it.each([
    [404, {}, undefined],
    [429, { 'retry-after': '7' }, 7000],
    [503, { 'retry-after': 'morgen' }, undefined],
    [204, {}, undefined],
  ])('tells the status %i instead of a page', async (status, headers, retryAfterMs) => {
    const origin = await serve((_request, response) => {
      response.writeHead(status, headers as Record<string, string>).end();
    });
    expect(await get(`${origin}/a`, origin)).toEqual({ kind: 'status', status, retryAfterMs });
  });

  it('is over when its time is, also in the middle of the bytes', async () => {
    const origin = await serve((_request, response) => {
      response.write('half');
    });
    const found = await get(`${origin}/a`, origin, { timeoutMs: 200 });
    await expect(textOf(found)).rejects.toThrow();
    const silent = await serve(() => undefined);
    expect(await get(`${silent}/a`, silent, { timeoutMs: 200 })).toMatchObject({ kind: 'failed' });
  });

  it('breaks off with the signal of its caller', async () => {
    const origin = await serve((_request, response) => {
      response.write('half');
    });
    const stop = new AbortController();
    const found = await downloads().download({
      ...{ url: `${origin}/a`, ownOrigin: origin, hosts: [], timeoutMs: 60_000, signal: stop.signal },
    });
    stop.abort();
    await expect(textOf(found)).rejects.toThrow();
  });

  it('throws while it is read when the server ends too early', async () => {
    const origin = await serve((_request, response) => {
      response.setHeader('content-length', '100');
      response.write('half');
      setImmediate(() => response.destroy());
    });
    await expect(get(`${origin}/a`, origin).then(textOf)).rejects.toThrow();
  });

  it('says of an address that is none nothing but that', async () => {
    expect(await get('geen adres met token=geheim', '')).toEqual({
      kind: 'refused',
      cause: 'the address is not valid',
    });
  });
});
