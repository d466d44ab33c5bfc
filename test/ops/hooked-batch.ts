import type { Sql } from '../../src/platform/store/store.js';

/** What a test does in the middle of a transaction. */
export interface Hooks {
  /** With all locks of the transaction. */
  readonly beforeCommit?: (() => Promise<void>) | undefined;
  readonly beforeQuery?: ((text: string) => Promise<void>) | undefined;
}

/** The work of a transaction, which waits for the test before each statement and before its commit. */
export function hooked<T>(
  work: (sql: Sql) => Promise<T>,
  { beforeCommit, beforeQuery }: Hooks,
): (sql: Sql) => Promise<T> {
  return async (sql) => {
    const value = await work({
      query: async (text, values) => {
        await beforeQuery?.(text);
        return sql.query(text, values);
      },
    });
    await beforeCommit?.();
    return value;
  };
}
