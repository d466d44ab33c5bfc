import type { Invoice } from '../../domain/invoice.js';
import type { Sql } from '../../platform/store/store.js';

/** What one closing reads: everything in it is from one moment. */
export interface Moment {
  /** `pg_snapshot` as text. */
  readonly seen: string;
  /** As the database writes it: a millisecond is too coarse to hold against the times of entries. */
  readonly at: string;
  readonly atMs: number;
}

/** Fixes the moment of a transaction; its first statement. */
export async function fixMoment(sql: Sql): Promise<Moment> {
  await sql.query('set transaction isolation level repeatable read, read only');
  // Not now(): that is before the snapshot, and what it shows may be younger.
  const [row] = await sql.query<{ seen: string; at: string; at_ms: number }>(
    `select pg_current_snapshot()::text as seen, t.at::text as at, floor(extract(epoch from t.at) * 1000)::float8 as at_ms
     from (select clock_timestamp() as at) as t`,
  );
  return { seen: row?.seen ?? '', at: row?.at ?? '', atMs: row?.at_ms ?? 0 };
}

/** The last closed month of each tenant that has one. */
export async function lastClosedMonths(sql: Sql, tenants: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query<{ tenant: string; period: string }>(
    'select tenant, max(period) as period from closed_month where tenant = any($1::text[]) group by 1',
    [tenants],
  );
  return new Map(rows.map(({ tenant, period }) => [tenant, period]));
}

/**
 * Closed months of a tenant that got entries which no closing of it saw: entries of its own, or of somebody it buys together
 * with. Its last closing looked at all its earlier months too, so what counts is what that one saw. Only pages with entries
 * from about then on are read (`usage_by_known`): a transaction that was under way at a closing began within the day before it.
 */
const LATE = `
  with pair as (
    select * from unnest($1::text[], $2::text[]) as p(tenant, source)
  ), last as (
    select distinct on (tenant) tenant, period, seen, closed_at from closed_month
    where tenant = any($1::text[]) order by tenant, period desc
  ), since as (select coalesce(min(closed_at), now()) - interval '1 day' as at from last)
  select distinct p.tenant, e.tenant as source, c.period
  from usage_entry e
  join pair p on p.source = e.tenant
  join closed_month c on c.tenant = p.tenant and c.period = to_char(e.billing_day, 'YYYY-MM')
  join last on last.tenant = p.tenant
  where e.known_at > (select at from since)
    and not (pg_visible_in_snapshot(e.written_by, last.seen) and e.known_at <= last.closed_at)
  order by 1, 3, 2`;

/** Use of `source` that came late changes what the month costs `tenant`: itself, or a partner in a pool. */
export interface LateMonth {
  readonly tenant: string;
  readonly source: string;
  readonly period: string;
}

export async function lateMonths(
  sql: Sql,
  pairs: readonly Pick<LateMonth, 'tenant' | 'source'>[],
): Promise<readonly LateMonth[]> {
  return sql.query<LateMonth>(LATE, [pairs.map(({ tenant }) => tenant), pairs.map(({ source }) => source)]);
}

/** All that was issued for any of these tenants since the oldest of these months, oldest first. */
export async function issuedSince(
  sql: Sql,
  late: readonly Pick<LateMonth, 'tenant' | 'period'>[],
): Promise<readonly Invoice[]> {
  const [first] = late.map(({ period }) => period).sort();
  if (first === undefined) {
    return [];
  }
  const rows = await sql.query<{ document: Invoice }>(
    'select document from invoice where tenants && $1::text[] and period >= $2 order by period, series, number',
    [[...new Set(late.map(({ tenant }) => tenant))], first],
  );
  return rows.map(({ document }) => document);
}
