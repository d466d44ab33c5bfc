import type { Id } from '../../domain/ids.js';
import type { Sql } from '../../platform/store/store.js';

export interface FileRead {
  readonly id: Id;
  readonly tenant: string;
  readonly messageId: string;
  readonly n: number;
  /** The key of who reads. */
  readonly principal: string;
  readonly at: Date;
}

/** The same reader on the same day is one row. The file counts its reads, so that a row that is lost is missed. */
const RECORD = `
  with read as (
    insert into file_read (id, tenant, message_id, n, principal, day, first_at, last_at, times)
    values ($1, $2, $3, $4, $5, ($6::timestamptz at time zone 'Europe/Brussels')::date, $6, $6, 1)
    on conflict (message_id, n, principal, day) do update set times = file_read.times + 1, last_at = excluded.last_at
    returning true)
  update media set reads = reads + 1 where message_id = $3 and n = $4 and exists (select from read)`;

/** Writes down that somebody reads a file of a citizen; before the first byte leaves. */
export async function recordFileRead(sql: Sql, read: FileRead): Promise<void> {
  await sql.query(RECORD, [read.id, read.tenant, read.messageId, read.n, read.principal, read.at]);
}
