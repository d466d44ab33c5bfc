import type { Check } from './report.js';

/** Partitioned tables, with the id that decides the partition. */
export const PARTITIONED = {
  intake: 'id',
  event: 'id',
  ticket_event: 'ticket_id',
  delivery: 'id',
  delivery_attempt: 'delivery_id',
  usage_entry: 'id',
} as const;

export type PartitionedTable = keyof typeof PARTITIONED;

/**
 * SQL for the smallest id that a table still keeps. What is older went with its partition, by retention, so nothing
 * that points at it can be asked to find it.
 */
export function keptSince(table: PartitionedTable): string {
  return `(select low from schakel_partitions('${table}') order by low limit 1)`;
}

/**
 * SQL that tells whether the raw intake of an id is still to be found: a week with something open outlives a later one
 * that is done.
 */
export function isRawKept(id: string): string {
  return `exists (select from schakel_partitions('intake') p where ${id} >= p.low and ${id} < p.high)`;
}

/**
 * Ids outside every partition. The default partition itself may not be read: rights are on the parents. Reading by range
 * goes through the primary key, so it costs nothing while it finds nothing.
 */
function outsideAll(table: PartitionedTable): string {
  const column = PARTITIONED[table];
  return `
    select '${table} ' || t.${column} as example from (
      select high as low, lead(low) over (order by low) as high from schakel_partitions('${table}')
      union all
      select '00000000-0000-0000-0000-000000000000', ${keptSince(table)}
    ) as gap
    join ${table} t on t.${column} >= gap.low and t.${column} < coalesce(gap.high, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    where gap.low < coalesce(gap.high, 'ffffffff-ffff-ffff-ffff-ffffffffffff')`;
}

export const PARTITION_CHECKS: readonly Check[] = [
  {
    check: 'default-partition',
    sentence: 'Every row stands in the partition of its time; a default partition is empty.',
    sql: (Object.keys(PARTITIONED) as PartitionedTable[]).map(outsideAll).join('\n    union all'),
  },
];
