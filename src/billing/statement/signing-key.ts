import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { canonicalJson } from '../../settings/canonical.js';
import type { Statement, StatementBody } from './statement.js';

/** What stands before the 32 bytes of an Ed25519 key in PKCS 8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_BYTES = 32;

/** Signs statements. Whoever has its public half can check them, and cannot make any. */
export interface SigningKey {
  /** SPKI as PEM, to be handed to whoever checks. */
  readonly publicKey: string;
  sign(body: StatementBody): Statement;
}

/**
 * @param secret 32 bytes, as base64 or base64url (`SCHAKEL_STATEMENT_KEY`)
 * @throws a sentence when it is not that
 */
export function createSigningKey(secret: string): SigningKey {
  const bytes = Buffer.from(secret, 'base64');
  if (bytes.length !== KEY_BYTES) {
    throw new Error('SCHAKEL_STATEMENT_KEY must be 32 bytes as base64. Make one with: openssl rand -base64 32');
  }
  const key: KeyObject = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, bytes]), format: 'der', type: 'pkcs8' });
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    sign: (body) => ({
      ...body,
      signature: sign(null, Buffer.from(canonicalJson(body)), key).toString('base64'),
    }),
  };
}
