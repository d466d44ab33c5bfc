import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openAsBlob, readdirSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { openEmbedded } from '../../src/platform/store/embedded.js';
import { noFailpoint } from '../../src/platform/store/failpoint.js';
import { projectPath } from '../../src/platform/files/project-path.js';
import { migrate, migrationsIn } from '../../src/platform/store/migrate.js';
import type { Database, Sql, SqlValue, Store } from '../../src/platform/store/store.js';

/** Where tools keep what they can make again; it goes with `node_modules`, and so with the version of PGlite. */
const CACHE = projectPath('node_modules/.cache/schakel');

function cacheFile(): string {
  const hash = createHash('sha256');
  for (const migration of migrationsIn(projectPath('src/platform/store/migrations'))) {
    hash.update(`${migration.name} ${migration.hash}\n`);
  }
  return join(CACHE, `store-${hash.digest('hex').slice(0, 16)}.tar`);
}

function ownerOf(pglite: PGlite): Store {
  const sql: Sql = {
    async query<Row>(text: string, values?: readonly SqlValue[]): Promise<Row[]> {
      // A text without values may hold several statements, which only `exec` takes.
      return values === undefined
        ? ((await pglite.exec(text)).at(-1)?.rows as Row[])
        : (await pglite.query<Row>(text, [...values])).rows;
    },
  };
  return {
    query: sql.query,
    transaction: (_point, work) => work(sql),
    commit: async (_point, text, values) => {
      await sql.query(text, values);
    },
  };
}

/** Makes the file under another name first, so that no suite beside this one reads half of it. */
async function makeDump(file: string): Promise<void> {
  const pglite = await PGlite.create();
  await migrate(ownerOf(pglite));
  const dump = await pglite.dumpDataDir('none');
  await pglite.close();
  mkdirSync(CACHE, { recursive: true });
  for (const name of readdirSync(CACHE).filter((one) => /^store-[0-9a-f]{16}\.tar$/.test(one))) {
    rmSync(join(CACHE, name), { force: true });
  }
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()));
  renameSync(unfinished, file);
}

async function dumpFile(): Promise<string> {
  const file = cacheFile();
  if (!existsSync(file)) {
    await makeDump(file);
  }
  return file;
}

/** Puts a store with the newest schema and no rows into a data folder, as its first start would in ten times as long. */
export async function fillDataFolder(folder: string): Promise<void> {
  const store = join(folder, 'store');
  mkdirSync(store, { recursive: true, mode: 0o700 });
  const { status, stderr } = spawnSync('tar', ['-xf', await dumpFile(), '-C', store], { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`The store could not be unpacked into ${store}: ${stderr}`);
  }
}

/**
 * An embedded store in memory with the newest schema and no rows. Creating one takes seconds, reading it from a file a
 * fraction of one, so the first suite that needs it writes that file.
 */
export async function embeddedDatabase(): Promise<Database> {
  const dump = await openAsBlob(await dumpFile());
  const db = await openEmbedded({ folder: undefined, dump, failpoint: noFailpoint });
  await migrate(db.owner);
  return db;
}
