import type { Check } from './report.js';

/** Tables in monthly partitions, with the id that decides the month. */
export const PARTITIONED = {
  intake: 'id',
  event: 'id',
  ticket_event: 'ticket_id',
  delivery: 'id',
  delivery_attempt: 'delivery_id',
  usage_entry: 'id',
} as const;

export type PartitionedTable = keyof typeof PARTITIONED;

/** The months that a table has partitions for; their names are all that the catalogue lets every role read. */
function monthsOf(table: PartitionedTable): string {
  return `(select to_date(right(c.relname, 7), 'YYYY_MM')::timestamp as month
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = '${table}'::regclass and c.relname ~ '_[0-9]{4}_[0-9]{2}$') as months`;
}

/**
 * SQL for the smallest id that a table still keeps. What is older went with its partition, by retention, so nothing
 * that points at it can be asked to find it.
 */
export function keptSince(table: PartitionedTable): string {
  return `(select schakel_uuid_at(min(month) at time zone 'UTC') from ${monthsOf(table)})`;
}

/**
 * Ids outside every month. The default partition itself may not be read: rights are on the parents. Reading by range
 * goes through the primary key, so it costs nothing while it finds nothing.
 */
function outsideAllMonths(table: PartitionedTable): string {
  const column = PARTITIONED[table];
  return `
    select '${table} ' || t.${column} as example from (
      select schakel_uuid_at((month + interval '1 month') at time zone 'UTC') as low,
             schakel_uuid_at(lead(month) over (order by month) at time zone 'UTC') as high
      from ${monthsOf(table)}
      union all
      select '00000000-0000-0000-0000-000000000000', ${keptSince(table)}
    ) as gap
    join ${table} t on t.${column} >= gap.low and t.${column} < coalesce(gap.high, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    where gap.low < coalesce(gap.high, 'ffffffff-ffff-ffff-ffff-ffffffffffff')`;
}

export const PARTITION_CHECKS: readonly Check[] = [
  {
    check: 'default-partition',
    sentence: 'Every row stands in the partition of its month; a default partition is empty.',
    sql: (Object.keys(PARTITIONED) as PartitionedTable[]).map(outsideAllMonths).join('\n    union all'),
  },
];
