import type { Sql, SqlScalar } from './store.js';

/** Per column: its PostgreSQL type, and its value for a row of the caller's and for what all rows share. */
export type Columns<Row, Shared> = Readonly<
  Record<string, readonly [type: string, value: (row: Row, shared: Shared) => SqlScalar]>
>;

/** Inserts rows in one statement; sends nothing for no rows. */
export type InsertRows<Row, Shared> = (sql: Sql, rows: readonly Row[], shared: Shared) => Promise<void>;

/**
 * Makes the insert of many rows in one statement. They travel as one array per column through `unnest`, which has no
 * limit on parameters (a VALUES list stops at 65,535) and always the same text, so it is prepared once. Values are taken
 * from the caller's rows as they are: no object is made for a row.
 *
 * @param suffix what follows, such as `on conflict do nothing`
 */
export function insertInto<Row, Shared = undefined>(
  table: string,
  columns: Columns<Row, Shared>,
  suffix = '',
): InsertRows<Row, Shared> {
  const entries = Object.entries(columns);
  const names = entries.map(([name]) => name).join(', ');
  // jsonb and arrays do not travel well inside arrays; they go as text and are cast in the select.
  const isText = (type: string): boolean => type === 'jsonb' || type.endsWith('[]');
  const selected = entries.map(([name, [type]]) => (isText(type) ? `${name}::${type}` : name)).join(', ');
  const arrays = entries.map(([, [type]], index) => `$${index + 1}::${isText(type) ? 'text' : type}[]`).join(', ');
  const text = `insert into ${table} (${names}) select ${selected} from unnest(${arrays}) as t(${names}) ${suffix}`;
  return async (sql, rows, shared) => {
    if (rows.length > 0) {
      await sql.query(
        text,
        entries.map(([, [, value]]) => rows.map((row) => value(row, shared))),
      );
    }
  };
}
