import { isRawKept, keptSince } from './partitions.js';
import type { Check } from './report.js';

/** From what a platform posted to events under their keys. */
export const INBOX_CHECKS: readonly Check[] = [
  {
    check: 'group-intakes',
    sentence: 'A group commit still has as many intakes as were acknowledged in it.',
    sql: `
      select g.id::text as example from intake_group g
      left join (select group_id, count(*) as found from intake group by group_id) i on i.group_id = g.id
      where g.intakes <> coalesce(i.found, 0)`,
  },
  {
    check: 'intake-group',
    sentence: 'Every intake belongs to a group commit.',
    sql: `
      select i.id::text as example from intake i
      where not exists (select from intake_group g where g.id = i.group_id)`,
  },
  {
    check: 'intake-events',
    sentence: 'An intake has as many events as were new when it was split, and none before.',
    sql: `
      select i.id::text as example from intake i
      left join (select intake_id, count(*) as found from event where intake_id is not null group by intake_id) e
        on e.intake_id = i.id
      where i.id >= ${keptSince('event')} and coalesce(i.events, 0) <> coalesce(e.found, 0)`,
  },
  {
    check: 'intake-counts',
    sentence: 'An intake tells how many events and duplicates it held as soon as it is split.',
    sql: `
      select i.id::text as example from intake i
      where num_nulls(i.split_at, i.events, i.duplicates) not in (0, 3) or i.events < 0 or i.duplicates < 0`,
  },
  {
    check: 'event-intake',
    sentence: 'The intake that an event was split from is there; a platform has no other way in.',
    sql: `
      select e.id::text as example from event e
      where (e.source = 'platform' and e.intake_id is null)
         or (not exists (select from intake i where i.id = e.intake_id) and ${isRawKept('e.intake_id')})`,
  },
  {
    check: 'event-key',
    sentence: 'Every event stands under its key.',
    sql: `
      select e.id::text as example from event e
      where not exists (select from event_key k where k.key = e.key and k.event_id = e.id)`,
  },
  {
    check: 'key-event',
    sentence: 'Every key has its event.',
    sql: `
      select k.event_id::text as example from event_key k
      where k.event_id >= ${keptSince('event')} and not exists (select from event e where e.id = k.event_id)`,
  },
  {
    check: 'event-effect',
    sentence: 'A handled event left a fact on its ticket, or a reason why it changed nothing.',
    sql: `
      select e.id::text as example from event e
      where e.state = 'handled' and e.reason is null
        and not exists (select from ticket_event t where t.ticket_id = e.ticket_id and t.event_id = e.id)`,
  },
  {
    check: 'event-reason',
    sentence: 'An event that was rejected, quarantined or parked says why.',
    sql: `
      select e.id::text as example from event e
      where e.state in ('rejected', 'quarantined', 'parked') and e.reason is null`,
  },
  {
    check: 'event-content',
    sentence: 'The content of an event is kept until it is decided, and no longer.',
    sql: `
      select e.id::text as example from event e
      where case when e.state in ('handled', 'rejected') then e.decided_at is not null and e.body is not null
                 else e.body is null end`,
  },
  {
    check: 'channel-activity',
    sentence: 'Every account that received something tells when, to ten seconds.',
    sql: `
      select e.channel || ' ' || e.account as example
      from (select channel, account, max(received_at) as last from event where source = 'platform' group by 1, 2) e
      left join channel_activity a on a.channel = e.channel and a.account = e.account
      where a.last_event_at is null or a.last_event_at < e.last - interval '10 seconds'`,
  },
  {
    check: 'pulled-account',
    sentence: 'An account that something was pulled of knows from where it goes on.',
    sql: `
      select distinct i.pulled_channel || ' ' || i.account as example
      from intake i left join pulled_account p on p.channel = i.pulled_channel and p.account = i.account
      where i.pulled_channel is not null and p.cursor is null`,
  },
  {
    check: 'shards',
    sentence: 'The shards are the numbers 0 to 63: the events of a missing one are never decided.',
    sql: `
      select coalesce(s.id, n)::text as example from shard s full join generate_series(0, 63) as n on n = s.id
      where s.id is null or n is null`,
  },
  {
    check: 'idempotency-event',
    sentence: 'A remembered request has the event of its command.',
    sql: `
      select i.event_id::text as example from idempotency i
      where not exists (select from event e where e.id = i.event_id and e.source = 'api')`,
  },
  {
    check: 'command-idempotency',
    sentence: 'A command of the last seven days is remembered under the idempotency key of its request.',
    // An hour less than seven days: the row counts from the clock of the database, the event from that of the program.
    sql: `
      select e.id::text as example from event e
      where e.source = 'api' and e.received_at > $1::timestamptz - interval '6 days 23 hours'
        and not exists (select from idempotency i where i.event_id = e.id)`,
    needsNow: true,
  },
  {
    check: 'command-principal',
    sentence: 'Who asked is a key that was handed out, or the key of the first set-up.',
    sql: `
      select i.principal as example from idempotency i
      where i.principal <> 'bootstrap' and not exists (select from api_key a where a.id::text = i.principal)`,
  },
];
