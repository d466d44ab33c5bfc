import { createHmac, hkdfSync, type Hmac } from 'node:crypto';

/** What the one key of the installation gives for blobs: one key to seal, another one to name. */
export interface BlobKeys {
  readonly sealing: Buffer;
  /** Begins the digest of a file of this tenant. */
  digestFor(tenant: string): Hmac;
}

/** @param key the 32 bytes of `SCHAKEL_ENCRYPTION_KEY` */
export function blobKeys(key: Buffer): BlobKeys {
  const derived = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
  const naming = derived('schakel media digest');
  return {
    sealing: derived('schakel media sealing'),
    digestFor: (tenant) => createHmac('sha256', naming).update(tenant).update('\0'),
  };
}
