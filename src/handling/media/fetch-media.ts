import type { ChannelContext, MediaAccess, MediaLocation, MediaRequest } from '../../adapter-sdk/index.js';
import { isFileType, type FileType } from '../../domain/media.js';
import type { BlobStore, StoredBlob } from '../../platform/blob/blob-store.js';
import type { Download, Downloading } from '../../platform/http-out/download.js';
import { BytesRefused, checkedBytes } from './checked-bytes.js';

/** What became of one attempt to fetch an attachment. The set is closed. */
export type Fetched =
  | ({ readonly kind: 'fetched'; readonly mimeType: string } & StoredBlob)
  | { readonly kind: 'gone'; readonly code: string; readonly detail?: string }
  | { readonly kind: 'retry'; readonly code: string; readonly afterMs?: number; readonly detail?: string }
  | { readonly kind: 'park'; readonly code: string; readonly detail?: string };

/** An account with the means to fetch what its citizens sent. */
export interface MediaAccount {
  readonly access: MediaAccess;
  readonly context: ChannelContext;
}

export interface FetchDeps {
  readonly blobs: BlobStore;
  readonly download: Download;
  /** Aborted when the process stops. */
  readonly signal: AbortSignal;
}

export interface FetchRequest extends MediaRequest {
  readonly tenant: string;
}

/** No platform sends larger files to a town. */
const MAX_BYTES = 100 * 1024 * 1024;
const DOWNLOAD_TIMEOUT_MS = 120_000;

type At = Extract<MediaLocation, { kind: 'at' }>;
type Body = Extract<Downloading, { kind: 'body' }>;
type Ended = Exclude<Fetched, { kind: 'fetched' }>;
/** Bytes on their way, or why there are none. */
type Found = Body | Ended;

function ofStatus(at: At, { status, retryAfterMs }: Extract<Downloading, { kind: 'status' }>): Ended {
  const detail = `status ${status}`;
  if (status === 401 || status === 403) {
    return at.refused === 'park'
      ? { kind: 'park', code: 'MEDIA_REFUSED', detail }
      : { kind: 'gone', code: 'MEDIA_GONE', detail };
  }
  if (status === 404 || status === 410) {
    return { kind: at.missing, code: 'MEDIA_GONE', detail };
  }
  if (status === 429) {
    const wish = retryAfterMs === undefined ? {} : { afterMs: retryAfterMs };
    return { kind: 'retry', code: 'MEDIA_RATE_LIMITED', detail, ...wish };
  }
  return { kind: 'retry', code: 'MEDIA_SERVER_ERROR', detail };
}

/** Only the text of an error of ours or of Node's core, never an address: it may carry a token. */
function ofError(error: unknown): Fetched {
  if (error instanceof BytesRefused) {
    return { kind: 'gone', code: error.code };
  }
  const code = (error as { readonly code?: unknown } | null)?.code;
  return { kind: 'retry', code: 'MEDIA_BROKEN_OFF', ...(typeof code === 'string' ? { detail: code } : {}) };
}

async function keep(
  deps: FetchDeps,
  { body, declaredBytes }: Body,
  request: FetchRequest,
  limit: { readonly type: FileType; readonly maxBytes: number },
): Promise<Fetched> {
  try {
    if (declaredBytes !== undefined && declaredBytes > limit.maxBytes) {
      throw new BytesRefused('MEDIA_TOO_LARGE');
    }
    const { mimeType, bytes } = await checkedBytes(body, limit.type, limit.maxBytes);
    return { kind: 'fetched', mimeType, ...(await deps.blobs.put(request.tenant, bytes)) };
  } catch (error) {
    return ofError(error);
  } finally {
    body.destroy();
  }
}

async function fromPlatform({ download, signal }: FetchDeps, { baseUrl }: ChannelContext, at: At): Promise<Found> {
  const found = await download({
    ...{ url: at.url, hosts: at.hosts, timeoutMs: DOWNLOAD_TIMEOUT_MS, signal },
    // A channel without a platform of its own has an address per account, and no base URL.
    ownOrigin: URL.canParse(baseUrl) ? new URL(baseUrl).origin : '',
    ...(at.headers === undefined ? {} : { headers: at.headers }),
  });
  switch (found.kind) {
    case 'body':
      return found;
    case 'status':
      return ofStatus(at, found);
    case 'refused':
      return { kind: 'gone', code: 'MEDIA_ADDRESS_REFUSED', detail: found.cause };
    case 'failed':
      return { kind: 'retry', code: 'MEDIA_NOT_REACHED', detail: found.cause };
  }
}

async function fromMailbox(
  { signal }: FetchDeps,
  { mail }: ChannelContext,
  { server, place }: Extract<MediaLocation, { kind: 'in-mailbox' }>,
): Promise<Found> {
  const opened = await mail?.openFile(place, server, { timeoutMs: DOWNLOAD_TIMEOUT_MS, signal });
  switch (opened?.kind) {
    case 'open':
      return { kind: 'body', body: opened.body, declaredBytes: undefined };
    case 'gone':
      return { kind: 'gone', code: 'MEDIA_GONE' };
    case 'login-refused':
    case 'folder-refused':
      return { kind: 'park', code: 'MEDIA_REFUSED', detail: opened.kind };
    case 'failed':
      return { kind: 'retry', code: 'MEDIA_NOT_REACHED', detail: opened.cause };
    case undefined:
      return { kind: 'retry', code: 'MEDIA_NOT_REACHED', detail: 'there is no way to mailboxes' };
  }
}

/** One attempt: asks where the bytes are, and streams them through the checks into the blob store. */
export async function fetchMedia(deps: FetchDeps, account: MediaAccount, request: FetchRequest): Promise<Fetched> {
  const { type } = request.attachment;
  if (!isFileType(type)) {
    return { kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' };
  }
  const { access, context } = account;
  const at = await access.locate(request, context);
  if (at.kind !== 'at' && at.kind !== 'in-mailbox') {
    return at;
  }
  const found = await (at.kind === 'at' ? fromPlatform(deps, context, at) : fromMailbox(deps, context, at));
  return found.kind === 'body'
    ? keep(deps, found, request, { type, maxBytes: Math.min(access.maxBytes[type] ?? MAX_BYTES, MAX_BYTES) })
    : found;
}
