import { keptSince } from './partitions.js';
import type { Check } from './report.js';

/** `messenger:1045` is the account 1045 of the channel messenger. */
const CHANNEL_OF_TARGET = "split_part(d.target, ':', 1)";
const ACCOUNT_OF_TARGET = "substr(d.target, strpos(d.target, ':') + 1)";

/** Texts, their versions, and the platform ids that mean them. */
export const MESSAGE_CHECKS: readonly Check[] = [
  {
    check: 'fact-message',
    sentence: 'A message that a fact names is there: on the same ticket, split off from it, or on one that was merged.',
    sql: `
      select t.ticket_id || ' ' || t.seq as example from ticket_event t
      where t.data ? 'messageId'
        and not exists (
          select from message m
          where m.id::text = t.data->>'messageId'
            and (m.ticket_id = t.ticket_id
                 or exists (select from ticket_event s
                            where s.ticket_id = t.ticket_id and s.type = 'ticket.split'
                              and s.data->'messageIds' ? (t.data->>'messageId'))
                 or exists (select from ticket x where x.id = m.ticket_id and x.merged_into is not null)))`,
  },
  {
    check: 'message-fact',
    sentence: 'Every message is named by a fact of its ticket.',
    sql: `
      select m.id::text as example from message m
      where not exists (select from ticket_event t where t.ticket_id = m.ticket_id and t.data->>'messageId' = m.id::text)`,
  },
  {
    check: 'message-key',
    sentence: 'A message with a platform id is found under that id.',
    sql: `
      select m.id::text as example from message m
      where m.platform_id is not null and not exists (
        select from message_key k
        where (k.tenant, k.channel, k.account, k.platform_id) = (m.tenant, m.channel, m.account, m.platform_id)
          and k.message_id = m.id)`,
  },
  {
    check: 'reply-key',
    sentence: 'An answer that arrived is found under the id that the platform gave it.',
    // A tombstone stands there when the platform told of the deletion first.
    sql: `
      select d.id::text as example from delivery d
      where d.kind = 'reply' and d.state = 'delivered' and d.remote_id is not null and not exists (
        select from message_key k
        where (k.tenant, k.channel, k.account, k.platform_id)
            = (d.tenant, ${CHANNEL_OF_TARGET}, ${ACCOUNT_OF_TARGET}, d.remote_id)
          and (k.message_id = d.message_id or k.message_id is null))`,
  },
  {
    check: 'key-message',
    sentence: 'A platform id means a message that came with it, or an answer that arrived under it.',
    sql: `
      select k.message_id::text as example from message_key k left join message m on m.id = k.message_id
      where k.message_id is not null
        and (m.id is null or m.tenant <> k.tenant or m.ticket_id is distinct from k.ticket_id
             or m.platform_id is distinct from k.platform_id)
        and not (m.id is not null and (m.id < ${keptSince('delivery')} or exists (
          select from delivery d
          where d.ticket_id = k.ticket_id and d.message_id = k.message_id and d.kind = 'reply'
            and d.state = 'delivered' and d.remote_id = k.platform_id)))`,
  },
  {
    check: 'tombstones',
    sentence: 'A message that was deleted before it came has its tombstone.',
    sql: `
      select e.tenant || ' ' || e.channel || ' ' || e.account as example
      from (select tenant, channel, account, count(*) as told from event
            where action = 'redact' and reason = 'DELETED_BEFORE_IT_CAME' group by 1, 2, 3) e
      left join (select tenant, channel, account, count(*) as kept from message_key
                 where message_id is null group by 1, 2, 3) k using (tenant, channel, account)
      where e.told > coalesce(k.kept, 0)`,
  },
  {
    check: 'message-versions',
    sentence: 'The earlier texts of an amended message are kept until it is redacted, or its time is over.',
    sql: `
      select m.id::text as example from message m
      left join (select message_id, count(*) as kept, max(version) as newest from message_version group by message_id) v
        on v.message_id = m.id
      where m.redacted_at is null and m.erased_at is null and m.version > 1
        and (coalesce(v.kept, 0) <> m.version - 1 or v.newest <> m.version - 1)`,
  },
  {
    check: 'version-message',
    sentence: 'An earlier text belongs to a message that is newer and was not redacted.',
    sql: `
      select v.message_id || ' ' || v.version as example from message_version v
      left join message m on m.id = v.message_id
      where m.id is null or m.redacted_at is not null or v.version >= m.version`,
  },
  {
    check: 'hidden-message',
    sentence: 'A message is hidden when the newest fact about that says so.',
    sql: `
      select m.id::text as example from message m
      left join (
        select distinct on (data->>'messageId') data->>'messageId' as id, (data->>'hidden')::boolean as hidden
        from ticket_event where type = 'message.hidden' order by data->>'messageId', recorded_at desc, seq desc) h
        on h.id = m.id::text
      where (m.hidden_at is not null) <> coalesce(h.hidden, false)`,
  },
  {
    check: 'redacted-text',
    sentence: 'Nothing is left of a message that the citizen deleted.',
    sql: `
      select m.id::text as example from ticket_event t
      join message m on m.id::text = t.data->>'messageId'
      where t.type = 'message.redacted'
        and (m.redacted_at is null or m.text <> '' or m.attachments <> '[]' or m.author_name is not null)`,
  },
  {
    check: 'erased-text',
    sentence: 'Nothing but a reason is left of a text whose time is over.',
    sql: `
      select m.id::text as example from message m
      where num_nulls(m.erased_at, m.erased_for) = 1
         or (m.erased_at is not null
             and (m.text <> '' or m.author_name is not null
                  or exists (select from jsonb_array_elements(m.attachments) a where a - 'type' <> '{}')
                  or exists (select from message_version v where v.message_id = m.id)
                  or exists (select from media f where f.message_id = m.id and f.state <> 'tombstone')))`,
  },
];
