import { keptSince } from './partitions.js';
import type { Check } from './report.js';

/** Messages that came with a split were charged when they came. */
const CHARGED_BEFORE = `exists (
  select from ticket_event o
  where o.ticket_id = t.ticket_id and o.seq = 1 and o.event_id = t.event_id and o.data ? 'splitFrom')`;

/** The ledger: everything that must be charged is, once, and nothing else. Corrections point at what they correct. */
export const USAGE_CHECKS: readonly Check[] = [
  {
    check: 'fact-usage',
    sentence: 'Every ticket that opened and every message that came is in the ledger; what was split off came before.',
    sql: `
      select t.ticket_id || ' ' || t.seq || ' ' || w.meter as example
      from ticket_event t
      join (values ('ticket.opened', 'ticket.opened'), ('ticket.opened', 'message.received'),
                   ('message.received', 'message.received')) as w(type, meter) on w.type = t.type
      where not (w.meter = 'message.received' and ${CHARGED_BEFORE}) and not exists (
        select from usage_entry u
        where u.fact_id = t.event_id and u.meter = w.meter and u.ticket_id = t.ticket_id and u.fact_kind = 'event'
          and u.corrects is null)`,
  },
  {
    check: 'delivery-usage',
    sentence: 'Every answer that arrived and every ticket that a target took is in the ledger.',
    sql: `
      select d.id::text as example from delivery d
      where d.state = 'delivered' and (d.kind = 'opened' or (d.kind = 'reply' and d.part = d.parts - 1))
        and not exists (
          select from usage_entry u
          where u.fact_id = d.id and u.fact_kind = 'delivery' and u.corrects is null
            and (case when u.meter = 'answer.sent' then 'reply'
                      when u.meter in ('forward.1700', 'delivery.crm') then 'opened' end) = d.kind)`,
  },
  {
    check: 'usage-fact',
    sentence: 'Every ledger entry has its fact: an event on the ticket, or a delivery that arrived.',
    sql: `
      select u.id::text as example from usage_entry u
      where u.corrects is null and case u.fact_kind
        when 'event' then not exists (
          select from ticket_event t
          where t.ticket_id = u.ticket_id and t.event_id = u.fact_id
            and (u.meter not in ('ticket.opened', 'message.received') or t.type = u.meter or t.type = 'ticket.opened'))
        else u.fact_id >= ${keptSince('delivery')} and not exists (
          select from delivery d
          where d.id = u.fact_id and d.ticket_id = u.ticket_id and d.state = 'delivered')
        end`,
  },
  {
    check: 'usage-once',
    sentence: 'A fact is charged once per meter.',
    sql: `
      select fact_id || ' ' || meter as example from usage_entry where corrects is null
      group by fact_id, meter having count(*) > 1`,
  },
  {
    check: 'usage-correction',
    sentence: 'A correction points at an entry of the same municipality and meter.',
    sql: `
      select u.id::text as example from usage_entry u
      where u.corrects is not null and not exists (
        select from usage_entry o where o.id = u.corrects and o.tenant = u.tenant and o.meter = u.meter)`,
  },
];
