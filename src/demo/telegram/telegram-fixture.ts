import { createServer, type IncomingMessage } from 'node:http';
import { asObject, parseJson, type JsonObject } from '../basics/json.js';
import type { FakeTelegram } from './fake-telegram.js';
import type { Bot, FakeTelegramOptions } from './options.js';
import { startFakeTelegram } from './server.js';

export const BOT: Bot = { id: 7000001, username: 'voorbeeld_bot', name: 'Voorbeeld', token: '7000001:AAFIXTURE_one' };
export const OTHER_BOT: Bot = { id: 7000002, username: 'ander_bot', name: 'Ander', token: '7000002:AAFIXTURE_two' };
export const NOON_MS = Date.UTC(2026, 10, 23, 12);
export const AN = { id: 501, firstName: 'An' };
export const JEF = { id: 502, firstName: 'Jef' };
export const SECRET = 'een_geheim';

export interface ReceivedUpdate {
  readonly secret: string | undefined;
  readonly body: JsonObject;
}

export interface UpdateReceiver {
  readonly url: string;
  readonly updates: readonly ReceivedUpdate[];
  /** Answers a status, with `Retry-After` if told, to each update whose text this is. */
  answer(text: string, status: number, retryAfter?: number): void;
  close(): Promise<void>;
}

/** The text of a message, where an update has one. */
export function textOf(body: JsonObject): unknown {
  return asObject(body['message'] ?? body['edited_message'])?.['text'];
}

/** Stands where Schakel stands: writes down each update and answers what it is told to answer, else 200. */
export async function startUpdateReceiver(): Promise<UpdateReceiver> {
  const updates: ReceivedUpdate[] = [];
  const answers = new Map<unknown, { readonly status: number; readonly retryAfter?: number }>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const secret = request.headers['x-telegram-bot-api-secret-token'];
      updates.push({ secret: typeof secret === 'string' ? secret : undefined, body });
      const { status, retryAfter } = answers.get(textOf(body)) ?? { status: 200 };
      response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}/webhooks/telegram`,
    updates,
    answer: (text, status, retryAfter) => {
      answers.set(text, { status, ...(retryAfter === undefined ? {} : { retryAfter }) });
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk as Uint8Array)); // a request without an encoding yields buffers only
  }
  return asObject(parseJson(Buffer.concat(chunks).toString('utf8'))) ?? {};
}

export interface BotApiAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Headers;
}

export interface TelegramFixture {
  readonly platform: FakeTelegram;
  readonly receiver: UpdateReceiver;
  call(method: string, params?: JsonObject, token?: string): Promise<BotApiAnswer>;
  close(): Promise<void>;
}

/** A platform with a frozen clock and two bots, whose updates go to one receiver. */
export async function startTelegramFixture(options: Partial<FakeTelegramOptions> = {}): Promise<TelegramFixture> {
  const receiver = await startUpdateReceiver();
  const platform = await startFakeTelegram({
    bots: [BOT, OTHER_BOT],
    seed: 'test',
    retrySecondMs: 1,
    baseNowMs: () => NOON_MS,
    ...options,
  });
  const call = async (method: string, params: JsonObject = {}, token: string = BOT.token): Promise<BotApiAnswer> => {
    const response = await fetch(`${platform.url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
    return { status: response.status, body: asObject(await response.json()) ?? {}, headers: response.headers };
  };
  for (const bot of [BOT, OTHER_BOT]) {
    await call('setWebhook', { url: `${receiver.url}/${bot.username}`, secret_token: SECRET }, bot.token);
  }
  return {
    ...{ platform, receiver, call },
    close: async () => {
      await platform.close();
      await receiver.close();
    },
  };
}
