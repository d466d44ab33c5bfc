import type { Check } from './report.js';

/** An event that tells a ticket about another one and is not decided yet; its key ends with what it asks. */
function isOnItsWay(asks: string): string {
  return `exists (
    select from event e
    where e.source = 'ticket' and e.state in ('pending', 'parked', 'quarantined')
      and split_part(e.key, ':', 3) = ${asks})`;
}

/** Tickets that became one, and messages that became a ticket: what one ticket says of another, that one says too. */
export const LINK_CHECKS: readonly Check[] = [
  {
    check: 'ticket-links',
    sentence: 'A ticket goes on in the ticket, and was split from the ticket, that its facts name.',
    sql: `
      select t.id::text as example from ticket t
      left join ticket_event m on m.ticket_id = t.id and m.type = 'ticket.merged'
      left join ticket_event o on o.ticket_id = t.id and o.seq = 1
      where t.merged_into::text is distinct from m.data->>'into'
         or t.split_from::text is distinct from o.data->>'splitFrom'`,
  },
  {
    check: 'merge-circle',
    sentence: 'A ticket that was merged goes on in a ticket that is there, and never in itself.',
    sql: `
      with recursive way(start, id) as (
        select id, merged_into from ticket where merged_into is not null
        union
        select w.start, t.merged_into from way w join ticket t on t.id = w.id where t.merged_into is not null
      )
      select distinct w.start::text as example from way w
      where w.id = w.start or not exists (select from ticket t where t.id = w.id)`,
  },
  {
    check: 'merged-absorbed',
    sentence: 'A ticket that was merged was taken over, or who goes on is about to hear of it.',
    sql: `
      select t.ticket_id::text as example from ticket_event t
      where t.type = 'ticket.merged'
        and not exists (
          select from ticket_event a where a.type = 'ticket.absorbed' and a.data->>'from' = t.ticket_id::text)
        and not ${isOnItsWay("'absorb ' || t.ticket_id")}`,
  },
  {
    check: 'absorbed-merged',
    sentence:
      'What a ticket took over was merged into it, or into one that was merged itself; nobody else took it over.',
    sql: `
      select a.ticket_id || ' ' || a.seq as example from ticket_event a
      left join ticket ended on ended.id::text = a.data->>'from'
      left join ticket next on next.id = ended.merged_into
      where a.type = 'ticket.absorbed'
        and (ended.merged_into is null or (next.id <> a.ticket_id and next.merged_into is null))
      union all
      select data->>'from' from ticket_event where type = 'ticket.absorbed' group by 1 having count(*) > 1`,
  },
  {
    check: 'linked-conversation',
    sentence: 'A private conversation that goes on in a ticket is there, and its citizen has a name in both places.',
    sql: `
      select l.ticket_id || ' ' || l.seq as example from ticket_event l
      join ticket t on t.id = l.ticket_id
      left join conversation c
        on (c.tenant, c.channel, c.account, c.key)
         = (l.tenant, l.data->>'channel', l.data->>'account', l.data->>'conversation')
      where l.type = 'conversation.linked'
        and (c.key is null or (c.citizen_id = t.citizen_id and exists (
          select from (values (t.channel, t.account), (c.channel, c.account)) as place(channel, account)
          where not exists (
            select from citizen_alias a
            where a.citizen_id = t.citizen_id and (a.channel, a.scope) = (place.channel, place.account)))))`,
  },
  {
    check: 'split-opened',
    sentence: 'Messages that were split off opened a ticket, or are about to.',
    sql: `
      select t.ticket_id || ' ' || t.seq as example from ticket_event t
      where t.type = 'ticket.split'
        and not exists (
          select from ticket_event o
          where o.ticket_id = (t.data->>'into')::uuid and o.seq = 1 and o.data->>'splitFrom' = t.ticket_id::text)
        and not ${isOnItsWay("'open ' || (t.data->>'into')")}`,
  },
  {
    check: 'opened-split',
    sentence: 'A ticket that was split from another one stands among the splits of that one.',
    sql: `
      select o.ticket_id::text as example from ticket_event o
      where o.type = 'ticket.opened' and o.data ? 'splitFrom'
        and not exists (
          select from ticket_event t
          where t.ticket_id = (o.data->>'splitFrom')::uuid and t.type = 'ticket.split'
            and t.data->>'into' = o.ticket_id::text)`,
  },
  {
    check: 'split-messages',
    sentence: 'The messages that were split off are named by the ticket that they opened.',
    sql: `
      select t.ticket_id || ' ' || chosen.id as example from ticket_event t
      join ticket n on n.id = (t.data->>'into')::uuid
      cross join lateral jsonb_array_elements_text(t.data->'messageIds') as chosen(id)
      where t.type = 'ticket.split'
        and not exists (
          select from ticket_event f where f.ticket_id = n.id and f.data->>'messageId' = chosen.id)`,
  },
];
