import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerControl } from '../basics/control-routes.js';
import { readRequest, type ParsedRequest } from '../basics/http-request.js';
import { counted, limitHeaders, ownWithToken, routeOf } from './api.js';
import { ROUTES } from './control.js';
import { createFakeMastodon, type FakeMastodon, type RecordedCall } from './fake-mastodon.js';
import type { MastodonFault } from './faults.js';
import type { FakeMastodonOptions } from './options.js';
import { NOT_FOUND, refuse, type Reply } from './reply.js';
import { createMastodonState, type MastodonState } from './state.js';

const MOST_CALLS = 2_000;

interface Served {
  readonly state: MastodonState;
  readonly platform: () => FakeMastodon;
  readonly record: (call: RecordedCall) => void;
}

/**
 * An instance of Mastodon as Schakel sees it: notifications that are asked for, statuses, and, under `/_control`, the
 * people who write them. It believes in the published behaviour only and shares nothing with the adapter that it tests.
 */
export async function startFakeMastodon(options: FakeMastodonOptions): Promise<FakeMastodon> {
  const state = createMastodonState(options);
  const calls: RecordedCall[] = [];
  const record = (call: RecordedCall): void => {
    calls.push(call);
    calls.splice(0, Math.max(0, calls.length - MOST_CALLS));
  };
  const server = createServer((request, response) => {
    void serve({ state, platform: () => platform, record }, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
  const close = async (): Promise<void> => {
    if (server.listening) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }
  };
  const platform = createFakeMastodon(state, { url, calls: () => [...calls], close });
  return platform;
}

async function serve(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parsed = await readRequest(request).catch(() => undefined);
  if (parsed === undefined) {
    respond(response, refuse(413, 'Payload Too Large'));
    return;
  }
  if (parsed.path === '/_control' || parsed.path.startsWith('/_control/')) {
    respond(response, await answerControl(served.platform(), ROUTES, parsed));
    return;
  }
  const url = new URL(request.url ?? '/', served.platform().url);
  const reply = replyTo(served, parsed, url);
  if (typeof reply !== 'string') {
    respond(response, reply);
  } else if (reply === 'closed') {
    response.destroy();
  }
}

/** Instead of an answer: a closed connection, or one that hangs until the caller gives up. */
type Silence = 'closed' | 'hung';

/** What the caller gets. */
function replyTo({ state, record }: Served, request: ParsedRequest, url: URL): Reply | Silence {
  const route = routeOf(request.method, request.path);
  const own = ownWithToken(state, request.headers.authorization);
  const account = 'account' in own ? own.account.username : undefined;
  const done = (reply: Reply | Silence): Reply | Silence => {
    const outcome = typeof reply === 'string' ? reply : reply.status;
    record({ account, endpoint: route?.endpoint, outcome, atMs: state.clock.nowMs() });
    return reply;
  };
  if (route === undefined) {
    return done(NOT_FOUND);
  }
  if (!('account' in own)) {
    return done(own);
  }
  const { headers, refusal } = counted(state, own);
  const key = request.headers['idempotency-key'];
  const idempotencyKey = typeof key === 'string' && key !== '' ? key : undefined;
  const run = (): Reply => route.run({ state, own, url, body: request.body, idempotencyKey, id: route.id });
  const fault = state.faults.take(route.endpoint, account);
  const reply = fault === undefined ? (refusal ?? run()) : faultyReply(state, fault, run);
  return done(typeof reply === 'string' ? reply : { ...reply, headers: { ...headers, ...reply.headers } });
}

function faultyReply(state: MastodonState, fault: MastodonFault, run: () => Reply): Reply | Silence {
  switch (fault.kind) {
    case 'http-500':
      return refuse(500, 'We are sorry, but something went wrong on our end');
    case 'http-503':
      return { status: 503, body: '<!DOCTYPE html><title>Service Unavailable</title>' };
    case 'too-many': {
      const resetMs = state.clock.nowMs() + (fault.resetSeconds ?? 1) * 1000;
      return { ...refuse(429, 'Too many requests'), headers: limitHeaders(state, 0, resetMs) };
    }
    case 'html-200':
      return { status: 200, body: '<!DOCTYPE html><title>Sorry</title>' };
    case 'refusal':
      return refuse(fault.code ?? 422, fault.error ?? 'Validation failed');
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
