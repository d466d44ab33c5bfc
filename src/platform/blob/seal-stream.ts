import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Seals a stream in blocks, so that neither side holds more than two of them in memory. Each file has a key of its own,
 * derived from a random salt, so block numbers serve as nonces; the last block says that it is the last, so a file that
 * was cut is noticed. This is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015, "Online
 * authenticated-encryption and its nonce-reuse misuse-resistance"), as age and Tink use it.
 *
 *   version (1) | salt (32) | blocks of 64 KiB, each followed by its tag (16)
 */
const VERSION = 1;
const SALT_BYTES = 32;
const HEADER_BYTES = 1 + SALT_BYTES;
const BLOCK_BYTES = 64 * 1024;
const TAG_BYTES = 16;

export type Bytes = AsyncIterable<Buffer>;

function fileKey(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'schakel media content', 32));
}

function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

interface Block {
  readonly bytes: Buffer;
  readonly isLast: boolean;
}

/** Blocks of exactly `size` bytes but for the last one, which may be shorter. There is always a last one. */
async function* blocksOf(source: Bytes, size: number): AsyncGenerator<Block> {
  let parts: Buffer[] = [];
  let held = 0;
  for await (const part of source) {
    parts.push(part);
    held += part.length;
    if (held > size) {
      let all = Buffer.concat(parts);
      // One byte is held back: what fills a block exactly may still be the last one.
      while (all.length > size) {
        yield { bytes: all.subarray(0, size), isLast: false };
        all = all.subarray(size);
      }
      parts = [all];
      held = all.length;
    }
  }
  yield { bytes: Buffer.concat(parts), isLast: true };
}

/** @param key 32 bytes */
export async function* sealStream(key: Buffer, source: Bytes): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const own = fileKey(key, salt);
  yield Buffer.concat([Buffer.from([VERSION]), salt]);
  let index = 0;
  for await (const { bytes, isLast } of blocksOf(source, BLOCK_BYTES)) {
    const cipher = createCipheriv('aes-256-gcm', own, nonceOf(index, isLast));
    const body = cipher.update(bytes);
    cipher.final();
    yield Buffer.concat([body, cipher.getAuthTag()]);
    index += 1;
  }
}

function opened(own: Buffer, { bytes, isLast }: Block, index: number): Buffer {
  const end = bytes.length - TAG_BYTES;
  if (end < 0) {
    throw new Error('This file was cut');
  }
  const decipher = createDecipheriv('aes-256-gcm', own, nonceOf(index, isLast));
  decipher.setAuthTag(bytes.subarray(end));
  const plain = decipher.update(bytes.subarray(0, end));
  return Buffer.concat([plain, decipher.final()]);
}

/** Takes the header off a stream. */
async function headerOf(source: Bytes): Promise<{ readonly header: Buffer; readonly rest: Bytes }> {
  const iterator = source[Symbol.asyncIterator]();
  let header: Buffer = Buffer.alloc(0);
  while (header.length < HEADER_BYTES) {
    const next = await iterator.next();
    if (next.done === true) {
      throw new Error('This file was cut');
    }
    header = Buffer.concat([header, next.value]);
  }
  async function* rest(): AsyncGenerator<Buffer> {
    yield header.subarray(HEADER_BYTES);
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { header: header.subarray(0, HEADER_BYTES), rest: rest() };
}

/** @throws while reading, when the bytes were changed, cut, or sealed under another key */
export async function* openStream(key: Buffer, sealed: Bytes): AsyncGenerator<Buffer> {
  const { header, rest } = await headerOf(sealed);
  if (header[0] !== VERSION) {
    throw new Error('This file was not sealed by Schakel');
  }
  const own = fileKey(key, header.subarray(1));
  let index = 0;
  for await (const block of blocksOf(rest, BLOCK_BYTES + TAG_BYTES)) {
    yield opened(own, block, index);
    index += 1;
  }
}
