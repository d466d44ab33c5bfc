import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OwnState, XState } from './state.js';

function percent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function partsOf(header: string): ReadonlyMap<string, string> {
  const parts = [...header.matchAll(/(\w+)="([^"]*)"/g)];
  return new Map(parts.map(([, name = '', value = '']) => [name, decodeURIComponent(value)]));
}

/** The account whose token signed this call by OAuth 1.0a; undefined when nobody did. */
export function signerOf(
  state: XState,
  request: { readonly method: string; readonly url: URL; readonly authorization: string | undefined },
): OwnState | undefined {
  const parts = partsOf(request.authorization?.startsWith('OAuth ') === true ? request.authorization : '');
  const own = state.owns.find(({ account }) => account.token === parts.get('oauth_token'));
  const given = parts.get('oauth_signature');
  if (own === undefined || given === undefined || parts.get('oauth_consumer_key') !== state.consumerKey) {
    return undefined;
  }
  const signed = [...request.url.searchParams, ...[...parts].filter(([name]) => name !== 'oauth_signature')]
    .map(([name, value]) => `${percent(name)}=${percent(value)}`)
    .toSorted()
    .join('&');
  const address = `${request.url.origin}${request.url.pathname}`;
  const base = `${request.method}&${percent(address)}&${percent(signed)}`;
  const key = `${percent(state.consumerSecret)}&${percent(own.account.tokenSecret)}`;
  const expected = createHmac('sha1', key).update(base).digest();
  const got = Buffer.from(given, 'base64');
  return got.length === expected.length && timingSafeEqual(got, expected) ? own : undefined;
}
