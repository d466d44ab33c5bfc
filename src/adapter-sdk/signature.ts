import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** Compares two secrets or tokens in time that does not depend on where they differ; lengths may differ too. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}

/** True when `signature` equals the HMAC of the raw bytes under any of the keys (current and previous secret). */
export function hmacMatches(
  algorithm: 'sha256' | 'sha1',
  keys: readonly (string | Buffer)[],
  message: Buffer | string,
  signature: Buffer,
): boolean {
  let matched = false;
  for (const key of keys) {
    const expected = createHmac(algorithm, key).update(message).digest();
    if (expected.length === signature.length && timingSafeEqual(expected, signature)) {
      matched = true;
    }
  }
  return matched;
}
