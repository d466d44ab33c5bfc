import pg from 'pg';
import { migrate } from '../../src/platform/store/migrate.js';
import { noFailpoint } from '../../src/platform/store/failpoint.js';
import { openPostgres } from '../../src/platform/store/postgres.js';
import type { Database } from '../../src/platform/store/store.js';
import { freshDatabase } from '../support/fresh-database.js';

/** Enough for several workers and schedulers at once. */
const CONNECTIONS = { intake: 1, handling: 8, api: 4 } as const;

/** A database that takes the time from a test: both its clock and ours stand where the test puts them. */
export interface TurnedPostgres {
  readonly url: string;
  readonly db: Database;
  readonly now: () => number;
  /** Ours may be so much behind that of the database, or ahead of it when negative. */
  turnTo(ms: number, behindMs?: number): Promise<void>;
  /** Both go on by so much. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Names without a schema are looked up in this order, so `now()` is the one of the test: in migrations, in defaults of
 * columns and in every statement of ours.
 */
async function takeClock(url: string, atMs: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`
      create schema turned;
      create table turned.clock (at timestamptz not null);
      insert into turned.clock values (to_timestamp(${atMs}::float8 / 1000));
      create function turned.now() returns timestamptz language sql stable as 'select at from turned.clock';
      grant usage on schema turned to public;
      grant select on turned.clock to public`);
    const name = new URL(url).pathname.slice(1);
    await client.query(`alter database "${name}" set search_path = public, turned, pg_catalog`);
  } finally {
    await client.end();
  }
}

/** A migrated database of its own on a real PostgreSQL, whose clock a test turns. */
export async function turnedPostgres(atMs: number): Promise<TurnedPostgres> {
  const url = await freshDatabase();
  await takeClock(url, atMs);
  const db = openPostgres({ url, failpoint: noFailpoint, connections: CONNECTIONS, onConnectionLost: () => undefined });
  await migrate(db.owner);
  let nowMs = atMs;
  const turnBy = "update turned.clock set at = at + $1 * interval '1 millisecond'";
  return {
    ...{ url, db },
    now: () => nowMs,
    turnTo: async (ms, behindMs = 0) => {
      nowMs = ms - behindMs;
      await db.owner.query('update turned.clock set at = to_timestamp($1::float8 / 1000)', [ms]);
    },
    pass: async (ms) => {
      nowMs += ms;
      await db.owner.query(turnBy, [ms]);
    },
    close: () => db.close(),
  };
}
