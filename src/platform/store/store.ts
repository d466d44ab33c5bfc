import type { CommitPoint } from './commit-points.js';

export type SqlScalar = string | number | boolean | null | Date;

/** Values that go into a statement. Arrays travel as PostgreSQL arrays for `unnest`. */
export type SqlValue = SqlScalar | Buffer | readonly SqlScalar[];

/** One statement after the other on one connection. `Row` is the caller's word for what the statement selects. */
export interface Sql {
  query<Row>(text: string, values?: readonly SqlValue[]): Promise<Row[]>;
}

/**
 * A database seen as one role. Every commit has a name, so that a crash before and after it can be tested
 * (`commit-points.ts`).
 */
export interface Store extends Sql {
  /**
   * Runs `work` in one transaction and commits it under the name `point`; a throw rolls back and passes on.
   * Use only `sql` inside: on the embedded store another connection would wait for this transaction for ever.
   */
  transaction<T>(point: CommitPoint, work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Runs one statement that is its own transaction, named likewise: one round trip where a transaction takes three. */
  commit(point: CommitPoint, text: string, values: readonly SqlValue[]): Promise<void>;
}

/** The database, one store per role. Each has its own connections, so that intake never waits for slower work. */
export interface Database {
  readonly kind: 'embedded' | 'postgres';
  readonly intake: Store;
  readonly handling: Store;
  readonly api: Store;
  /** As the owner of the tables, for migrations and housekeeping only. */
  readonly owner: Store;
  /** Holds a lock for as long as the process lives or until released; undefined when another process has it. */
  tryLeadership(name: string): Promise<Leadership | undefined>;
  close(): Promise<void>;
}

export interface Leadership {
  /** False once the connection that held the lock is gone. */
  isHeld(): boolean;
  release(): Promise<void>;
}
