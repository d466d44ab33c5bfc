import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, HttpRequest } from '../../../src/adapter-sdk/index.js';
import { failureOf, type Failure } from './errors.js';
import { fieldsOf, type Fields } from './payloads.js';

export const STANDARD_SERVICE = 'https://bsky.social';

const TIMEOUT_MS = 15_000;
/** Direct messages are a service of their own; our server hands such calls on. */
const CHAT_SERVICE = 'did:web:api.bsky.chat#bsky_chat';

export interface XrpcCall {
  /** Name of the method; what begins with `chat.bsky` goes to the chat service. */
  readonly name: string;
  readonly query?: readonly (readonly [string, string])[];
  /** Makes it a procedure (POST). */
  readonly input?: Fields;
}

export type XrpcResult = { readonly kind: 'ok'; readonly body: Fields } | Failure;

/** An address that the environment moved is stronger than the setting, so that tests reach no real server. */
export function serviceOf(context: ChannelContext): string {
  const service = context.settings['service'];
  return context.baseUrl === STANDARD_SERVICE && typeof service === 'string' && /^https:\/\/[^/?#]+$/.test(service)
    ? service
    : context.baseUrl;
}

function requestOf(context: ChannelContext, call: XrpcCall, token: string | undefined, isPost: boolean): HttpRequest {
  const query = new URLSearchParams(
    (call.query ?? []).map(([name, value]): [string, string] => [name, value]),
  ).toString();
  return {
    method: isPost ? 'POST' : 'GET',
    url: `${serviceOf(context)}/xrpc/${call.name}${query === '' ? '' : `?${query}`}`,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(call.input === undefined ? {} : { 'content-type': 'application/json' }),
      ...(call.name.startsWith('chat.bsky.') ? { 'atproto-proxy': CHAT_SERVICE } : {}),
    },
    ...(call.input === undefined ? {} : { body: JSON.stringify(call.input) }),
    timeoutMs: TIMEOUT_MS,
  };
}

/** One call of AT Protocol. An `error` in the body decides, also on status 200. */
export async function xrpc(
  context: ChannelContext,
  call: XrpcCall,
  token?: string,
  isPost: boolean = call.input !== undefined,
): Promise<XrpcResult> {
  const result = await context.http(requestOf(context, call, token, isPost));
  if (result.kind !== 'answer') {
    return result;
  }
  const body = fieldsOf(jsonOf(result.text));
  const failure = failureOf(result, body);
  if (failure !== undefined) {
    return failure;
  }
  return body !== undefined && result.status >= 200 && result.status < 300
    ? { kind: 'ok', body }
    : { kind: 'unreadable', status: result.status };
}
