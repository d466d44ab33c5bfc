import pg from 'pg';
import type { ReconciliationReport } from '../../src/ops/reconcile/index.js';
import { reconcile } from '../../src/ops/reconcile/index.js';
import { SEARCHES, type Search } from '../../src/ops/reconcile/reconcile.js';
import type { Sql, SqlValue, Store } from '../../src/platform/store/store.js';

export interface Row {
  /** The partition, for a partitioned table. */
  readonly table: string;
  readonly ctid: string;
}

/** One connection that changes rows behind Schakel's back, reconciles, and takes the change back. */
export interface WhatIf {
  /** Every table of the schema; partitions count as their parent. */
  tables(): Promise<readonly string[]>;
  rowsOf(table: string): Promise<readonly Row[]>;
  /** The report after a statement that no program of ours would run. */
  after(change: string): Promise<ReconciliationReport>;
  /** Whether reconciliation misses a row when it is gone. */
  isMissed(row: Row): Promise<boolean>;
  close(): Promise<void>;
}

const TABLES = `
  select c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`;

/** Prepared, so that hundreds of reconciliations plan each statement once. */
function preparedOn(client: pg.Client): Sql {
  const names = new Map<string, string>();
  return {
    async query<Found>(text: string, values: readonly SqlValue[] = []): Promise<Found[]> {
      const name = names.get(text) ?? `s${names.size}`;
      names.set(text, name);
      const result = await client.query({ name, text, values: values as unknown[] });
      return result.rows as Found[];
    },
  };
}

export async function whatIfOn(url: string): Promise<WhatIf> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const sql = preparedOn(client);
  // Foreign keys are triggers; in this mode they do not stand in the way of the loss that is tried.
  await client.query('set session_replication_role = replica');
  // The level that reconciliation asks for: inside a transaction it can be asked for again, but not changed.
  await client.query('begin isolation level repeatable read');
  const store: Store = {
    query: sql.query,
    transaction: (_point, work) => work(sql),
    commit: async (_point, text, values) => {
      await sql.query(text, values);
    },
  };

  async function during<T>(change: string, look: () => Promise<T>): Promise<T> {
    await client.query('savepoint change');
    try {
      const { rowCount } = await client.query(change);
      if (rowCount === 0) {
        throw new Error(`Nothing was changed by: ${change}`);
      }
      await client.query('set local role schakel_handling');
      return await look();
    } finally {
      await client.query('rollback to savepoint change');
    }
  }

  const after = (change: string): Promise<ReconciliationReport> => during(change, () => reconcile(store, Date.now()));

  /** What missed a row of a table before, newest first: it most likely misses the next one too. */
  const likely = new Map<string, readonly Search[]>();

  async function isMissed({ table, ctid }: Row): Promise<boolean> {
    const first = likely.get(table) ?? [];
    const searches = [...first, ...SEARCHES.filter((search) => !first.includes(search))];
    return during(`delete from only ${table} where ctid = '${ctid}'`, async () => {
      for (const search of searches) {
        const { count } = await search(sql, new Date());
        if (count > 0) {
          likely.set(table, [search, ...first.filter((one) => one !== search)]);
          return true;
        }
      }
      // What no statement finds shows in the sum of events, or nowhere.
      return !(await reconcile(store, Date.now())).ok;
    });
  }

  return {
    ...{ after, isMissed },
    tables: async () => (await sql.query<{ table: string }>(TABLES)).map((row) => row.table),
    rowsOf: (table) =>
      sql.query<Row>(`select tableoid::regclass::text as table, ctid::text from "${table}" order by 1, 2`),
    close: () => client.end(),
  };
}
