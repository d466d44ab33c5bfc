import { DELIVERY_STATES } from '../../domain/vocabulary.js';
import { keptSince } from './partitions.js';
import type { Check } from './report.js';

/**
 * Which deliveries a fact must have: kind, target where the fact names it, and parts. A target that spoke itself is
 * not told; only for words from the API it is sure that somebody else must hear them. Deliveries stand at the last fact
 * of their event, so they are found by the event.
 */
const WANTED = `
  (values ('ticket.opened', 'opened', t.data->>'target', 1),
          ('message.received', 'message-added', null, 1),
          ('message.amended', 'amended', null, 1),
          ('message.redacted', 'redacted', null, 1),
          ('answer.outside', 'message-added', null, 1),
          ('answer.requested', 'reply', null, (t.data->>'parts')::int),
          ('answer.requested', case when t.data->>'by' = 'api' then 'message-added' end, null, 1),
          ('message.hiding', case when (t.data->>'hidden')::boolean then 'hide' else 'unhide' end, null, 1),
          ('status.changed', case when t.data->>'by' = 'api' and t.data->>'to' = 'closed' then 'closed' end, null, 1),
          ('priority.changed', 'priority-changed', null, 1),
          ('ticket.merged', 'withdrawn', null, 1),
          ('ticket.split', 'message-added', null, 1),
          ('ticket.forwarded', 'opened', t.data->>'to', 1),
          ('ticket.forwarded', case when t.data->>'by' <> t.data->>'from' then 'withdrawn' end, t.data->>'from', 1))
    as w(type, kind, target, parts)`;

/** What is told to targets and citizens. */
export const DELIVERY_CHECKS: readonly Check[] = [
  {
    check: 'delivery-cause',
    sentence: 'Every delivery comes from a fact of its ticket and from the same event.',
    sql: `
      select d.id::text as example from delivery d
      where not exists (
        select from ticket_event t where t.ticket_id = d.ticket_id and t.seq = d.seq and t.event_id = d.event_id)`,
  },
  {
    check: 'fact-deliveries',
    sentence: 'Every fact that must be told has its deliveries, an answer one for each part.',
    sql: `
      select t.ticket_id || ' ' || t.seq || ' ' || w.kind as example
      from ticket_event t cross join lateral ${WANTED}
      left join (select ticket_id, event_id, kind, min(target) as target, count(distinct part) as parts,
                        max(part) as last, min(parts) as said
                 from delivery group by ticket_id, event_id, kind) d
        on d.ticket_id = t.ticket_id and d.event_id = t.event_id and d.kind = w.kind
      where w.type = t.type and w.kind is not null and t.event_id >= ${keptSince('delivery')}
        and (d.parts is distinct from w.parts or d.last <> w.parts - 1 or d.said <> w.parts
             or d.target <> coalesce(w.target, d.target))`,
  },
  {
    check: 'absorbed-deliveries',
    sentence: 'A ticket that took over another one has a delivery for every message that its target must be told.',
    sql: `
      select t.ticket_id || ' ' || t.seq as example from ticket_event t
      left join (select ticket_id, seq, count(distinct part) as told from delivery where kind = 'message-added'
                 group by ticket_id, seq) d
        on d.ticket_id = t.ticket_id and d.seq = t.seq
      where t.type = 'ticket.absorbed' and t.event_id >= ${keptSince('delivery')}
        and coalesce(d.told, 0) <> (t.data->>'told')::int`,
  },
  {
    check: 'delivery-attempts',
    sentence:
      'Every claim of a delivery left its trace: a row, or the delivery itself when it is under way or arrived.',
    sql: `
      select d.id::text as example from delivery d
      left join (select delivery_id, count(*) as kept, max(attempt) as last from delivery_attempt group by delivery_id) a
        on a.delivery_id = d.id
      where d.id >= ${keptSince('delivery_attempt')}
        and (d.attempts <> coalesce(a.kept, 0) + case when d.state in ('delivered', 'in-flight') then 1 else 0 end
             or a.last > d.attempts)`,
  },
  {
    check: 'attempt-delivery',
    sentence: 'Every attempt has its delivery.',
    sql: `
      select a.delivery_id::text as example from delivery_attempt a
      where a.delivery_id >= ${keptSince('delivery')} and not exists (select from delivery d where d.id = a.delivery_id)`,
  },
  {
    check: 'delivery-state',
    sentence: 'A delivery is in a known state: one that arrived has its instant, one under way has its lease.',
    sql: `
      select d.id::text as example from delivery d
      where d.state not in (${DELIVERY_STATES.map((state) => `'${state}'`).join(', ')})
         or (d.state = 'delivered') <> (d.delivered_at is not null)
         or (d.state = 'in-flight' and d.lease_until is null)`,
  },
  {
    check: 'reply-outcome',
    sentence:
      'The outcome of an answer, or of hiding a message, went into the inbox: its last part arrived, or a part was refused.',
    sql: `
      select d.id::text as example from delivery d
      where d.kind in ('reply', 'hide', 'unhide') and (d.state = 'refused' or (d.state = 'delivered' and d.part = d.parts - 1))
        and not exists (select from event_key k where k.key = 'delivery:' || d.id || ':' || d.state)`,
  },
  {
    check: 'opened-remote',
    sentence: 'A ticket that a target made a record of is linked to that record.',
    sql: `
      select d.id::text as example from delivery d
      where d.kind = 'opened' and d.state = 'delivered' and d.remote_id is not null
        and not exists (select from remote_ticket r where r.target = d.target and r.ticket_id = d.ticket_id)`,
  },
  {
    check: 'remote-delivery',
    sentence: 'A link to a record at a target comes from a delivery that arrived there.',
    sql: `
      select r.target || ' ' || r.ticket_id as example from remote_ticket r
      where r.ticket_id >= ${keptSince('delivery')} and not exists (
        select from delivery d
        where d.ticket_id = r.ticket_id and d.target = r.target and d.kind <> 'reply' and d.state = 'delivered')`,
  },
];
