import type { Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import { lookupPublic } from './address-guard.js';
import { failureCause } from './failure-cause.js';
import { whyNotFetched, type HostRules } from './host-rules.js';

export interface DownloadRequest extends HostRules {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For all of it, the body included. */
  readonly timeoutMs: number;
  /** Ends it early, as the end of the time does. */
  readonly signal?: AbortSignal;
}

export type Downloading =
  /** Bytes on their way. Reading them throws when the connection breaks or the time is over; who stops early destroys it. */
  | { readonly kind: 'body'; readonly body: Readable; readonly declaredBytes: number | undefined }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs: number | undefined }
  /** The address is not one to fetch from. */
  | { readonly kind: 'refused'; readonly cause: string }
  | { readonly kind: 'failed'; readonly cause: string };

export type Download = (request: DownloadRequest) => Promise<Downloading>;

export interface Downloads {
  readonly download: Download;
  close(): Promise<void>;
}

export interface DownloadOptions {
  /** For the own origin only: what citizens and platforms name is never on a private address. */
  readonly allowPrivateAddresses: boolean;
  readonly userAgent: string;
}

const MAX_REDIRECTS = 3;
const CONNECT_TIMEOUT_MS = 5_000;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function headerOf(headers: Dispatcher.ResponseData['headers'], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function answerOf({ statusCode, headers, body }: Dispatcher.ResponseData): Downloading {
  if (statusCode === 200) {
    return { kind: 'body', body, declaredBytes: numberIn(headerOf(headers, 'content-length')) };
  }
  discard(body);
  const seconds = numberIn(headerOf(headers, 'retry-after'));
  return { kind: 'status', status: statusCode, retryAfterMs: seconds === undefined ? undefined : seconds * 1000 };
}

/** Ends the connection: a page of an error may be long. */
function discard(body: Readable): void {
  body.on('error', () => undefined);
  body.destroy();
}

/** What goes along to this hop: the headers of the request only where it was asked, since they may hold a token. */
export function headersAt(
  url: URL,
  request: Pick<DownloadRequest, 'url' | 'headers'>,
  userAgent: string,
): Record<string, string> {
  const isAsked = url.origin === new URL(request.url).origin;
  // Packed bytes would unpack to any size.
  return { 'user-agent': userAgent, 'accept-encoding': 'identity', ...(isAsked ? request.headers : {}) };
}

/**
 * Fetches bytes from an address that a platform named. Each hop of a redirect is checked like the first one, and the
 * headers stay with the host that they were given for.
 */
export function createDownloads(options: DownloadOptions): Downloads {
  const connect = { timeout: CONNECT_TIMEOUT_MS };
  const timeouts = { headersTimeout: 0, bodyTimeout: 0, allowH2: false } as const;
  const guarded = new Agent({ ...timeouts, connect: { ...connect, lookup: lookupPublic } });
  const own = options.allowPrivateAddresses ? new Agent({ ...timeouts, connect }) : guarded;

  async function ask(url: URL, request: DownloadRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const agent = url.origin === request.ownOrigin ? own : guarded;
    return agent.request({
      ...{ origin: url.origin, path: url.pathname + url.search, method: 'GET', signal },
      headers: headersAt(url, request, options.userAgent),
    });
  }

  async function follow(request: DownloadRequest, signal: AbortSignal): Promise<Downloading> {
    let url = new URL(request.url);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const refusal = whyNotFetched(url, request);
      if (refusal !== undefined) {
        return { kind: 'refused', cause: refusal };
      }
      const response = await ask(url, request, signal);
      const next = REDIRECTS.has(response.statusCode) ? headerOf(response.headers, 'location') : undefined;
      if (next === undefined) {
        return answerOf(response);
      }
      discard(response.body);
      if (!URL.canParse(next, url.href)) {
        return { kind: 'refused', cause: 'it redirects to what is no address' };
      }
      url = new URL(next, url.href);
    }
    return { kind: 'refused', cause: `it redirects more than ${MAX_REDIRECTS} times` };
  }

  return {
    async download(request) {
      if (!URL.canParse(request.url)) {
        return { kind: 'refused', cause: 'the address is not valid' };
      }
      try {
        const limit = AbortSignal.timeout(request.timeoutMs);
        return await follow(request, request.signal === undefined ? limit : AbortSignal.any([limit, request.signal]));
      } catch (error) {
        return { kind: 'failed', cause: failureCause(error) };
      }
    },
    close: async () => {
      await guarded.close();
      if (own !== guarded) {
        await own.close();
      }
    },
  };
}
