import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerControl } from '../basics/control-routes.js';
import { readRequest, type ParsedRequest } from '../basics/http-request.js';
import { counted, limitHeaders, routeOf } from './api.js';
import { appReply } from './app-api.js';
import { ROUTES } from './control.js';
import { createFakeX, type FakeX, type RecordedCall } from './fake-x.js';
import type { XFault } from './faults.js';
import { signerOf } from './oauth.js';
import type { FakeXOptions } from './options.js';
import { problem, type Reply } from './reply.js';
import { createXState, type XState } from './state.js';
import { Webhook } from './webhook.js';
import type { Writing } from './write-post.js';

const MOST_CALLS = 2_000;

interface Served {
  readonly writing: Writing;
  readonly platform: () => FakeX;
  readonly record: (call: RecordedCall) => void;
}

/**
 * X as Schakel sees it: signed posts of what happens, the calls that answer it, and, under `/_control`, the people who
 * write. It believes in the published behaviour only and shares nothing with the adapter that it tests.
 */
export async function startFakeX(options: FakeXOptions): Promise<FakeX> {
  const state = createXState(options);
  const webhook = new Webhook(state);
  const calls: RecordedCall[] = [];
  const record = (call: RecordedCall): void => {
    calls.push(call);
    calls.splice(0, Math.max(0, calls.length - MOST_CALLS));
  };
  const writing = { state, webhook };
  const server = createServer((request, response) => {
    void serve({ writing, platform: () => platform, record }, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
  const close = async (): Promise<void> => {
    webhook.close();
    if (server.listening) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }
  };
  const platform = createFakeX(writing, { url, calls: () => [...calls], close });
  return platform;
}

async function serve(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parsed = await readRequest(request).catch(() => undefined);
  if (parsed === undefined) {
    respond(response, problem(413, 'invalid-request', 'Payload Too Large'));
    return;
  }
  if (parsed.path === '/_control' || parsed.path.startsWith('/_control/')) {
    respond(response, await answerControl(served.platform(), ROUTES, parsed));
    return;
  }
  const reply =
    (await appReply(served.writing, parsed)) ??
    replyTo(served, parsed, new URL(request.url ?? '/', served.platform().url));
  if (typeof reply !== 'string') {
    respond(response, reply);
  } else if (reply === 'closed') {
    response.destroy();
  }
}

/** Instead of an answer: a closed connection, or one that hangs until the caller gives up. */
type Silence = 'closed' | 'hung';

/** What the caller gets. */
function replyTo({ writing, record }: Served, request: ParsedRequest, url: URL): Reply | Silence {
  const { state } = writing;
  const { authorization } = request.headers;
  const own = signerOf(state, { method: request.method, url, authorization });
  const route = routeOf(request.method, request.path);
  const account = own?.account.username;
  const done = (reply: Reply | Silence): Reply | Silence => {
    const outcome = typeof reply === 'string' ? reply : reply.status;
    record({ account, endpoint: route?.endpoint, outcome, atMs: state.clock.nowMs() });
    return reply;
  };
  if (own === undefined || !own.isTokenValid) {
    return done({
      status: 401,
      body: { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' },
    });
  }
  if (route === undefined) {
    return done(problem(404, 'resource-not-found', 'Not Found'));
  }
  const { headers, isOver } = counted(state, own, route.endpoint);
  const run = (): Reply =>
    isOver
      ? problem(429, 'rate-limit-exceeded', 'Too Many Requests')
      : route.run({ writing, own, url, body: request.body, id: route.id });
  const fault = state.faults.take(route.endpoint, account);
  const reply = fault === undefined ? run() : faultyReply(state, fault, run);
  return done(typeof reply === 'string' ? reply : { ...reply, headers: { ...headers, ...reply.headers } });
}

function faultyReply(state: XState, fault: XFault, run: () => Reply): Reply | Silence {
  switch (fault.kind) {
    case 'http-500':
      return problem(500, 'internal', 'Internal Server Error');
    case 'http-503':
      return { status: 503, body: '<!DOCTYPE html><title>Over capacity</title>' };
    case 'too-many': {
      const resetMs = state.clock.nowMs() + (fault.resetSeconds ?? 1) * 1000;
      return { ...problem(429, 'rate-limit-exceeded', 'Too Many Requests'), headers: limitHeaders(100, 0, resetMs) };
    }
    case 'usage-capped':
      return problem(429, 'usage-capped', 'Usage cap exceeded: Monthly product cap');
    case 'html-200':
      return { status: 200, body: '<!DOCTYPE html><title>Sorry</title>' };
    case 'problem':
      return problem(fault.code ?? 403, '', fault.detail ?? 'You are not permitted to perform this action.');
    case 'close-before-effect':
      return 'closed';
    case 'close-after-effect':
      run();
      return 'closed';
    case 'hang-after-effect':
      run();
      return 'hung';
  }
}

function respond(response: ServerResponse, reply: Reply): void {
  const isHtml = typeof reply.body === 'string';
  const type = isHtml ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(reply.status, { 'content-type': type, ...reply.headers });
  response.end(isHtml ? reply.body : JSON.stringify(reply.body));
}
