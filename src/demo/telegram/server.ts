import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readRequest } from '../basics/http-request.js';
import { answerCall, readCall, type RecordedCall } from './bot-api-http.js';
import { refuse } from './bot-api-reply.js';
import { answerControl } from '../basics/control-routes.js';
import { ROUTES } from './control.js';
import { fileAt } from './files.js';
import { createFakeTelegram, type FakeTelegram } from './fake-telegram.js';
import type { FakeTelegramOptions } from './options.js';
import { createTelegramState, type TelegramState } from './state.js';

const MOST_CALLS = 2_000;

interface Served {
  readonly state: TelegramState;
  readonly platform: () => FakeTelegram;
  readonly record: (call: RecordedCall) => void;
}

/**
 * Telegram as Schakel sees it: the Bot API, updates to webhooks, and, under `/_control`, the people who write to bots.
 * It believes in the published behaviour only and shares nothing with the adapter that it tests.
 */
export async function startFakeTelegram(options: FakeTelegramOptions): Promise<FakeTelegram> {
  const state = createTelegramState(options);
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
    state.stop.abort();
    for (const { updates } of state.bots) {
      updates.close();
    }
    if (server.listening) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }
  };
  const platform = createFakeTelegram(state, { calls: () => [...calls], close });
  return platform;
}

async function serve(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const parsed = await readRequest(request);
    if (parsed === undefined) {
      sendJson(response, 413, refuse(413, 'Request Entity Too Large').body);
      return;
    }
    if (parsed.path === '/_control' || parsed.path.startsWith('/_control/')) {
      const { status, body } = await answerControl(served.platform(), ROUTES, parsed);
      sendJson(response, status, body);
      return;
    }
    const file = fileAt(served.state, parsed.path);
    if (file !== undefined) {
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.length });
      response.end(file);
      return;
    }
    const call = readCall(parsed);
    if (call === undefined) {
      sendJson(response, 404, refuse(404).body);
      return;
    }
    await answerCall(served.state, call, { response, record: served.record });
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
