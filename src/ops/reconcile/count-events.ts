import type { Sql } from '../../platform/store/store.js';
import { keptSince } from './partitions.js';
import type { DuplicateCount, ReconciliationRow } from './report.js';

/**
 * What came in is counted from the keys: they are written once, kept for ever, and no later step touches them. A key
 * whose event is gone still counts, for the municipality of the facts that cite it; its channel stands in the key.
 */
const EVENTS = `
  with lost as materialized (
    select k.key, k.event_id from event_key k
    where k.event_id >= ${keptSince('event')} and not exists (select from event e where e.id = k.event_id)
  ), cited as (
    select event_id, min(tenant) as tenant from ticket_event where event_id in (select event_id from lost)
    group by event_id
  ), received as (
    select tenant, channel, count(*) as received from (
      select e.tenant, e.channel from event_key k join event e on e.id = k.event_id
      union all
      select coalesce(c.tenant, 'unassigned'),
             split_part(l.key, ':', case when l.key like 'target:%' then 2 else 1 end)
      from lost l left join cited c on c.event_id = l.event_id) as came
    group by tenant, channel
  ), standing as (
    select tenant, channel,
           count(*) filter (where state = 'handled') as handled,
           count(*) filter (where state = 'rejected') as rejected,
           count(*) filter (where state = 'quarantined') as quarantined,
           count(*) filter (where state = 'parked') as parked,
           count(*) filter (where state = 'pending') as pending
    from event group by tenant, channel
  )
  select coalesce(nis.value, tenant) as municipality, channel, coalesce(received, 0)::float8 as received,
         coalesce(handled, 0)::float8 as handled, coalesce(rejected, 0)::float8 as rejected,
         coalesce(quarantined, 0)::float8 as quarantined, coalesce(parked, 0)::float8 as parked,
         coalesce(pending, 0)::float8 as pending
  from received full join standing using (tenant, channel)
  left join lateral (
    select a.value from tenant_attribute a
    where a.tenant = coalesce(received.tenant, standing.tenant) and a.kind = 'nis' and a.valid_from <= current_date
    order by a.valid_from desc, a.value limit 1) as nis on true
  order by municipality, channel`;

const DUPLICATES = `
  select receiver, coalesce(sum(duplicates), 0)::float8 as duplicates from intake group by receiver order by receiver`;

/** Counts the events of every municipality and channel, from raw rows. */
export async function countEvents(sql: Sql): Promise<readonly ReconciliationRow[]> {
  const rows = await sql.query<Omit<ReconciliationRow, 'difference'>>(EVENTS);
  return rows.map((row) => ({
    ...row,
    difference: row.received - row.handled - row.rejected - row.quarantined - row.parked - row.pending,
  }));
}

/** Counts what came again, of the intakes that are still kept. */
export async function countDuplicates(sql: Sql): Promise<readonly DuplicateCount[]> {
  return sql.query<DuplicateCount>(DUPLICATES);
}
