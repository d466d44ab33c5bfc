import type { FakePlatform } from './fake-platform.js';
import { asObject, type JsonObject } from '../basics/json.js';
import type { FakePlatformOptions } from './options.js';
import { type RecordingReceiver, startRecordingReceiver } from './recording-receiver.js';
import { startFakePlatform } from './server.js';

export const PAGE = '104500000000001';
export const OTHER_PAGE = '104500000000002';
export const INSTAGRAM = '17841400000000001';
export const PHONE = '300000000000001';
export const NOON_MS = Date.UTC(2026, 10, 23, 12);

export interface GraphAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly error: JsonObject;
  readonly headers: Headers;
}

export interface PlatformFixture {
  readonly platform: FakePlatform;
  readonly receiver: RecordingReceiver;
  graph(method: string, path: string, params?: JsonObject, token?: string): Promise<GraphAnswer>;
  close(): Promise<void>;
}

/** A platform with a frozen clock and two pages, and a receiver that its webhooks go to. */
export async function startFixture(options: Partial<FakePlatformOptions> = {}): Promise<PlatformFixture> {
  const receiver = await startRecordingReceiver('verify-me');
  const platform = await startFakePlatform({
    appSecret: 'app-secret',
    verifyToken: 'verify-me',
    callbackUrl: receiver.url,
    pages: [
      { id: PAGE, name: 'Gemeente Voorbeeld', token: 'page-token', instagramId: INSTAGRAM },
      { id: OTHER_PAGE, name: 'Gemeente Ander', token: 'other-token' },
    ],
    whatsappNumbers: [
      { phoneNumberId: PHONE, wabaId: '200000000000001', displayNumber: '3290000000', token: 'whatsapp-token' },
    ],
    seed: 'test',
    retryDelaysMs: [1, 1, 1],
    baseNowMs: () => NOON_MS,
    ...options,
  });
  return {
    platform,
    receiver,
    graph: (method, path, params = {}, token = 'page-token') =>
      callGraph(`${platform.url}/v26.0/${path}`, { method, params, token }),
    close: async () => {
      await platform.close();
      await receiver.close();
    },
  };
}

async function callGraph(
  url: string,
  call: { readonly method: string; readonly params: JsonObject; readonly token: string },
): Promise<GraphAnswer> {
  const target = new URL(url);
  const isRead = call.method === 'GET';
  for (const [name, value] of isRead ? Object.entries(call.params) : []) {
    target.searchParams.set(name, String(value));
  }
  const response = await fetch(target, {
    method: call.method,
    headers: { authorization: `Bearer ${call.token}`, 'content-type': 'application/json' },
    ...(isRead ? {} : { body: JSON.stringify(call.params) }),
  });
  const body = asObject(await response.json()) ?? {};
  return { status: response.status, body, error: asObject(body['error']) ?? {}, headers: response.headers };
}
