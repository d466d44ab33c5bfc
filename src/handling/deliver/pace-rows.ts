import type { SendingRate } from '../../domain/sending-rate.js';
import type { Sql } from '../../platform/store/store.js';
import { CONVERSATION, TO_WHOM } from './choose.js';
import { countedWindows, pauseBetweenMs, SLOTS, type AccountUse } from './pace.js';

/** What is under way and what ended, as one moment shows it: an attempt that is being settled is the one or the other. */
const USE = `
  select extract(epoch from now())::float8 * 1000 as "nowMs",
    coalesce((
      select json_agg(json_build_object('way', way, 'perSeconds', per_seconds, 'bucket', bucket, 'count', count))
      from sending_use where target = $1), '[]') as used,
    coalesce((
      select json_agg(json_build_object('who', coalesce(a.who, d.ticket_id), 'isPublic', coalesce(a.is_public, false)))
      from delivery d
      left join lateral (select ${TO_WHOM} from ticket k ${CONVERSATION} where k.id = d.ticket_id limit 1) as a on true
      where d.target = $1 and d.state = 'in-flight'), '[]') as "underWay"`;

/** What an account sent lately, shared by all workers. */
export async function accountUse(sql: Sql, target: string): Promise<AccountUse> {
  const [use] = await sql.query<AccountUse>(USE, [target]);
  return use ?? { nowMs: 0, used: [], underWay: [] };
}

/** Only the slot of a tenth is written. Whoever comes so late that its slot has a newer one is out of the window. */
const COUNT = `
  with sent as (
    select coalesce(a.who, s.ticket_id) as who, coalesce(a.is_public, false) as is_public
    from unnest($2::uuid[]) as s(ticket_id)
    left join lateral (select ${TO_WHOM} from ticket k ${CONVERSATION} where k.id = s.ticket_id limit 1) as a on true
  ), pauses as (
    insert into sending_pause (target, who, free_at)
    select distinct $1, who, now() + make_interval(secs => $5::float8 / 1000) from sent where $5::float8 > 0
    order by who
    on conflict (target, who) do update set free_at = excluded.free_at
  )
  insert into sending_use as u (target, way, per_seconds, slot, bucket, count)
  select $1, w.way, w.per_seconds, b.bucket % ${SLOTS}, b.bucket, count(*)
  from unnest($3::text[], $4::int[]) as w(way, per_seconds)
  cross join lateral (select floor(extract(epoch from now()) * 10 / w.per_seconds)::bigint as bucket) as b
  join sent s on w.way = 'any' or (w.way = 'public') = s.is_public
  group by w.way, w.per_seconds, b.bucket
  order by w.way, w.per_seconds
  on conflict (target, way, per_seconds, slot) do update set
    count = case when u.bucket = excluded.bucket then u.count + excluded.count
                 when u.bucket < excluded.bucket then excluded.count else u.count end,
    bucket = greatest(u.bucket, excluded.bucket)`;

/** Counts attempts of an account that ended, in the transaction that settles them. Without a rate nothing is written. */
export async function countEnded(
  sql: Sql,
  target: string,
  rates: readonly SendingRate[],
  ticketIds: readonly string[],
): Promise<void> {
  if (rates.length === 0 || ticketIds.length === 0) {
    return;
  }
  const windows = countedWindows(rates);
  await sql.query(COUNT, [
    target,
    ticketIds,
    windows.map(({ way }) => way),
    windows.map(({ perSeconds }) => perSeconds),
    pauseBetweenMs(rates),
  ]);
}
