import type { SendingApp, SendingRate } from '../../domain/sending-rate.js';
import type { Sql } from '../../platform/store/store.js';
import { whoGets } from './choose.js';
import { countedWindows, pauseBetweenMs, SLOTS, type AccountUse } from './pace.js';

function usedBy(counter: string): string {
  return `coalesce((
      select json_agg(json_build_object('way', way, 'perSeconds', per_seconds, 'bucket', bucket, 'count', count))
      from sending_use where target = ${counter}), '[]')`;
}

/** What is under way and what ended, as one moment shows it: an attempt that is being settled is the one or the other. */
const USE = `
  select extract(epoch from now())::float8 * 1000 as "nowMs", ${usedBy('$1')} as used,
    coalesce((
      select json_agg(json_build_object('who', ${whoGets('d.ticket_id')}, 'way', d.way))
      from delivery d where d.target = $1 and d.state = 'in-flight'), '[]') as "underWay"`;

/** Likewise with its app. An account that is held, or whose breaker is open, waits for no share. */
const USE_WITH_APP = `${USE},
    json_build_object(
      'used', ${usedBy('$2')},
      'underWay', coalesce((
        select json_agg(json_build_object('way', d.way))
        from delivery d where d.target = any($3::text[]) and d.state = 'in-flight'), '[]'),
      'waiting', (
        select count(*) from unnest($3::text[]) as t(target)
        where exists (
          select 1 from delivery d where d.target = t.target and d.state in ('due', 'unknown') and d.next_attempt_at <= now())
        and not exists (
          select 1 from breaker b where b.target = t.target and (b.held_until > now() or b.state = 'open')))) as app`;

/** What an account and its app sent lately, shared by all workers. */
export async function accountUse(sql: Sql, target: string, app?: SendingApp): Promise<AccountUse> {
  const [use] = await (app === undefined
    ? sql.query<AccountUse>(USE, [target])
    : sql.query<AccountUse>(USE_WITH_APP, [target, app.name, app.targets]));
  return use ?? { nowMs: 0, used: [], underWay: [] };
}

/**
 * One account of an app claims at a time, until its claim is committed: what is under way for the app is then known. Whoever waits
 * holds the lock of its own account only, for which nobody waits.
 */
export async function waitForApp(sql: Sql, { name }: SendingApp): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtextextended('deliver ' || $1, 0))", [name]);
}

/**
 * Only the slot of a tenth is written. Whoever comes so late that its slot has a newer one is out of the window. Rows of an app
 * come after those of the account, so that two accounts which settle at once cannot wait for each other.
 */
const COUNT = `
  with sent as (
    select ${whoGets('d.ticket_id')} as who, d.way from delivery d where d.id = any($2::uuid[])
  ), pauses as (
    insert into sending_pause (target, who, free_at)
    select distinct $1, who, now() + make_interval(secs => $6::float8 / 1000) from sent where $6::float8 > 0
    order by who
    on conflict (target, who) do update set free_at = excluded.free_at
  )
  insert into sending_use as u (target, way, per_seconds, slot, bucket, count)
  select w.counter, w.way, w.per_seconds, b.bucket % ${SLOTS}, b.bucket, count(*)
  from unnest($3::text[], $4::text[], $5::int[]) as w(counter, way, per_seconds)
  cross join lateral (select floor(extract(epoch from now()) * 10 / w.per_seconds)::bigint as bucket) as b
  join sent s on w.way in ('any', s.way) or (w.way = 'private' and s.way = 'private-reply')
  group by w.counter, w.way, w.per_seconds, b.bucket
  order by w.counter <> $1, w.counter, w.way, w.per_seconds
  on conflict (target, way, per_seconds, slot) do update set
    count = case when u.bucket = excluded.bucket then u.count + excluded.count
                 when u.bucket < excluded.bucket then excluded.count else u.count end,
    bucket = greatest(u.bucket, excluded.bucket)`;

/** An account with the rates that hold for it. */
export interface Paced {
  readonly rates: readonly SendingRate[];
  readonly app?: SendingApp | undefined;
}

/** Counts attempts of an account that ended, in the transaction that settles them. Without a rate nothing is written. */
export async function countEnded(
  sql: Sql,
  target: string,
  { rates, app }: Paced,
  deliveryIds: readonly string[],
): Promise<void> {
  if (rates.length === 0 || deliveryIds.length === 0) {
    return;
  }
  const windows = [
    ...countedWindows(rates).map((window) => ({ counter: target, ...window })),
    ...(app === undefined ? [] : countedWindows(rates, 'app').map((window) => ({ counter: app.name, ...window }))),
  ];
  await sql.query(COUNT, [
    ...[target, deliveryIds],
    windows.map(({ counter }) => counter),
    windows.map(({ way }) => way),
    windows.map(({ perSeconds }) => perSeconds),
    pauseBetweenMs(rates),
  ]);
}
