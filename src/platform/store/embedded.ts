import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { isBuilt, modulePath } from '../files/project-path.js';
import { driverValues } from './array-literal.js';
import type { CommitPoint } from './commit-points.js';
import { lockDataFolder } from './data-folder-lock.js';
import { openDurable } from './durable-files.js';
import type { Failpoint } from './failpoint.js';
import { statementNames } from './statement-name.js';
import type { Database, Sql, SqlValue, Store } from './store.js';

export interface EmbeddedOptions {
  /** The data folder; undefined keeps everything in memory, for tests. */
  readonly folder: string | undefined;
  /** What a store in memory begins with; nothing unless given. */
  readonly dump?: Blob;
  readonly failpoint: Failpoint;
}

/** First come, first served. The embedded store has one session, and a transaction needs it whole. */
function turnstile(): () => Promise<() => void> {
  let tail = Promise.resolve();
  return async () => {
    const before = tail;
    let leave: () => void = () => undefined;
    tail = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  };
}

async function createInChild(folder: string): Promise<void> {
  const child = fork(modulePath('src', 'platform', 'store', 'first-start'), [folder], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) {
    throw new Error(`The embedded store in ${folder} could not be created: ${complaint.trim()}`);
  }
}

async function openFiles({ folder, dump }: EmbeddedOptions): Promise<PGlite> {
  if (folder === undefined) {
    return dump === undefined ? PGlite.create() : PGlite.create({ loadDataDir: dump });
  }
  const files = join(folder, 'store');
  // Only the built program can start itself as a child; tests from sources create in place.
  if (!existsSync(join(files, 'PG_VERSION')) && isBuilt()) {
    await createInChild(files);
  }
  return openDurable(files);
}

/** The one session of the embedded store, taken in turn by all roles. */
class Session {
  readonly #client: pg.Client;
  readonly #failpoint: Failpoint;
  readonly #enter = turnstile();
  readonly #names = statementNames();
  #role = 'none';

  constructor(client: pg.Client, failpoint: Failpoint) {
    this.#client = client;
    this.#failpoint = failpoint;
  }

  /** Runs `work` with nobody else on the session, as this role. */
  async inTurn<T>(role: string, work: () => Promise<T>): Promise<T> {
    const leave = await this.#enter();
    try {
      if (role !== this.#role) {
        await this.#client.query(`set role ${role}`);
        this.#role = role;
      }
      return await work();
    } finally {
      leave();
    }
  }

  async query<Row>(text: string, values?: readonly SqlValue[]): Promise<Row[]> {
    const name = values === undefined ? undefined : this.#names(text);
    const result = await this.#client.query({
      text,
      ...(values === undefined ? {} : { values: driverValues(values) }),
      ...(name === undefined ? {} : { name }),
    });
    // Several statements in one text give a list of results; the last one counts, as it does on a server.
    const last = Array.isArray(result) ? (result.at(-1) as pg.QueryResult | undefined) : result;
    return (last?.rows ?? []) as Row[];
  }

  async transaction<T>(point: CommitPoint, work: (sql: Sql) => Promise<T>): Promise<T> {
    await this.#client.query('begin');
    let value: T;
    try {
      value = await work({ query: (text, values) => this.query(text, values) });
    } catch (error) {
      await this.#client.query('rollback');
      throw error;
    }
    this.#failpoint(point, 'before');
    await this.#client.query('commit');
    this.#failpoint(point, 'after');
    return value;
  }

  async commit(point: CommitPoint, text: string, values: readonly SqlValue[]): Promise<void> {
    this.#failpoint(point, 'before');
    await this.query(text, values);
    this.#failpoint(point, 'after');
  }

  storeAs(role: string): Store {
    return {
      query: (text, values) => this.inTurn(role, () => this.query(text, values)),
      transaction: (point, work) => this.inTurn(role, () => this.transaction(point, work)),
      commit: (point, text, values) => this.inTurn(role, () => this.commit(point, text, values)),
    };
  }
}

async function openLocked(options: EmbeddedOptions, unlock: () => void): Promise<PGlite> {
  try {
    return await openFiles(options);
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * PostgreSQL inside this process (PGlite), for one process and one node. All roles share its one session; a role is
 * set when the next statement needs another one.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Database> {
  const unlock = options.folder === undefined ? () => undefined : lockDataFolder(options.folder);
  const db = await openLocked(options, unlock);
  const client = new pg.Client(createPgConfig(db));
  await client.connect();
  await client.query("set timezone = 'UTC'");
  const session = new Session(client, options.failpoint);
  return {
    kind: 'embedded',
    intake: session.storeAs('schakel_intake'),
    handling: session.storeAs('schakel_handling'),
    api: session.storeAs('schakel_api'),
    owner: session.storeAs('none'),
    // One process owns the folder, so it leads.
    tryLeadership: () => Promise.resolve({ isHeld: () => true, release: () => Promise.resolve() }),
    close: async () => {
      try {
        await session.inTurn('none', async () => {
          await client.end().catch(() => undefined);
          await db.close();
        });
      } finally {
        unlock();
      }
    },
  };
}
