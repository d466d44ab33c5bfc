import type { CommitPoint } from '../platform/store/commit-points.js';
import type { Sql, Store } from '../platform/store/store.js';

/** A question of a caller may not hold a connection for longer than this. */
const STATEMENT_TIMEOUT_MS = 10_000;

/**
 * Runs `work` in one transaction in which row security lets only the rows of `tenant` through (`*`: all). The setting
 * ends with the transaction, so that a connection never carries it to the next caller.
 */
export async function asTenant<T>(
  store: Store,
  point: CommitPoint,
  tenant: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  return store.transaction(point, async (sql) => {
    if (point === 'api.read') {
      // One answer shows one moment: a ticket and its timeline never come from both sides of a commit.
      await sql.query('set transaction isolation level repeatable read read only');
    }
    await sql.query("select set_config('schakel.tenant', $1, true), set_config('statement_timeout', $2, true)", [
      tenant,
      String(STATEMENT_TIMEOUT_MS),
    ]);
    return work(sql);
  });
}
