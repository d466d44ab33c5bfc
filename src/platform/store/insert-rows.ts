import type { Sql, SqlValue } from './store.js';

/** Column names with their PostgreSQL types, in the order of the table's insert. */
export type Columns<Row> = { readonly [Key in keyof Row]-?: string };

type Scalar = string | number | boolean | Date | null;

/**
 * Inserts many rows in one statement through `unnest`, which has no limit on parameters (a VALUES list stops at
 * 65,535) and always the same text, so it is prepared once. Nothing is sent for no rows.
 *
 * @param suffix what follows, such as `on conflict do nothing returning id`
 */
export async function insertRows<Row extends object, Returned = never>(
  sql: Sql,
  table: { readonly name: string; readonly columns: Columns<Row> },
  rows: readonly Row[],
  suffix = '',
): Promise<Returned[]> {
  if (rows.length === 0) {
    return [];
  }
  const columns = Object.entries(table.columns) as [keyof Row & string, string][];
  const names = columns.map(([name]) => name).join(', ');
  // jsonb and bytea do not travel well inside arrays; jsonb goes as text and is cast in the select.
  const selected = columns.map(([name, type]) => (type === 'jsonb' ? `${name}::jsonb` : name)).join(', ');
  const arrays = columns.map(([, type], index) => `$${index + 1}::${type === 'jsonb' ? 'text' : type}[]`).join(', ');
  const values: SqlValue[] = columns.map(([name]) => rows.map((row) => row[name] as Scalar));
  return sql.query<Returned>(
    `insert into ${table.name} (${names}) select ${selected} from unnest(${arrays}) as t(${names}) ${suffix}`,
    values,
  );
}
