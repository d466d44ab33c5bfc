import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, MediaAccess, MediaLocation, MediaRequest } from '../../../src/adapter-sdk/index.js';
import { fieldsIn, fieldsOf, placeOf, textOf } from './payloads.js';
import { STANDARD_SERVICE } from './xrpc.js';

const TIMEOUT_MS = 15_000;
const ORIGIN = /^https:\/\/[^/?#@]{1,253}$/;

/** Where the document of an identity is: `did:plc` in one directory, `did:web` on a host of its own (atproto.com/specs/did). */
function documentUrl(did: string): string | undefined {
  if (did.startsWith('did:plc:')) {
    return `https://plc.directory/${did}`;
  }
  const host = /^did:web:([A-Za-z0-9.-]{1,253})$/.exec(did)?.[1];
  return host === undefined ? undefined : `https://${host}/.well-known/did.json`;
}

/** The server that keeps the files of an identity; anybody may run one. */
function serverIn(document: unknown): string | undefined {
  const services = fieldsIn(fieldsOf(document)?.['service']);
  const server = services.find(({ id }) => textOf(id)?.endsWith('#atproto_pds') === true);
  const endpoint = textOf(server?.['serviceEndpoint'])?.replace(/\/$/, '');
  return endpoint !== undefined && ORIGIN.test(endpoint) ? endpoint : undefined;
}

type Server = { readonly kind: 'server'; readonly url: string } | Exclude<MediaLocation, { kind: 'at' }>;

async function serverOf(did: string, context: ChannelContext): Promise<Server> {
  if (context.baseUrl !== STANDARD_SERVICE) {
    // Moved by the environment: a server for all, as in tests.
    return { kind: 'server', url: context.baseUrl };
  }
  const url = documentUrl(did);
  if (url === undefined) {
    return { kind: 'gone', code: 'MEDIA_GONE', detail: 'an identity of a kind without servers' };
  }
  const result = await context.http({ method: 'GET', url, timeoutMs: TIMEOUT_MS });
  if (result.kind !== 'answer') {
    return { kind: 'retry', code: 'MEDIA_NOT_REACHED', detail: result.cause };
  }
  if (result.status === 404 || result.status === 410) {
    return { kind: 'gone', code: 'MEDIA_GONE', detail: 'the identity has ended' };
  }
  const server = result.status === 200 ? serverIn(jsonOf(result.text)) : undefined;
  return server === undefined
    ? { kind: 'retry', code: 'MEDIA_SERVER_ERROR', detail: `identity, status ${result.status}` }
    : { kind: 'server', url: server };
}

/** A file is had from the server of who posted it, without a log-in, by its content id. 400 is how a server says that it has none. */
async function locate({ messageId, attachment }: MediaRequest, context: ChannelContext): Promise<MediaLocation> {
  const did = placeOf(messageId)?.repo;
  if (did === undefined || attachment.mediaId === undefined) {
    return { kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' };
  }
  const server = await serverOf(did, context);
  if (server.kind !== 'server') {
    return server;
  }
  const query = new URLSearchParams({ did, cid: attachment.mediaId });
  const url = `${server.url}/xrpc/com.atproto.sync.getBlob?${query.toString()}`;
  return { kind: 'at', url, hosts: 'any', refused: 'gone', missing: 'gone' };
}

const MIB = 1024 * 1024;

/** Limits of the lexicons `app.bsky.embed.images` and `app.bsky.embed.video`, August 2026. */
export const blueskyMedia: MediaAccess = {
  policies: { image: 'copy', video: 'copy' },
  maxBytes: { image: 2 * MIB, video: 100 * MIB },
  locate,
};
