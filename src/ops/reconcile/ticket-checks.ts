import { keptSince } from './partitions.js';
import type { Check } from './report.js';

/** Tables whose rows carry the municipality of a ticket. */
const OF_A_TICKET = ['ticket_event', 'message', 'clock', 'delivery', 'usage_entry', 'remote_ticket'] as const;

/** Tickets, their facts, their clocks and the people who asked. */
export const TICKET_CHECKS: readonly Check[] = [
  {
    check: 'fact-cause',
    sentence: 'Every fact comes from an event that was decided for the same ticket.',
    sql: `
      select t.ticket_id || ' ' || t.seq as example from ticket_event t left join event e on e.id = t.event_id
      where t.event_id >= ${keptSince('event')}
        and (e.id is null or e.ticket_id is distinct from t.ticket_id or e.state not in ('handled', 'rejected'))`,
  },
  {
    check: 'fact-sequence',
    sentence: 'The facts of a ticket are numbered 1, 2, 3 and so on, without a hole.',
    sql: `
      select ticket_id::text as example from ticket_event group by ticket_id
      having min(seq) <> 1 or max(seq) <> count(*)`,
  },
  {
    check: 'ticket-sequence',
    sentence: 'A ticket stands at its last fact.',
    sql: `
      select t.id::text as example from ticket t
      left join (select ticket_id, max(seq) as last from ticket_event group by ticket_id) e on e.ticket_id = t.id
      where e.last is distinct from t.seq`,
  },
  {
    check: 'fact-ticket',
    sentence: 'Every fact has its ticket.',
    sql: `
      select e.ticket_id || ' ' || e.seq as example from ticket_event e
      where not exists (select from ticket t where t.id = e.ticket_id)`,
  },
  {
    check: 'ticket-tenant',
    sentence: 'What belongs to a ticket belongs to its municipality.',
    sql: OF_A_TICKET.map(
      (table) => `
      select '${table} ' || x.ticket_id as example from ${table} x join ticket t on t.id = x.ticket_id
      where x.tenant <> t.tenant`,
    ).join(' union all '),
  },
  {
    check: 'ticket-conversation',
    sentence: 'The conversation of every ticket is there.',
    sql: `
      select t.id::text as example from ticket t
      where not exists (
        select from conversation c
        where (c.tenant, c.channel, c.account, c.key) = (t.tenant, t.channel, t.account, t.conversation))`,
  },
  {
    check: 'conversation-ticket',
    sentence: 'The ticket and the citizen of every conversation are there.',
    sql: `
      select c.tenant || ' ' || c.channel || ' ' || coalesce(c.ticket_id::text, 'no ticket') as example
      from conversation c left join ticket t on t.id = c.ticket_id left join citizen p on p.id = c.citizen_id
      where t.id is null or (c.citizen_id is not null and p.id is null)`,
  },
  {
    check: 'ticket-citizen',
    sentence: 'The citizen of every ticket is there, with the same municipality.',
    sql: `
      select t.id::text as example from ticket t
      where t.citizen_id is not null
        and not exists (select from citizen c where c.id = t.citizen_id and c.tenant = t.tenant)`,
  },
  {
    check: 'citizen-alias',
    sentence: 'Every citizen can be recognised by an alias.',
    sql: `
      select c.id::text as example from citizen c
      where not exists (select from citizen_alias a where a.citizen_id = c.id and a.tenant = c.tenant)`,
  },
  {
    check: 'alias-citizen',
    sentence: 'Every alias means a citizen.',
    sql: `
      select a.citizen_id::text as example from citizen_alias a
      where not exists (select from citizen c where c.id = a.citizen_id)`,
  },
  {
    check: 'promised-clocks',
    sentence: 'The clocks that start with a ticket are there.',
    sql: `
      select t.ticket_id || ' ' || n.name as example from ticket_event t
      cross join (values ('first-response'), ('resolution')) as n(name)
      left join clock c on c.ticket_id = t.ticket_id and c.name = n.name and c.round = 1
      where t.type = 'ticket.opened' and c.ticket_id is null`,
  },
  {
    check: 'clock-opened',
    sentence: 'Every clock belongs to a ticket that opened.',
    sql: `
      select c.ticket_id || ' ' || c.name as example from clock c
      where not exists (select from ticket_event t where t.ticket_id = c.ticket_id and t.type = 'ticket.opened')`,
  },
  {
    check: 'change-known',
    sentence: 'Every crisis and change of terms in a fact was declared, for the municipality of the ticket.',
    sql: `
      select t.ticket_id || ' ' || t.seq as example from ticket_event t
      where t.type in ('sla.crisis', 'sla.crisis-ended', 'sla.terms', 'ticket.opened')
        and coalesce(t.data->'crisis'->>'crisisId', t.data->>'crisisId', t.data->>'changeId') is not null
        and not exists (
          select from sla_change c
          where c.id::text = coalesce(t.data->'crisis'->>'crisisId', t.data->>'crisisId', t.data->>'changeId')
            and c.tenant = t.tenant)`,
  },
  {
    check: 'crisis-ended',
    sentence: 'A crisis that ended early began, and of one that is shorter than declared it is known who ended it.',
    sql: `
      select coalesce(e.id, c.id)::text as example
      from (select * from sla_change where kind = 'crisis') c
      full join (select * from sla_change where kind = 'crisis-ended') e
        on e.tenant = c.tenant and e.data->>'crisisId' = c.id::text
      where c.id is null or (e.id is null and c.until_at <> (c.data->>'until')::timestamptz)`,
  },
  {
    check: 'clock-woken',
    sentence: 'A clock with a deadline that nobody was told to have passed will be looked at again.',
    sql: `
      select c.ticket_id || ' ' || c.name as example from clock c
      where c.ended_at is null and c.due_at is not null and c.next_at is null
        and not exists (
          select from ticket_event t
          where t.ticket_id = c.ticket_id and t.type = 'sla.breached' and t.data->>'clock' = c.name
            and (t.data->>'round')::int = c.round)
        and not exists (
          select from event e where e.ticket_id = c.ticket_id and e.source = 'timer' and e.state = 'pending')`,
  },
];
