import pg from 'pg';
import { driverValues } from './array-literal.js';
import type { CommitPoint } from './commit-points.js';
import type { Failpoint } from './failpoint.js';
import { statementNames } from './statement-name.js';
import type { Database, Leadership, Sql, SqlValue, Store } from './store.js';

export interface PostgresOptions {
  readonly url: string;
  readonly failpoint: Failpoint;
  /** Connections per role. */
  readonly connections: { readonly intake: number; readonly handling: number; readonly api: number };
  /** Told about a connection that broke while idle; the pool replaces it. */
  readonly onConnectionLost: (error: Error) => void;
  /** Longest time of one statement, milliseconds; 30 s unless told: a hung server must not hang a worker. */
  readonly statementMs?: number;
}

const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_MS = 30_000;
/** The owner migrates, and says to the server itself how long that may take (`migrate.ts`). */
const OWNER_TIMEOUT_MS = 3_600_000;

type Names = (text: string) => string | undefined;

function sqlOn(client: pg.ClientBase, names: Names): Sql {
  return {
    async query<Row>(text: string, values?: readonly SqlValue[]): Promise<Row[]> {
      const name = values === undefined ? undefined : names(text);
      const result = await client.query({
        text,
        ...(values === undefined ? {} : { values: driverValues(values) }),
        ...(name === undefined ? {} : { name }),
      });
      return result.rows as Row[];
    },
  };
}

/** A store over a pool whose connections carry one role. */
function storeOn(pool: pg.Pool, failpoint: Failpoint): Store {
  const names = statementNames();

  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    // A connection that breaks while checked out emits 'error' beside failing the query; unheard it ends the process.
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on('error', onError);
    try {
      return await work(client);
    } catch (error) {
      // A statement that the server refused leaves a sound connection; anything else does not.
      broken ??= error instanceof pg.DatabaseError ? undefined : (error as Error);
      throw error;
    } finally {
      client.removeListener('error', onError);
      client.release(broken);
    }
  }

  async function transaction<T>(point: CommitPoint, work: (sql: Sql) => Promise<T>): Promise<T> {
    return withClient(async (client) => {
      await client.query('begin');
      let value: T;
      try {
        value = await work(sqlOn(client, names));
      } catch (error) {
        // The connection may be gone; the first error is the one that tells why.
        await client.query('rollback').catch(() => undefined);
        throw error;
      }
      failpoint(point, 'before');
      await client.query('commit');
      failpoint(point, 'after');
      return value;
    });
  }

  return {
    transaction,
    commit: async (point, text, values) => {
      await withClient(async (client) => {
        failpoint(point, 'before');
        await sqlOn(client, names).query(text, values);
        failpoint(point, 'after');
      });
    },
    query: (text, values) => withClient((client) => sqlOn(client, names).query(text, values)),
  };
}

async function holdLock(pool: pg.Pool, name: string): Promise<Leadership | undefined> {
  const client = await pool.connect();
  let isHeld = true;
  // Closing the connection lets the lock go, also when the server no longer answers. A connection that broke has to be
  // given back as well, or the pool waits for it for ever.
  const letGo = (): void => {
    if (isHeld) {
      isHeld = false;
      client.release(true);
    }
  };
  client.on('error', letGo);
  client.on('end', letGo);
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock(hashtext($1)) as got', [name]);
    if (rows[0]?.got === true) {
      return {
        isHeld: () => isHeld,
        release: () => {
          letGo();
          return Promise.resolve();
        },
      };
    }
  } catch (error) {
    letGo();
    throw error;
  }
  client.removeListener('error', letGo);
  client.removeListener('end', letGo);
  client.release();
  return undefined;
}

/** PostgreSQL 15 or later. Connecting is lazy: a server that is away shows at the first statement. */
export function openPostgres(options: PostgresOptions): Database {
  const pools: pg.Pool[] = [];
  const { statementMs = STATEMENT_MS } = options;

  function poolFor(role: string | undefined, max: number): pg.Pool {
    const timeoutMs = role === undefined ? OWNER_TIMEOUT_MS : statementMs;
    const pool = new pg.Pool({
      connectionString: options.url,
      max,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: 60_000,
      query_timeout: timeoutMs + 5_000,
      keepAlive: true,
      application_name: `schakel ${role ?? 'owner'}`,
      options: `-c statement_timeout=${statementMs} -c idle_in_transaction_session_timeout=60000 -c jit=off -c timezone=UTC${role === undefined ? '' : ` -c role=${role}`}`,
    });
    pool.on('error', options.onConnectionLost);
    pools.push(pool);
    return pool;
  }

  const handlingPool = poolFor('schakel_handling', options.connections.handling);
  return {
    kind: 'postgres',
    intake: storeOn(poolFor('schakel_intake', options.connections.intake), options.failpoint),
    handling: storeOn(handlingPool, options.failpoint),
    api: storeOn(poolFor('schakel_api', options.connections.api), options.failpoint),
    owner: storeOn(poolFor(undefined, 1), options.failpoint),
    tryLeadership: (name) => holdLock(handlingPool, name),
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}
