import type { Sql } from '../../platform/store/store.js';
import type { InboxEvent } from '../inbox/inbox-event.js';

// Of an account that is busy this reads one row and writes nothing, so that workers do not wait for each other.
const NOTE = `
  insert into channel_activity as a (channel, account, last_event_at, hours, since)
  select t.channel, t.account, t.at, schakel_habit(array_fill(0::real, array[168]), t.at, 1), t.at from unnest($1::text[], $2::text[], $3::timestamptz[]) as t(channel, account, at)
  where not exists (select from channel_activity known where known.channel = t.channel and known.account = t.account
    and known.last_event_at > t.at - interval '10 seconds')
  order by 1, 2
  on conflict (channel, account) do update set
    last_event_at = greatest(a.last_event_at, excluded.last_event_at),
    hours = schakel_habit(a.hours, excluded.last_event_at,
      case when a.since < excluded.last_event_at - interval '8 weeks' then 0.5 else 1 end),
    since = case when a.since < excluded.last_event_at - interval '8 weeks'
      then a.since + (excluded.last_event_at - a.since) / 2 else a.since end`;

/**
 * Notes when each account of a platform last received something, to ten seconds, in the transaction that stores the
 * events, and in which hours of the week it does. So the silence of a channel is one row to read, not a search through all
 * of its events, and can be held against what is usual there.
 */
export async function noteActivity(sql: Sql, events: readonly InboxEvent[]): Promise<void> {
  const newest = new Map<string, InboxEvent>();
  for (const event of events) {
    const key = JSON.stringify([event.channel, event.account]);
    if (event.source === 'platform' && event.receivedAtMs > (newest.get(key)?.receivedAtMs ?? 0)) {
      newest.set(key, event);
    }
  }
  if (newest.size > 0) {
    const noted = [...newest.values()];
    await sql.query(NOTE, [
      noted.map((event) => event.channel),
      noted.map((event) => event.account),
      noted.map((event) => new Date(event.receivedAtMs)),
    ]);
  }
}
