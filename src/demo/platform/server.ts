import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerControl } from '../basics/control-routes.js';
import { ROUTES } from './control.js';
import { answerBatch } from './graph-batch.js';
import { createFakePlatform, type FakePlatform } from './fake-platform.js';
import { answerCall, readCall, type RecordedCall } from './graph-http.js';
import { type ParsedRequest, readRequest } from '../basics/http-request.js';
import { bytesOf } from '../basics/media.js';
import type { FakePlatformOptions } from './options.js';
import { createState, type PlatformState } from './state.js';

const MOST_CALLS = 2_000;
const WHATSAPP_MEDIA = /^1003\d{13}$/;

interface Served {
  readonly state: PlatformState;
  readonly platform: () => FakePlatform;
  readonly record: (call: RecordedCall) => void;
}

/**
 * Meta's platforms as Schakel sees them: the Graph API, signed webhooks, and, under `/_control`, the people who use
 * them. It believes in the published behaviour only and shares nothing with the adapters that it tests.
 */
export async function startFakePlatform(options: FakePlatformOptions): Promise<FakePlatform> {
  const state = createState(options);
  const calls: RecordedCall[] = [];
  const record = (call: RecordedCall): void => {
    calls.push(call);
    if (calls.length > MOST_CALLS) {
      calls.shift();
    }
  };
  const server = createServer((request, response) => {
    void serve({ state, platform: () => platform, record }, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  state.url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
  const close = async (): Promise<void> => {
    state.webhooks.close();
    if (server.listening) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }
  };
  const platform = createFakePlatform(state, { calls: () => [...calls], close });
  return platform;
}

async function serve(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const parsed = await readRequest(request);
    if (parsed === undefined) {
      sendJson(response, 413, { error: 'The body is too large.' });
      return;
    }
    await dispatch(served, parsed, response);
  } catch (error) {
    // A caller that hung up ends here too; there is nobody left to answer then.
    if (!response.headersSent && !response.destroyed) {
      sendJson(response, 500, { error: error instanceof Error ? error.message : 'unknown' });
    }
  }
}

async function dispatch(served: Served, request: ParsedRequest, response: ServerResponse): Promise<void> {
  if (request.path === '/_control' || request.path.startsWith('/_control/')) {
    const { status, body } = await answerControl(served.platform(), ROUTES, request);
    sendJson(response, status, body);
    return;
  }
  if (request.path.startsWith('/_media/')) {
    sendMedia(served.state, request, response);
    return;
  }
  const batch = answerBatch(served.state, request);
  if (batch !== undefined) {
    sendJson(response, batch.status, batch.body);
    return;
  }
  const call = readCall(request);
  if (call === undefined) {
    const error = { message: '(#2500) Unknown path components', type: 'OAuthException', code: 2500 };
    sendJson(response, 400, { error });
    return;
  }
  await answerCall(served.state, call, { request, response, record: served.record });
}

/** Facebook's and Instagram's addresses are open to whoever knows them; those of WhatsApp want the token again. */
function sendMedia(state: PlatformState, request: ParsedRequest, response: ServerResponse): void {
  const id = request.path.slice('/_media/'.length);
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (WHATSAPP_MEDIA.test(id) && !state.assets.isToken(token)) {
    sendJson(response, 401, { error: 'This address wants the token.' });
    return;
  }
  const bytes = bytesOf(state.mediaNames.get(id) ?? id);
  response.writeHead(200, { 'content-type': 'image/png', 'content-length': bytes.length });
  response.end(bytes);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
