import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { answerControl } from '../basics/control-routes.js';
import { readRequest } from '../basics/http-request.js';
import { ROUTES } from './control.js';
import { createFakeMail, type FakeMail } from './fake-mail.js';
import { serveImap } from './imap-session.js';
import type { FakeMailOptions } from './options.js';
import { serveSmtp } from './smtp-session.js';
import { createMailState } from './state.js';

interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<Listening> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // A program that breaks off ends its conversation, and no other.
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) {
        socket.destroy();
      }
      await closed;
    },
  };
}

/** A server whose conversations may break off at any time. */
function conversing(serve: (socket: Socket) => Promise<void>): Server {
  return createServer((socket) => {
    serve(socket).catch(() => socket.destroy());
  });
}

async function control(platform: FakeMail, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parsed = await readRequest(request).catch(() => undefined);
  const isControl = parsed?.path === '/_control' || parsed?.path.startsWith('/_control/') === true;
  const { status, body } =
    parsed !== undefined && isControl
      ? await answerControl(platform, ROUTES, parsed)
      : { status: 404, body: { error: 'Mail is read over IMAP and sent over SMTP.' } };
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/**
 * The provider of mailboxes of the demo: IMAP and SMTP as RFC 3501 and RFC 5321 have them, and, under `/_control`, the citizens who
 * write. It carries no mail: what Schakel sends stands in the transcript.
 */
export async function startFakeMail(options: FakeMailOptions): Promise<FakeMail> {
  const { port = 0 } = options;
  const state = createMailState(options);
  const started: Listening[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(started.map((one) => one.close()));
  };
  const start = async (server: Server, offset: number): Promise<number> => {
    const one = await listen(server, port === 0 ? 0 : port + offset);
    started.push(one);
    return one.port;
  };
  try {
    const http = await start(
      createHttpServer((request, response) => void control(platform, request, response)),
      0,
    );
    const imap = await start(
      conversing((socket) => serveImap(state, socket)),
      1,
    );
    const smtp = await start(
      conversing((socket) => serveSmtp(state, socket)),
      2,
    );
    const url = `http://127.0.0.1:${http}`;
    const platform = createFakeMail(state, { url, baseUrl: `imap://127.0.0.1:${imap}?smtp=${smtp}`, close });
    return platform;
  } catch (error) {
    await close();
    throw error;
  }
}
