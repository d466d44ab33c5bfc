import { createHmac } from 'node:crypto';
import { hmacMatches } from '../../../src/adapter-sdk/index.js';
import type { RawRequest, ReceiverSecrets, Verification } from '../../../src/adapter-sdk/index.js';

/** Standard Webhooks, symmetric version (`v1`). The signed text is `id.timestamp.body`. */
const SECRET_PREFIX = 'whsec_';
const MIN_SECRET_BYTES = 24;
const TOLERANCE_MS = 5 * 60_000;
const MAX_SIGNATURES = 10;
const BASE64 = /^[A-Za-z0-9+/]{32,}={0,2}$/;
/** A dot in the id would move the border between id, timestamp and body. */
const WEBHOOK_ID = /^[\x21-\x2d\x2f-\x7e]{1,256}$/;
const TIMESTAMP = /^\d{1,12}$/;

/** The key of a secret as it is shown to people; undefined for what is too short or no base64. */
export function keyOfSecret(secret: string): Buffer | undefined {
  const encoded = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret;
  if (!BASE64.test(encoded)) {
    return undefined;
  }
  const key = Buffer.from(encoded, 'base64');
  return key.length >= MIN_SECRET_BYTES ? key : undefined;
}

/** The header value for one message of ours. */
export function sign(key: Buffer, id: string, timestamp: string, body: string): string {
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return `v1,${signature}`;
}

/** The signatures of the version we know; several mean that the sender is changing its secret. */
function signaturesIn(header: string): readonly Buffer[] {
  return header
    .split(' ')
    .slice(0, MAX_SIGNATURES)
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice('v1,'.length), 'base64'));
}

function anyMatches(
  request: RawRequest,
  prefix: string,
  signatures: readonly Buffer[],
  keys: readonly Buffer[],
): boolean {
  const signed = Buffer.concat([Buffer.from(prefix), request.rawBody]);
  let matched = false;
  for (const signature of signatures) {
    if (hmacMatches('sha256', keys, signed, signature)) {
      matched = true;
    }
  }
  return matched;
}

/** Staleness is told only of a signature that is right, so that strangers learn nothing about our clock. */
export function verifyStandardWebhook(request: RawRequest, secrets: ReceiverSecrets, nowMs: number): Verification {
  const id = request.headers['webhook-id'];
  const timestamp = request.headers['webhook-timestamp'];
  const header = request.headers['webhook-signature'];
  if (!id || !timestamp || !header) {
    return { ok: false, code: 'SIGNATURE_MISSING' };
  }
  if (!WEBHOOK_ID.test(id) || !TIMESTAMP.test(timestamp)) {
    return { ok: false, code: 'SIGNATURE_WRONG' };
  }
  const keys = secrets.signing.map((secret) => keyOfSecret(secret)).filter((key) => key !== undefined);
  if (!anyMatches(request, `${id}.${timestamp}.`, signaturesIn(header), keys)) {
    return { ok: false, code: 'SIGNATURE_WRONG' };
  }
  const isFresh = Math.abs(nowMs - Number(timestamp) * 1000) <= TOLERANCE_MS;
  return isFresh ? { ok: true } : { ok: false, code: 'SIGNATURE_STALE' };
}
