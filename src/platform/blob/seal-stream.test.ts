import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openStream, sealStream, type Bytes } from './seal-stream.js';

const KEY = Buffer.alloc(32, 7);
const BLOCK = 64 * 1024;
const HEADER = 33;

async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

async function all(source: Bytes): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) {
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function opened(sealed: Buffer, key = KEY): Promise<Buffer> {
  return all(openStream(key, inParts(sealed, 1000)));
}

describe('a sealed stream', () => {
  it.each([0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 17])('opens to its %i bytes', async (length) => {
    const plain = randomBytes(length);
    for (const size of [777, BLOCK, 5 * BLOCK]) {
      expect((await opened(await all(sealStream(KEY, inParts(plain, size))))).equals(plain)).toBe(true);
    }
  });

  it('shows nothing of what it holds, and never the same bytes twice', async () => {
    const plain = Buffer.from('de naam van een burger'.repeat(50));
    const [first, second] = [
      await all(sealStream(KEY, inParts(plain, 100))),
      await all(sealStream(KEY, inParts(plain, 100))),
    ];
    expect(first.includes('burger')).toBe(false);
    expect(first.equals(second)).toBe(false);
  });

  it.each([
    ['cut at a border of blocks', (sealed: Buffer) => sealed.subarray(0, HEADER + BLOCK + 16)],
    ['cut inside a block', (sealed: Buffer) => sealed.subarray(0, sealed.length - 5)],
    ['cut to its header', (sealed: Buffer) => sealed.subarray(0, HEADER)],
    ['cut before the end of its header', (sealed: Buffer) => sealed.subarray(0, 9)],
    ['changed in one bit', (sealed: Buffer) => Buffer.from(sealed.map((byte, at) => (at === 500 ? byte ^ 1 : byte)))],
    [
      'with two blocks in each other’s place',
      (sealed: Buffer) => {
        const block = BLOCK + 16;
        const [a, b] = [sealed.subarray(HEADER, HEADER + block), sealed.subarray(HEADER + block, HEADER + 2 * block)];
        return Buffer.concat([sealed.subarray(0, HEADER), b, a, sealed.subarray(HEADER + 2 * block)]);
      },
    ],
    ['longer than it was', (sealed: Buffer) => Buffer.concat([sealed, Buffer.alloc(40)])],
    ['of another version', (sealed: Buffer) => Buffer.concat([Buffer.from([9]), sealed.subarray(1)])],
  ])('is not read when it is %s', async (_label, spoil) => {
    const sealed = await all(sealStream(KEY, inParts(randomBytes(2 * BLOCK + 100), BLOCK)));
    expect((await opened(sealed)).length).toBe(2 * BLOCK + 100);
    await expect(opened(spoil(sealed))).rejects.toThrow();
  });

  it('is not read with another key', async () => {
    const sealed = await all(sealStream(KEY, inParts(Buffer.from('geheim'), 10)));
    await expect(opened(sealed, Buffer.alloc(32, 8))).rejects.toThrow();
  });

  it('takes no more of a source than it can pass on', async () => {
    let taken = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        taken += BLOCK;
        yield Buffer.alloc(BLOCK);
      }
    }
    let count = 0;
    for await (const part of sealStream(KEY, endless())) {
      count += part.length > HEADER ? 1 : 0;
      if (count === 10) {
        break;
      }
    }
    expect(taken).toBeLessThanOrEqual(12 * BLOCK);
  });
});
