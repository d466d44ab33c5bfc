import { createHmac } from 'node:crypto';
import type { ChannelContext, HttpResult } from '../../../src/adapter-sdk/index.js';
import { metaSettings } from './settings.js';

/** Longer than Meta takes on a bad day, short enough that a stuck call does not hold a conversation. */
export const GRAPH_TIMEOUT_MS = 15_000;

export interface GraphCall {
  /** Parts of the path after the version; each is escaped. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  /** With a body it is a POST, else a GET. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Proves that who holds the token also holds the app secret: a stolen token alone is of no use. */
export function appSecretProof(appSecret: string, accessToken: string): string {
  return createHmac('sha256', appSecret).update(accessToken).digest('hex');
}

/** One call of the Graph API. The token goes in a header, because addresses end up in logs. */
export function callGraph(call: GraphCall, context: ChannelContext): Promise<HttpResult> {
  const settings = metaSettings(context.settings);
  const query = new URLSearchParams(call.query);
  if (settings.appSecret !== '') {
    query.set('appsecret_proof', appSecretProof(settings.appSecret, settings.accessToken));
  }
  const path = [settings.apiVersion, ...call.path].map((part) => encodeURIComponent(part)).join('/');
  const parameters = query.size > 0 ? `?${query.toString()}` : '';
  const request = {
    url: `${context.baseUrl}/${path}${parameters}`,
    headers: { authorization: `Bearer ${settings.accessToken}`, 'content-type': 'application/json' },
    timeoutMs: GRAPH_TIMEOUT_MS,
  };
  return context.http(
    call.body === undefined
      ? { ...request, method: 'GET' }
      : { ...request, method: 'POST', body: JSON.stringify(call.body) },
  );
}
