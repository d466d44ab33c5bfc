import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerControl } from '../basics/control-routes.js';
import { readRequest } from '../basics/http-request.js';
import { ROUTES } from './control.js';
import { createFakeBluesky, type FakeBluesky, type RecordedCall } from './fake-bluesky.js';
import type { BlueskyFault } from './faults.js';
import { handleOfCall, runCall, type XrpcCall } from './methods.js';
import type { FakeBlueskyOptions } from './options.js';
import { createBlueskyState, type BlueskyState } from './state.js';
import { refuse, tooMany, type XrpcReply } from './xrpc-reply.js';

const MOST_CALLS = 2_000;

interface Served {
  readonly state: BlueskyState;
  readonly platform: () => FakeBluesky;
  readonly record: (call: RecordedCall) => void;
}

/**
 * Bluesky as Schakel sees it: the server of its accounts, the list of notifications, the chat service, and, under
 * `/_control`, citizens. It believes in the published behaviour only and shares nothing with the adapter that it tests.
 */
export async function startFakeBluesky(options: FakeBlueskyOptions): Promise<FakeBluesky> {
  const state = createBlueskyState(options);
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
  const platform = createFakeBluesky(state, { url, calls: () => [...calls], close });
  return platform;
}

async function serve(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parsed = await readRequest(request).catch(() => undefined);
  if (parsed === undefined) {
    respond(response, refuse('PayloadTooLarge', 'request entity too large', 413));
    return;
  }
  if (parsed.path === '/_control' || parsed.path.startsWith('/_control/')) {
    const { status, body } = await answerControl(served.platform(), ROUTES, parsed);
    respond(response, { status, body: { ...Object(body) } });
    return;
  }
  const parameters = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const name = parsed.path.replace('/xrpc/', '');
  const reply = replyTo(served.state, { name, request: parsed, all: (parameter) => parameters.getAll(parameter) });
  const outcome = typeof reply === 'string' ? reply : reply.status;
  served.record({ name, outcome, atMs: served.state.clock.nowMs() });
  if (typeof reply !== 'string') {
    respond(response, reply);
  } else if (reply === 'closed') {
    response.destroy();
  }
}

/** What the caller gets: an answer, a closed connection, or one that hangs until the caller gives up. */
type Reply = XrpcReply | 'closed' | 'hung';

function replyTo(state: BlueskyState, call: XrpcCall): Reply {
  const fault = state.faults.take(call.name, handleOfCall(state, call));
  if (fault !== undefined) {
    return faultyReply(state, call, fault);
  }
  const reply = runCall(state, call);
  return reply.isSend === true && state.calls.losesAnswer() ? 'closed' : reply;
}

function faultyReply(state: BlueskyState, call: XrpcCall, fault: BlueskyFault): Reply {
  if (fault.kind.endsWith('-after-effect')) {
    runCall(state, call);
  }
  switch (fault.kind) {
    case 'http-502':
    case 'http-502-after-effect':
      return refuse('UpstreamFailure', 'Upstream Failure', 502);
    case 'too-many':
      return tooMany(state.clock.nowMs() + (fault.resetSeconds ?? 1) * 1000);
    case 'html-200':
      return { status: 200, body: '<!DOCTYPE html><title>Sorry</title>' };
    case 'refusal':
      return refuse(fault.error ?? 'InvalidRequest', fault.message ?? 'Refused as asked');
    case 'hang-before-effect':
    case 'hang-after-effect':
      return 'hung';
    case 'close-before-effect':
    case 'close-after-effect':
      return 'closed';
  }
}

function respond(response: ServerResponse, reply: XrpcReply): void {
  const isHtml = typeof reply.body === 'string';
  const type = isHtml ? 'text/html; charset=utf-8' : 'application/json';
  response.writeHead(reply.status, { 'content-type': type, ...reply.headers });
  response.end(isHtml ? reply.body : JSON.stringify(reply.body));
}
