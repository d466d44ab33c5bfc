import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readBody, type ReadBody } from './read-body.js';

const LIMIT = 10;
/** Longer than what is read away of a body that is too large. */
const ENDLESS_BYTES = 13 * 1024 * 1024;

let server: Server;
/** Of the newest request. */
let read: Promise<ReadBody>;
let isRead = false;

beforeAll(async () => {
  server = createServer((request, response) => {
    isRead = false;
    read = readBody(request, LIMIT).then((body) => {
      isRead = true;
      response.writeHead(body.kind === 'read' ? 200 : 413, { connection: 'close' });
      response.end();
      return body;
    });
    // Whoever waits for the request finds `read` there.
    server.emit('reading');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends the head of a request and the first bytes of its body, and waits until they are being read. */
async function begin(length: string, first: string): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  const reading = once(server, 'reading');
  socket.write(`POST / HTTP/1.1\r\nhost: localhost\r\n${length}\r\n\r\n${first}`);
  await reading;
  return socket;
}

async function statusLine(socket: Socket): Promise<string | undefined> {
  const [chunk] = (await once(socket, 'data')) as readonly Buffer[];
  return chunk?.toString().split('\r\n')[0];
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

it('gives the bytes as they came, in whatever pieces', async () => {
  const socket = await begin('content-length: 7', 'één');
  socket.write('ab');
  expect(await read).toEqual({ kind: 'read', body: Buffer.from('éénab') });
  expect(await statusLine(socket)).toBe('HTTP/1.1 200 OK');
});

it.each([
  ['by what it says of itself', 'content-length: 26', 'a', 'b'.repeat(25)],
  ['by what comes', 'transfer-encoding: chunked', '14\r\nabcdefghijabcdefghij\r\n', '0\r\n\r\n'],
])('refuses a body that is too large, %s, once its sender wrote it all and listens', async (_, length, first, rest) => {
  const socket = await begin(length, first);
  await turn();
  await turn();
  expect(isRead).toBe(false);
  socket.write(rest);
  expect(await read).toEqual({ kind: 'too-large' });
  expect(await statusLine(socket)).toBe('HTTP/1.1 413 Payload Too Large');
});

it('does not read for ever', async () => {
  const socket = await begin('transfer-encoding: chunked', `${ENDLESS_BYTES.toString(16)}\r\n`);
  socket.write(Buffer.alloc(ENDLESS_BYTES));
  expect(await read).toEqual({ kind: 'too-large' });
  socket.destroy();
});

it('tells when the sender went away', async () => {
  const socket = await begin('content-length: 9', 'a');
  socket.destroy();
  expect(await read).toEqual({ kind: 'aborted' });
});
