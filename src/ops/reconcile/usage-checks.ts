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
          where d.id = u.fact_id and d.ticket_id = u.ticket_id
            -- A receipt can be here before the answer to our own call, and what it costs is proved by itself.
            and (d.state = 'delivered' or u.meter = 'platform.cost'))
        end`,
  },
  {
    check: 'platform-cost-cause',
    sentence:
      'What a platform charges is in the ledger because a receipt told its item, the part of an answer that arrived has it, or the event that was told has.',
    sql: `
      select u.id::text as example from usage_entry u
      where u.meter = 'platform.cost' and u.corrects is null and case u.fact_kind
        when 'event' then not exists (
          select from ticket_event t
          where t.ticket_id = u.ticket_id and t.event_id = u.fact_id and t.data->'cost'->>'item' = u.target)
        else u.fact_id >= ${keptSince('delivery')} and not exists (
          select from ticket_event t
          where t.ticket_id = u.ticket_id and t.type = 'answer.receipt' and t.data->'cost'->>'deliveryId' = u.fact_id::text
            and t.data->'cost'->>'item' = u.target)
          and not exists (
          select from delivery d where d.id = u.fact_id and d.state = 'delivered' and d.price_item = u.target)
        end`,
  },
  {
    check: 'platform-cost-usage',
    sentence:
      'Every cost of a platform that was told, or that an answer that arrived has, and that is passed on is in the ledger.',
    sql: `
      select t.ticket_id || ' ' || t.seq as example from ticket_event t
      where t.data->'cost'->'isPassedOn' = 'true' and not exists (
        select from usage_entry u
        where u.fact_id = coalesce((t.data->'cost'->>'deliveryId')::uuid, t.event_id) and u.meter = 'platform.cost'
          and u.ticket_id = t.ticket_id and u.corrects is null)
      union all
      select d.id::text from delivery d
      where d.state = 'delivered' and d.price_item is not null and not exists (
        select from usage_entry u where u.fact_id = d.id and u.meter = 'platform.cost' and u.corrects is null)`,
  },
  {
    check: 'platform-price',
    sentence: 'No receipt waits for a price that the rate card of its platform lacks.',
    sql: `select id::text as example from event where state = 'parked' and reason = 'PLATFORM_PRICE_MISSING'`,
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
    sentence:
      'A correction turns one entry whole: same fact, meter, billing day, version, channel and hours, opposite quantity.',
    sql: `
      select u.id::text as example from usage_entry u
      where u.corrects is not null and not exists (
        select from usage_entry o
        where o.id = u.corrects and o.quantity = -u.quantity
          and (o.tenant, o.meter, o.fact_kind, o.fact_id, o.ticket_id, o.billing_day, o.channel, o.outside_hours, o.tariff)
            = (u.tenant, u.meter, u.fact_kind, u.fact_id, u.ticket_id, u.billing_day, u.channel, u.outside_hours, u.tariff)
          and o.tariff_version is not distinct from u.tariff_version)
      union all
      select corrects::text from usage_entry where corrects is not null group by corrects having count(*) > 1`,
  },
  {
    check: 'usage-day',
    // A ticket that was split off is charged for when the citizen asked, which no column of its facts tells: neither that of its
    // opening, nor those of the messages that it took along.
    sentence: 'An entry is billed on the day on which its fact happened.',
    sql: `
      select u.id::text as example from usage_entry u
      join ticket_event t on t.ticket_id = u.ticket_id and t.event_id = u.fact_id and t.type in ('ticket.opened', 'message.received')
      where u.fact_kind = 'event' and not t.data ? 'splitFrom' and (u.meter <> 'ticket.opened' or t.type = 'ticket.opened')
        and (t.occurred_at at time zone 'Europe/Brussels')::date <> u.billing_day`,
  },
  {
    check: 'usage-terms',
    sentence: 'The key by which an entry is added up says its municipality, meter, version, channel and hours.',
    sql: `
      select u.id::text as example from usage_entry u left join usage_terms t on t.id = u.terms
      where (u.tenant, u.meter, u.tariff, u.tariff_version, u.channel, u.outside_hours)
        is distinct from (t.tenant, t.meter, t.tariff, t.tariff_version, t.channel, t.outside_hours)`,
  },
  {
    check: 'usage-cause',
    sentence: 'What takes a charge back has its cause: the word of a person about spam, or a crisis at that moment.',
    sql: `
      select u.id::text as example from usage_entry u
      where u.reason is not null and not case u.reason
        when 'spam' then exists (
          select from ticket_event t
          where t.ticket_id = u.ticket_id and t.event_id = u.cause_id and t.type = 'spam.judged'
            and (t.data->>'isSpam')::boolean = (u.quantity < 0))
        else exists (
          select from sla_change c
          where c.id = u.cause_id and c.tenant = u.tenant and c.kind = 'crisis' and c.from_at <= u.occurred_at)
        end`,
  },
  {
    check: 'spam-free',
    sentence: 'A ticket that a person called spam last costs nothing, and one that is no spam after all is charged.',
    sql: `
      with judged as (
        select distinct on (ticket_id) ticket_id, (data->>'isSpam')::boolean as is_spam
        from ticket_event where type = 'spam.judged' order by ticket_id, seq desc)
      select u.id::text as example from judged j join usage_entry u on u.ticket_id = j.ticket_id
      where (u.quantity > 0) = j.is_spam and (u.quantity > 0 or u.reason = 'spam')
        and not exists (select from usage_entry o where o.corrects = u.id)`,
  },
  {
    check: 'crisis-free',
    sentence: 'A message that came in a crisis of its municipality costs nothing, and neither does opening its ticket.',
    sql: `
      select u.id::text as example from usage_entry u
      join sla_change c on c.tenant = u.tenant and c.kind = 'crisis' and c.from_at <= u.occurred_at and u.occurred_at <= c.until_at
      where u.meter in ('ticket.opened', 'message.received') and u.quantity > 0
        -- What a batch charged that began before the crisis was known is turned when its ticket is told.
        and (u.known_at > c.created_at + interval '1 minute' or exists (
          select from ticket_event t where t.ticket_id = u.ticket_id and t.data->'crisis'->>'crisisId' = c.id::text))
        and not exists (select from usage_entry o where o.corrects = u.id)`,
  },
];
