import type { Store } from '../platform/store/store.js';
import { ownBuckets, sharedBuckets, type Bucket, type Visit } from './limits.js';

export type Admission = { readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number };

/**
 * Token buckets as one instant each (the generic cell rate algorithm): `free_at` is when the bucket will be full again, and
 * a request moves it by one interval. It may lie at most `burst` intervals ahead, so no process has to fill buckets, and a
 * row whose instant has passed says nothing and may go. What is refused writes nothing; concurrent requests meet in the
 * row, so the limit holds over all processes. Buckets come in one order, so that no two requests wait for each other.
 */
const SPEND = `
  with wanted as (
    select * from unnest($1::text[], $2::float8[], $3::float8[]) as t(bucket, every_ms, room_ms)
  ), empty as (
    select from wanted w join counter_quota q on q.bucket = w.bucket where q.free_ms - $4::float8 > w.room_ms
  )
  insert into counter_quota as q (bucket, free_ms)
  select bucket, $4::float8 + every_ms from wanted where not exists (select from empty) order by bucket
  on conflict (bucket) do update set free_ms = greatest(q.free_ms, $4::float8) + excluded.free_ms - $4::float8
    where q.free_ms - $4::float8 <= (select room_ms from wanted w where w.bucket = excluded.bucket)
  returning bucket`;

const WAIT = `
  select coalesce(max(q.free_ms - t.room_ms) - $3::float8, 0) as ms
  from unnest($1::text[], $2::float8[]) as t(bucket, room_ms) join counter_quota q on q.bucket = t.bucket`;

function roomMs({ limit }: Bucket): number {
  return (limit.burst - 1) * limit.everyMs;
}

async function spend(store: Store, buckets: readonly Bucket[], nowMs: number): Promise<Admission> {
  if (buckets.length === 0) {
    return { ok: true };
  }
  const names = buckets.map(({ name }) => name);
  const rooms = buckets.map(roomMs);
  return store.transaction('counter.quota', async (sql) => {
    const spent = await sql.query(SPEND, [names, buckets.map(({ limit }) => limit.everyMs), rooms, nowMs]);
    if (spent.length === buckets.length) {
      return { ok: true };
    }
    const [wait] = await sql.query<{ ms: number }>(WAIT, [names, rooms, nowMs]);
    return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((wait?.ms ?? 0) / 1000)) };
  });
}

/** Counts a request, or says when to come back. */
export async function admit(store: Store, visit: Visit, key: Buffer, nowMs: number): Promise<Admission> {
  const own = await spend(store, ownBuckets(visit, key, nowMs), nowMs);
  return own.ok ? spend(store, sharedBuckets(visit, key, nowMs), nowMs) : own;
}
