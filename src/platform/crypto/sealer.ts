import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals bytes at rest with AES-256-GCM: version, iv, tag, ciphertext. */
export interface Sealer {
  seal(plain: Buffer): Buffer;
  /** @throws when the bytes were changed or sealed under another key */
  open(sealed: Buffer): Buffer;
}

/**
 * The key that a text stands for.
 *
 * @param key 32 bytes, as base64 or hex text (`SCHAKEL_ENCRYPTION_KEY`)
 * @throws a sentence when it is not
 */
export function keyBytes(key: string): Buffer {
  const bytes = /^[0-9a-f]{64}$/i.test(key) ? Buffer.from(key, 'hex') : Buffer.from(key, 'base64');
  if (bytes.length !== 32) {
    throw new Error(
      'SCHAKEL_ENCRYPTION_KEY must be 32 bytes, written as base64 or hex. Make one with: openssl rand -base64 32',
    );
  }
  return bytes;
}

/** @param key as `keyBytes` takes it */
export function createSealer(key: string): Sealer {
  const bytes = keyBytes(key);
  // The iv is a random prefix and a counter: unique per process without drawing random bytes for each row.
  const prefix = randomBytes(8);
  let counter = 0;

  function nextIv(): Buffer {
    counter += 1;
    if (counter >= 0xffffffff) {
      randomBytes(8).copy(prefix);
      counter = 1;
    }
    const iv = Buffer.alloc(IV_BYTES);
    prefix.copy(iv);
    iv.writeUInt32BE(counter, 8);
    return iv;
  }

  return {
    seal(plain) {
      const iv = nextIv();
      const cipher = createCipheriv('aes-256-gcm', bytes, iv);
      const body = cipher.update(plain);
      cipher.final();
      return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), body]);
    },
    open(sealed) {
      if (sealed[0] !== VERSION || sealed.length < 1 + IV_BYTES + TAG_BYTES) {
        throw new Error('These bytes were not sealed by Schakel');
      }
      const decipher = createDecipheriv('aes-256-gcm', bytes, sealed.subarray(1, 1 + IV_BYTES));
      decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES));
      const plain = decipher.update(sealed.subarray(1 + IV_BYTES + TAG_BYTES));
      return Buffer.concat([plain, decipher.final()]);
    },
  };
}
