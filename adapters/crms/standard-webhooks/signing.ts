import { createHmac } from 'node:crypto';
import { hmacMatches } from '../../../src/adapter-sdk/index.js';
import type { RawRequest, Verification } from '../../../src/adapter-sdk/index.js';

/** Standard Webhooks, symmetric version (`v1`): HMAC-SHA256 over `id.timestamp.body`. */
const PREFIX = 'whsec_';
const MIN_KEY_BYTES = 24;
const TOLERANCE_MS = 5 * 60_000;
const MAX_SIGNATURES = 10;
/** A dot would move the border between id, timestamp and body. */
const ID = /^[\x21-\x2d\x2f-\x7e]{1,256}$/;
const SECONDS = /^\d{1,12}$/;

/** Undefined for a secret that is too short to be one; it then matches nothing. */
function keyOf(secret: string): Buffer | undefined {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
  return key.length >= MIN_KEY_BYTES ? key : undefined;
}

/** The three headers of one attempt. The id is constant over attempts, the time is not. */
export function signedHeaders(
  secret: string,
  message: { readonly id: string; readonly body: string },
  nowMs: number,
): Readonly<Record<string, string>> | undefined {
  const key = keyOf(secret);
  if (key === undefined) {
    return undefined;
  }
  const seconds = String(Math.floor(nowMs / 1_000));
  const signature = createHmac('sha256', key).update(`${message.id}.${seconds}.${message.body}`).digest('base64');
  return { 'webhook-id': message.id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}

/** Several signatures mean that the sender is changing its secret: one that matches is enough. */
function signaturesIn(list: string): readonly Buffer[] {
  const parts = list.split(' ', MAX_SIGNATURES).filter((part) => part.startsWith('v1,'));
  return parts.map((part) => Buffer.from(part.slice('v1,'.length), 'base64'));
}

function isSignedBy(secrets: readonly string[], signed: Buffer, signatures: string): boolean {
  const keys = secrets.map((secret) => keyOf(secret)).filter((key) => key !== undefined);
  return signaturesIn(signatures).filter((signature) => hmacMatches('sha256', keys, signed, signature)).length > 0;
}

function header(request: RawRequest, name: string): string {
  return request.headers[name] ?? '';
}

/** That a signature is stale is told only when it is right, so that strangers learn nothing. */
export function verifySignature(request: RawRequest, secrets: readonly string[], nowMs: number): Verification {
  const id = header(request, 'webhook-id');
  const seconds = header(request, 'webhook-timestamp');
  const signatures = header(request, 'webhook-signature');
  if ([id, seconds, signatures].includes('')) {
    return { ok: false, code: 'SIGNATURE_MISSING' };
  }
  const signed = Buffer.concat([Buffer.from(`${id}.${seconds}.`), request.rawBody]);
  if (!ID.test(id) || !SECONDS.test(seconds) || !isSignedBy(secrets, signed, signatures)) {
    return { ok: false, code: 'SIGNATURE_WRONG' };
  }
  const isFresh = Math.abs(nowMs - Number(seconds) * 1_000) <= TOLERANCE_MS;
  return isFresh ? { ok: true } : { ok: false, code: 'SIGNATURE_STALE' };
}
