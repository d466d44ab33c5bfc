import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpRequest, HttpResult } from '../../adapter-sdk/http.js';
import { createHttpClient, type HttpOut } from './http-client.js';

const MIB = 1024 * 1024;
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n';

describe('an outgoing call', () => {
  let http: HttpOut;
  const servers: (Server | TcpServer)[] = [];
  const sockets = new Set<Socket>();

  const listen = async (server: Server | TcpServer): Promise<string> => {
    servers.push(server);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A listening TCP server has an AddressInfo.
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const serve = (listener: RequestListener): Promise<string> => listen(createServer(listener));
  /** A server that says whatever it likes once it has a request. */
  const serveRaw = (answer: (socket: Socket) => void): Promise<string> =>
    listen(createTcpServer((socket) => socket.once('data', () => answer(socket))));
  const call = (url: string, request: Partial<HttpRequest> = {}): Promise<HttpResult> =>
    http.request({ method: 'GET', url, timeoutMs: 2_000, ...request });

  beforeEach(() => {
    http = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 2, userAgent: 'schakel/test' });
  });

  afterEach(async () => {
    for (const socket of sockets) {
      socket.destroy();
    }
    sockets.clear();
    await http.close();
    for (const server of servers.splice(0)) {
      server.close();
    }
  });

  describe('that is answered', () => {
    it('gives the status, the headers in lower case with repeated ones joined, and the text', async () => {
      const url = await serve((_request, response) => {
        response.sendDate = false;
        response.writeHead(
          201,
          [
            ['X-One', '1'],
            ['Link', '<a>'],
            ['Link', '<b>'],
            ['Content-Length', '5'],
            ['Connection', 'close'],
          ].flat(),
        );
        response.end('hé!!');
      });
      expect(await call(url)).toEqual({
        kind: 'answer',
        status: 201,
        headers: { 'x-one': '1', link: '<a>, <b>', 'content-length': '5', connection: 'close' },
        text: 'hé!!',
      });
    });

    it('has carried method, path, query, headers, user agent and body', async () => {
      let seen: unknown;
      const url = await serve((request, response) => {
        void textOf(request).then((body) => {
          const { method, url: path, headers } = request;
          seen = { method, path, body, agent: headers['user-agent'], custom: headers['x-custom'] };
          response.end();
        });
      });
      await call(`${url}/a/b?c=d%20e`, { method: 'PATCH', headers: { 'X-Custom': 'yes' }, body: '{"text":"één"}' });
      expect(seen).toEqual({
        method: 'PATCH',
        path: '/a/b?c=d%20e',
        body: '{"text":"één"}',
        agent: 'schakel/test',
        custom: 'yes',
      });
    });

    it.each([302, 404, 429, 500, 503])('gives status %i as an answer, and follows no redirect', async (status) => {
      const paths: (string | undefined)[] = [];
      const url = await serve((request, response) => {
        paths.push(request.url);
        response.writeHead(status, { location: '/elsewhere' }).end('as it is');
      });
      expect(await call(url)).toMatchObject({ kind: 'answer', status, text: 'as it is' });
      expect(paths).toEqual(['/']);
    });

    it('waits for the real answer behind early hints', async () => {
      const url = await serveRaw((socket) => {
        socket.end(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${HEAD}content-length: 2\r\n\r\nok`);
      });
      expect(await call(url)).toMatchObject({ kind: 'answer', status: 200, text: 'ok' });
    });

    it('keeps one mebibyte of an endless body and hangs up', async () => {
      let isHungUp = false;
      const url = await serve((_request, response) => {
        response.on('close', () => {
          isHungUp = true;
        });
        const write = (): void => {
          while (!isHungUp && response.write('x'.repeat(64 * 1024))) {
            // Until the socket is full.
          }
        };
        response.on('drain', write);
        write();
      });
      const result = await call(url);
      expect(result).toMatchObject({ kind: 'answer', status: 200 });
      expect(result.kind === 'answer' && result.text.length).toBe(MIB);
      await untilTrue(() => isHungUp);
    });

    it('keeps a body of exactly one mebibyte whole', async () => {
      const url = await serve((_request, response) => response.end('x'.repeat(MIB)));
      const result = await call(url);
      expect(result.kind === 'answer' && result.text.length).toBe(MIB);
    });
  });

  describe('that was never sent', () => {
    it('when the connection is refused', async () => {
      const url = await serve(() => {});
      const [server] = servers;
      server?.close();
      expect(await call(url)).toEqual({ kind: 'not-sent', cause: expect.stringContaining('ECONNREFUSED') });
    });

    it('when the name does not exist', async () => {
      expect(await call('http://name.invalid/')).toMatchObject({ kind: 'not-sent' });
    });

    it('when TLS cannot be agreed on', async () => {
      const url = await serve((_request, response) => response.end('plain'));
      expect(await call(url.replace('http:', 'https:'))).toMatchObject({ kind: 'not-sent' });
    });

    it('when it waited in vain for a connection, and then it is not sent afterwards either', async () => {
      const paths: (string | undefined)[] = [];
      const url = await serve((request, response) => {
        paths.push(request.url);
        setTimeout(() => response.end(), 250);
      });
      const results = await Promise.all([
        call(`${url}/1`),
        call(`${url}/2`),
        call(`${url}/3`, { method: 'POST', body: 'late', timeoutMs: 80 }),
      ]);
      expect(results.map(({ kind }) => kind)).toEqual(['answer', 'answer', 'not-sent']);
      expect(await call(`${url}/4`)).toMatchObject({ kind: 'answer' });
      expect(paths).toEqual(['/1', '/2', '/4']);
    });

    it.each([
      ['not a url', 'the URL is not valid'],
      ['ftp://127.0.0.1/', 'the URL is neither http nor https'],
      ['file:///etc/passwd', 'the URL is neither http nor https'],
      ['http://user:secret@127.0.0.1/', 'the URL carries credentials; they belong in a header'],
    ])('when the URL is %s', async (url, cause) => {
      expect(await call(url)).toEqual({ kind: 'not-sent', cause });
    });

    it('when a header would smuggle another one in', async () => {
      const url = await serve((_request, response) => response.end());
      const result = await call(url, { headers: { authorization: 'Bearer s3cret\r\nx-evil: 1' } });
      expect(result).toMatchObject({ kind: 'not-sent' });
      expect(JSON.stringify(result)).not.toContain('s3cret');
    });

    it('when the client was closed', async () => {
      const url = await serve((_request, response) => response.end());
      await http.close();
      expect(await call(url)).toMatchObject({ kind: 'not-sent' });
      http = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 2, userAgent: 'schakel/test' });
    });
  });

  describe('that may have arrived', () => {
    const unanswered: readonly (readonly [string, (socket: Socket) => void])[] = [
      ['accepts and never answers', () => {}],
      ['hangs up without a word', (socket) => socket.end()],
      ['resets the connection', (socket) => socket.resetAndDestroy()],
      ['resets inside the head', (socket) => socket.write(HEAD, () => socket.resetAndDestroy())],
      [
        'resets inside the body',
        (socket) => socket.write(`${HEAD}content-length: 100\r\n\r\nhalf`, () => socket.resetAndDestroy()),
      ],
      ['ends inside the body', (socket) => socket.end(`${HEAD}content-length: 100\r\n\r\nhalf`)],
      ['speaks no HTTP', (socket) => socket.end('220 mail ready\r\n')],
      ['sends chunks of garbage', (socket) => socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\nno\r\n`)],
      ['sends a head without end', (socket) => endless(socket, 'HTTP/1.1 200 OK\r\n', 'x-more: 1\r\n')],
      ['drips its body', (socket) => endless(socket, `${HEAD}content-length: 100000\r\n\r\n`, 'x')],
      ['sends a head beyond reason', (socket) => socket.write(`${HEAD}x-big: ${'x'.repeat(100_000)}\r\n\r\n`)],
    ];

    it.each(unanswered)('when the server %s', async (_what, answer) => {
      const url = await serveRaw(answer);
      const startedAtMs = performance.now();
      const result = await call(url, { method: 'POST', body: '{}', timeoutMs: 300 });
      expect(result).toEqual({ kind: 'no-answer', cause: expect.stringMatching(/./) });
      expect(performance.now() - startedAtMs).toBeLessThan(1_500);
    });

    it('says in the cause how long it waited, and never the URL', async () => {
      const url = await serveRaw(() => {});
      expect(await call(`${url}/bot123:token/send`, { timeoutMs: 50 })).toEqual({
        kind: 'no-answer',
        cause: 'no full answer within 50 ms',
      });
    });

    it('and leaves the next call unharmed', async () => {
      let calls = 0;
      const url = await serve((request, response) => {
        calls += 1;
        if (calls <= 3) {
          request.socket.resetAndDestroy();
        } else {
          response.end('well');
        }
      });
      for (const expected of ['no-answer', 'no-answer', 'no-answer', 'answer']) {
        expect((await call(url)).kind).toBe(expected);
      }
    });
  });

  it('finishes what is under way when the client closes', async () => {
    const url = await serve((_request, response) => setTimeout(() => response.end('done'), 100));
    const underWay = call(url);
    await http.close();
    expect(await underWay).toMatchObject({ kind: 'answer', text: 'done' });
    http = createHttpClient({ allowPrivateAddresses: true, maxConnectionsPerHost: 2, userAgent: 'schakel/test' });
  });
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk as Uint8Array));
  }
  return Buffer.concat(chunks).toString();
}

function endless(socket: Socket, first: string, then: string): void {
  socket.write(first);
  const timer = setInterval(() => socket.write(then), 10);
  socket.on('close', () => {
    clearInterval(timer);
  });
}

async function untilTrue(isTrue: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 2_000;
  while (!isTrue()) {
    if (performance.now() > deadlineMs) {
      throw new Error('not within two seconds');
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
