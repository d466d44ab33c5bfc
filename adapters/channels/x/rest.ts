import { randomBytes } from 'node:crypto';
import type { ChannelContext, HttpResult } from '../../../src/adapter-sdk/index.js';
import { authorizationFor, type Credentials } from './oauth1.js';

export type Answer = Extract<HttpResult, { kind: 'answer' }>;

/** Signs that a header can hold. */
const SECRET = /^[\x21-\x7e]{1,500}$/;

/** Undefined while one of them is missing or cannot be used. */
export function credentialsOf({ settings }: Pick<ChannelContext, 'settings'>): Credentials | undefined {
  const [consumerKey, consumerSecret, accessToken, accessTokenSecret] = [
    ...['consumerKey', 'consumerSecret', 'accessToken', 'accessTokenSecret'],
  ].map((name) => {
    const value = settings[name];
    return typeof value === 'string' && SECRET.test(value) ? value : undefined;
  });
  return consumerKey === undefined ||
    consumerSecret === undefined ||
    accessToken === undefined ||
    accessTokenSecret === undefined
    ? undefined
    : { consumerKey, consumerSecret, accessToken, accessTokenSecret };
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly timeoutMs: number;
}

/** A call in the name of the account. Secrets are in no address and no body. */
export function call(context: ChannelContext, credentials: Credentials, request: Call): Promise<HttpResult> {
  const { method, path, query, body, timeoutMs } = request;
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
  const url = `${context.baseUrl}${path}${search}`;
  const moment = { nonce: randomBytes(16).toString('hex'), timestamp: String(Math.floor(context.nowMs / 1000)) };
  return context.http({
    ...{ method, url, timeoutMs },
    headers: {
      accept: 'application/json',
      authorization: authorizationFor({ method, url }, credentials, moment),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
