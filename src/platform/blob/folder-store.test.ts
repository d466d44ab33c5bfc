import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { blobKeys } from './blob-keys.js';
import type { BlobStore } from './blob-store.js';
import { folderStore } from './folder-store.js';
import type { Bytes } from './seal-stream.js';

let root: string;
let store: BlobStore;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'schakel-blobs-'));
  store = folderStore(root, blobKeys(Buffer.alloc(32, 1)));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

async function* bytes(...parts: readonly string[]): AsyncGenerator<Buffer> {
  for (const part of parts) {
    yield Buffer.from(part);
  }
}

async function read(source: Bytes | undefined): Promise<string | undefined> {
  if (source === undefined) {
    return undefined;
  }
  const parts: Buffer[] = [];
  for await (const part of source) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

async function listed(leftoverMs = 0): Promise<readonly string[]> {
  const digests: string[] = [];
  for await (const { digest } of store.list(leftoverMs)) {
    digests.push(digest);
  }
  return digests.toSorted();
}

function files(): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(root, name)).isFile());
}

describe('a folder of blobs', () => {
  it('gives back what was put, by its digest', async () => {
    const { digest, bytes: size } = await store.put('gent', bytes('een ', 'foto'));
    expect(size).toBe(8);
    expect(await store.has(digest)).toBe(true);
    expect(await read(await store.open(digest))).toBe('een foto');
    expect(readFileSync(join(root, files()[0] ?? '')).includes('foto')).toBe(false);
  });

  it('keeps equal files of one tenant once, and shows nothing of those of two', async () => {
    const first = await store.put('gent', bytes('een foto'));
    expect(await store.put('gent', bytes('een', ' foto'))).toEqual(first);
    const other = await store.put('brugge', bytes('een foto'));
    expect(other.digest).not.toBe(first.digest);
    expect(await listed()).toEqual([first.digest, other.digest].toSorted());
    // A name and bytes are told apart: no tenant can make the digest of another one.
    const moved = await store.put('gen', bytes('teen foto'));
    expect(moved.digest).not.toBe(first.digest);
  });

  it('names files otherwise under another key', async () => {
    const { digest } = await store.put('gent', bytes('een foto'));
    const elsewhere = folderStore(root, blobKeys(Buffer.alloc(32, 2)));
    expect((await elsewhere.put('gent', bytes('een foto'))).digest).not.toBe(digest);
    await expect(read(await elsewhere.open(digest))).rejects.toThrow();
  });

  it('keeps nothing of a source that breaks off', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(200_000);
      throw new Error('gone');
    }
    await expect(store.put('gent', broken())).rejects.toThrow('gone');
    expect(files()).toEqual([]);
  });

  it('removes a blob, also one that is gone', async () => {
    const { digest } = await store.put('gent', bytes('een foto'));
    await store.remove(digest);
    await store.remove(digest);
    expect(await store.has(digest)).toBe(false);
    expect(await store.open(digest)).toBeUndefined();
    expect(await listed()).toEqual([]);
  });

  it('does not give out a file that was cut', async () => {
    const { digest } = await store.put('gent', bytes('x'.repeat(100_000)));
    truncateSync(join(root, digest.slice(0, 2), digest), 70_000);
    await expect(read(await store.open(digest))).rejects.toThrow();
  });

  it.each(['../../etc/passwd', 'ab/cd', '', 'AB'.repeat(32)])('takes no path for a digest: %j', async (digest) => {
    await expect(store.has(digest)).rejects.toThrow('digest');
    await expect(store.open(digest)).rejects.toThrow('digest');
    expect(() => store.remove(digest)).toThrow('digest');
  });

  it('clears away what nobody writes any more, and lets be what somebody does', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    async function* slow(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(200_000);
      await held;
      yield Buffer.from('einde');
    }
    const putting = store.put('gent', slow());
    for (let tries = 0; files().length === 0 && tries < 1000; tries += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await listed(60_000);
    expect(files()).toHaveLength(1);
    const [writing = ''] = files();
    utimesSync(join(root, writing), 1, 1);
    expect(await listed(60_000)).toEqual([]);
    expect(files()).toEqual([]);
    release();
    await expect(putting).rejects.toThrow('ENOENT');
  });

  it('is empty before anything was put', async () => {
    rmSync(root, { recursive: true });
    expect(await listed()).toEqual([]);
    await store.put('gent', bytes('een foto'));
    expect(await listed()).toHaveLength(1);
  });
});
