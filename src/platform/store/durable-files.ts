import fs from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** The little of Emscripten's file system that is reached into here; PGlite's version is pinned for it. */
interface NodeStream {
  readonly nfd?: number;
  readonly node: unknown;
}
interface EmscriptenModule {
  readonly NODEFS: {
    stream_ops: { fsync?: (stream: NodeStream) => number };
    realPath(node: unknown): string;
  };
}

/**
 * PGlite as shipped starts PostgreSQL with fsync off, and its file layer has no fsync at all: a power cut could take
 * acknowledged messages with it. This one syncs, and counts, so that the start can prove that it does.
 */
export class DurableFiles extends NodeFS {
  syncs = 0;

  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const result = await super.init(pg, options);
    const addSync = (module: unknown): void => {
      const { NODEFS } = module as EmscriptenModule;
      NODEFS.stream_ops.fsync = (stream) => {
        this.syncs += 1;
        if (stream.nfd !== undefined) {
          fs.fsyncSync(stream.nfd);
          return 0;
        }
        const folder = fs.openSync(NODEFS.realPath(stream.node), 'r');
        try {
          fs.fsyncSync(folder);
        } finally {
          fs.closeSync(folder);
        }
        return 0;
      };
    };
    const earlier = (result.emscriptenOpts.preRun ?? []) as ((module: unknown) => void)[];
    return {
      ...result,
      emscriptenOpts: { ...result.emscriptenOpts, preRun: [addSync, ...earlier] },
    };
  }
}

/** Opens the store in `folder`, syncing every commit to disk. Creates it when it is not there (slow, and much memory). */
export async function openDurable(folder: string): Promise<PGlite> {
  const files = new DurableFiles(folder);
  const db = await PGlite.create({
    fs: files,
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
      ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync', '-c', 'synchronous_commit=on'],
    ],
  });
  const before = files.syncs;
  await db.exec(
    'create table if not exists schakel_sync_proof (at timestamptz); insert into schakel_sync_proof values (now()); truncate schakel_sync_proof;',
  );
  if (files.syncs === before) {
    await db.close();
    throw new Error('The embedded store does not sync to disk; refusing to start. Use SCHAKEL_DATABASE_URL.');
  }
  return db;
}
