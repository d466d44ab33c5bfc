import type { ChannelContext, HttpRequest, HttpResult } from '../../../src/adapter-sdk/index.js';
import { webAddressOf } from './payloads.js';

/** The account's instance, and the token that speaks for it. */
export interface Instance {
  readonly address: string;
  /** Host that its own accounts have in their addresses. */
  readonly host: string;
  readonly authorization: string;
}

/** Signs that a header can hold. */
const TOKEN = /^[\x21-\x7e]{1,500}$/;

/** `instance` of the account; SCHAKEL_MASTODON_BASE_URL moves all accounts, for tests and demos. */
export function instanceOf(context: ChannelContext): Instance | undefined {
  const told = webAddressOf(context.settings['instance']);
  const token = context.settings['accessToken'];
  if (told === undefined || typeof token !== 'string' || !TOKEN.test(token)) {
    return undefined;
  }
  const { host, origin } = new URL(told);
  return { address: context.baseUrl === '' ? origin : context.baseUrl, host, authorization: `Bearer ${token}` };
}

/** A call at the instance. The token is in a header only, so addresses may be kept. */
export function call(
  context: ChannelContext,
  instance: Instance,
  request: Omit<HttpRequest, 'url'> & { readonly path: string },
): Promise<HttpResult> {
  const { path, headers, ...rest } = request;
  return context.http({
    ...rest,
    url: `${instance.address}${path}`,
    headers: { accept: 'application/json', authorization: instance.authorization, ...headers },
  });
}
