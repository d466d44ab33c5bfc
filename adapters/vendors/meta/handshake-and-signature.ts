import { hmacMatches, sameSecret } from '../../../src/adapter-sdk/index.js';
import type { RawRequest, ReceiverSecrets, Verification } from '../../../src/adapter-sdk/index.js';

const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

/**
 * Answers Meta's subscription check with the bare challenge. Nothing is echoed before the token matched: the challenge
 * is whatever the caller put in the address.
 */
export function answerHandshake(
  query: Readonly<Record<string, string | undefined>>,
  secrets: ReceiverSecrets,
): { readonly status: number; readonly body: string } {
  const token = query['hub.verify_token'];
  const challenge = query['hub.challenge'];
  const refused = { status: 403, body: '' };
  if (query['hub.mode'] !== 'subscribe' || token === undefined || challenge === undefined) {
    return refused;
  }
  if (secrets.verifyToken === undefined || secrets.verifyToken === '' || !sameSecret(token, secrets.verifyToken)) {
    return refused;
  }
  return { status: 200, body: challenge };
}

/**
 * Meta signs the bytes as they travel, with non-ASCII text escaped. Only the raw body has those bytes: parsed and
 * written again it gives another signature as soon as a text has an accent.
 */
export function verifyMetaSignature(request: RawRequest, secrets: ReceiverSecrets): Verification {
  const header = request.headers['x-hub-signature-256'];
  if (header === undefined || header === '') {
    return { ok: false, code: 'SIGNATURE_MISSING' };
  }
  const signature = SIGNATURE.exec(header)?.[1];
  // An empty secret would make a signature that anybody can compute.
  const keys = secrets.signing.filter((secret) => secret !== '');
  const matches =
    signature !== undefined && hmacMatches('sha256', keys, request.rawBody, Buffer.from(signature, 'hex'));
  return matches ? { ok: true } : { ok: false, code: 'SIGNATURE_WRONG' };
}
