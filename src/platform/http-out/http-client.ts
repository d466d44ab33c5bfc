import { Agent, type Dispatcher } from 'undici';
import type { HttpClient, HttpRequest, HttpResult } from '../../adapter-sdk/http.js';
import { lookupPublic, whyRefusedLiteral } from './address-guard.js';
import { Exchange } from './exchange.js';

export interface HttpOutOptions {
  /** For a CRM in the own network, and for tests. Otherwise a URL in configuration could reach this network's inside. */
  readonly allowPrivateAddresses: boolean;
  /** Calls beyond it wait for a connection, inside their own time limit. */
  readonly maxConnectionsPerHost: number;
  readonly userAgent: string;
}

export interface HttpOut {
  readonly request: HttpClient;
  /** Waits for the calls that are under way; each has its own time limit. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** Below what servers keep: a call on a connection that the server just closed ends as `no-answer`. */
const KEEP_ALIVE_MS = 3_000;

function notSent(cause: string): HttpResult {
  return { kind: 'not-sent', cause };
}

/** The URL, or the reason why it is not called. No reason repeats the URL: it may carry a token. */
function urlOf(text: string, allowPrivateAddresses: boolean): URL | string {
  if (!URL.canParse(text)) {
    return 'the URL is not valid';
  }
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return 'the URL is neither http nor https';
  }
  if (url.username !== '' || url.password !== '') {
    return 'the URL carries credentials; they belong in a header';
  }
  return (allowPrivateAddresses ? undefined : whyRefusedLiteral(url.hostname)) ?? url;
}

function headersOf(request: HttpRequest, userAgent: string): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': userAgent };
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

function optionsOf(request: HttpRequest, url: URL, userAgent: string): Dispatcher.DispatchOptions {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: request.method,
    headers: headersOf(request, userAgent),
    ...(request.body === undefined ? {} : { body: request.body }),
  };
}

/** The one way out over HTTP. Redirects come back as answers; every call has one time limit for all of it. */
export function createHttpClient(options: HttpOutOptions): HttpOut {
  const agent = new Agent({
    connections: options.maxConnectionsPerHost,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The exchange keeps the only time limit.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      ...(options.allowPrivateAddresses ? {} : { lookup: lookupPublic }),
    },
  });
  const request: HttpClient = (call) => {
    const url = urlOf(call.url, options.allowPrivateAddresses);
    if (typeof url === 'string') {
      return Promise.resolve(notSent(url));
    }
    const exchange = new Exchange(call.timeoutMs);
    try {
      agent.dispatch(optionsOf(call, url, options.userAgent), exchange);
    } catch (error) {
      // Headers that HTTP does not allow, or a client that was closed.
      exchange.fail(error);
    }
    return exchange.result;
  };
  return { request, close: () => agent.close() };
}
