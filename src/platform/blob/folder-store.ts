import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, opendir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobKeys } from './blob-keys.js';
import type { BlobStore } from './blob-store.js';
import { openStream, sealStream, type Bytes } from './seal-stream.js';

const DIGEST = /^[0-9a-f]{64}$/;
/** Half-written blobs; beside the others, so that a rename stays within one file system. */
const WRITING = 'writing';

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

async function changedAtMs(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

async function writeAll(file: FileHandle, source: Bytes): Promise<void> {
  for await (const part of source) {
    await file.writeFile(part);
  }
  await file.sync();
}

/** Writes a file whole and to the disk, or not at all. */
async function writeFresh(path: string, source: Bytes): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await writeAll(file, source);
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
}

async function* namesIn(path: string): AsyncGenerator<string> {
  try {
    for await (const entry of await opendir(path)) {
      yield entry.name;
    }
  } catch (error) {
    // A folder that nothing was put into yet, or that went while we looked.
    if (!isMissing(error)) {
      throw error;
    }
  }
}

/** Half-written blobs of whoever died. */
async function clearLeftovers(root: string, olderThanMs: number): Promise<void> {
  for await (const name of namesIn(join(root, WRITING))) {
    const path = join(root, WRITING, name);
    const atMs = await changedAtMs(path);
    if (atMs !== undefined && Date.now() - atMs > olderThanMs) {
      await rm(path, { force: true });
    }
  }
}

interface Listed {
  readonly digest: string;
  readonly putAtMs: number;
}

async function* blobsIn(folder: string): AsyncGenerator<Listed> {
  for await (const digest of namesIn(folder)) {
    const putAtMs = DIGEST.test(digest) ? await changedAtMs(join(folder, digest)) : undefined;
    if (putAtMs !== undefined) {
      yield { digest, putAtMs };
    }
  }
}

/** Blobs as files in a folder, which may be a volume that several machines share. */
export function folderStore(root: string, keys: BlobKeys): BlobStore {
  const folderOf = (digest: string): string => join(root, digest.slice(0, 2));
  const pathOf = (digest: string): string => {
    if (!DIGEST.test(digest)) {
      throw new Error('A digest is 64 hexadecimal digits');
    }
    return join(folderOf(digest), digest);
  };

  return {
    async put(tenant, source) {
      const writing = join(root, WRITING, randomUUID());
      await mkdir(join(root, WRITING), { recursive: true, mode: 0o700 });
      const hash = keys.digestFor(tenant);
      let bytes = 0;
      async function* counted(): AsyncGenerator<Buffer> {
        for await (const part of source) {
          hash.update(part);
          bytes += part.length;
          yield part;
        }
      }
      await writeFresh(writing, sealStream(keys.sealing, counted()));
      const digest = hash.digest('hex');
      await mkdir(folderOf(digest), { recursive: true, mode: 0o700 });
      await rename(writing, pathOf(digest));
      await syncFolder(folderOf(digest));
      await syncFolder(root);
      return { digest, bytes };
    },
    has: async (digest) => (await changedAtMs(pathOf(digest))) !== undefined,
    open: async (digest) => {
      const path = pathOf(digest);
      return (await changedAtMs(path)) === undefined ? undefined : openStream(keys.sealing, createReadStream(path));
    },
    remove: (digest) => rm(pathOf(digest), { force: true }),
    async *list(leftoverMs) {
      await clearLeftovers(root, leftoverMs);
      for await (const folder of namesIn(root)) {
        if (folder !== WRITING) {
          yield* blobsIn(join(root, folder));
        }
      }
    },
  };
}
