import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, HttpResult } from '../../../src/adapter-sdk/index.js';
import type { Credentials } from './oauth1.js';
import { at, textOf } from './payloads.js';

const TIMEOUT_MS = 10_000;

interface AppCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
}

/** Key and secret of the app for the token that stands for no account (`fundamentals/authentication/oauth-2-0/application-only.mdx`). */
function tokenCall(context: ChannelContext, { consumerKey, consumerSecret }: Credentials): Promise<HttpResult> {
  const pair = `${encodeURIComponent(consumerKey)}:${encodeURIComponent(consumerSecret)}`;
  return context.http({
    ...{ method: 'POST', url: `${context.baseUrl}/oauth2/token`, timeoutMs: TIMEOUT_MS },
    headers: {
      authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    },
    body: 'grant_type=client_credentials',
  });
}

/** A call in the name of the app: webhooks belong to it and to no account. The token is asked for each time, and kept nowhere. */
export async function callAsApp(
  context: ChannelContext,
  credentials: Credentials,
  { method, path, body }: AppCall,
): Promise<HttpResult> {
  const asked = await tokenCall(context, credentials);
  const token = asked.kind === 'answer' ? textOf(at(jsonOf(asked.text), 'access_token')) : undefined;
  if (token === undefined || !/^[\x21-\x7e]{1,2000}$/.test(token)) {
    return asked;
  }
  return context.http({
    ...{ method, url: `${context.baseUrl}${path}`, timeoutMs: TIMEOUT_MS },
    headers: {
      ...{ accept: 'application/json', authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
