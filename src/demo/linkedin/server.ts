import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerControl } from '../basics/control-routes.js';
import { readRequest } from '../basics/http-request.js';
import { ROUTES } from './control.js';
import { createFakeLinkedIn, type FakeLinkedIn } from './fake-linkedin.js';
import type { FakeLinkedInOptions } from './options.js';
import { readCall } from './rest-api.js';
import { answerCall, type RecordedCall } from './rest-http.js';
import { refuse } from './rest-reply.js';
import { createLinkedInState, type LinkedInState } from './state.js';

const MOST_CALLS = 2_000;

interface Served {
  readonly state: LinkedInState;
  readonly platform: () => FakeLinkedIn;
  readonly record: (call: RecordedCall) => void;
}

/**
 * LinkedIn as Schakel sees it: notifications that are asked for, comments, and, under `/_control`, the people who write
 * them. It believes in the published behaviour only and shares nothing with the adapter that it tests.
 */
export async function startFakeLinkedIn(options: FakeLinkedInOptions): Promise<FakeLinkedIn> {
  const state = createLinkedInState(options);
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
  const url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
  const close = async (): Promise<void> => {
    if (server.listening) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }
  };
  const platform = createFakeLinkedIn(state, { url, calls: () => [...calls], close });
  return platform;
}

async function serve(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const parsed = await readRequest(request);
    if (parsed === undefined) {
      sendJson(response, 413, refuse(413, 'Payload Too Large').body);
      return;
    }
    if (parsed.path === '/_control' || parsed.path.startsWith('/_control/')) {
      const { status, body } = await answerControl(served.platform(), ROUTES, parsed);
      sendJson(response, status, body);
      return;
    }
    await answerCall(served.state, readCall(parsed, request.url ?? ''), { response, record: served.record });
  } catch (error) {
    // A caller that hung up ends here too; there is nobody left to answer then.
    if (!response.headersSent && !response.destroyed) {
      sendJson(response, 500, { error: error instanceof Error ? error.message : 'unknown' });
    }
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
