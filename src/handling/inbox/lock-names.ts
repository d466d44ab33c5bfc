import type { Sql } from '../../platform/store/store.js';

// In one order, so that two who want the same accounts wait for each other instead of locking each other out.
const LOCK = `select pg_advisory_xact_lock(hashtextextended('names ' || place, 0)) from unnest($1::text[]) as place`;

/** Until the transaction ends, nobody else changes what the conversations of these accounts are called. */
export async function lockNames(
  sql: Sql,
  places: readonly { readonly channel: string; readonly account: string }[],
): Promise<void> {
  const accounts = new Set(places.map(({ channel, account }) => JSON.stringify([channel, account])));
  await sql.query(LOCK, [[...accounts].toSorted()]);
}
