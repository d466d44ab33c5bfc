/** A v7 id that nothing has; of this century, so that no partition was dropped with it. */
const NOBODY = "'09999999-9999-7999-8999-999999999999'::uuid";
const SOMEBODY = (table: string, where = 'true', column = 'id'): string =>
  `(select ${column} from ${table} where ${where} order by ${column} limit 1)`;

/** For every check a change that breaks it, which none of our programs would make. */
export const SPOILED: Readonly<Record<string, string>> = {
  'group-intakes': `update intake_group set intakes = intakes + 1 where id = ${SOMEBODY('intake_group')}`,
  'intake-group': `update intake set group_id = ${NOBODY} where id = ${SOMEBODY('intake')}`,
  'intake-events': `update intake set events = events + 1 where id = ${SOMEBODY('intake', 'events > 0')}`,
  'intake-counts': `update intake set duplicates = null where id = ${SOMEBODY('intake', 'events > 0')}`,
  'event-intake': `update event set intake_id = null where id = ${SOMEBODY('event', "source = 'platform'")}`,
  'event-key': `update event set key = key || 'x' where id = ${SOMEBODY('event')}`,
  'key-event': `insert into event_key (key, event_id) values ('chat:page-alfa:lost', schakel_uuid_at(now()))`,
  'event-effect': `update event set reason = null where id = ${SOMEBODY('event', "reason = 'REACTION'")}`,
  'event-reason': `update event set reason = null where state = 'parked'`,
  'event-content': `update event set body = null where state = 'pending'`,
  'channel-activity': `update channel_activity set last_event_at = last_event_at - interval '1 minute'`,
  'pulled-account': `update pulled_account set cursor = null`,
  shards: `insert into shard values (64)`,
  'idempotency-event': `update idempotency set event_id = ${NOBODY} where key = 'reply'`,
  'command-idempotency': `delete from idempotency where key = 'reply'`,
  'command-principal': `update idempotency set principal = 'somebody' where key = 'reply'`,
  'fact-cause': `update ticket_event set event_id = ${NOBODY} where seq = 1 and ticket_id = ${SOMEBODY('ticket')}`,
  'fact-sequence': `update ticket_event set seq = 99 where seq = 1 and ticket_id = ${SOMEBODY('ticket')}`,
  'ticket-sequence': `update ticket set seq = seq + 1 where id = ${SOMEBODY('ticket')}`,
  'fact-ticket': `update ticket_event set ticket_id = ${NOBODY} where seq = 1 and ticket_id = ${SOMEBODY('ticket')}`,
  'ticket-tenant': `update message set tenant = 't-beta' where id = ${SOMEBODY('message', "tenant = 't-alfa'")}`,
  'ticket-conversation': `update ticket set conversation = 'elsewhere' where id = ${SOMEBODY('ticket')}`,
  'conversation-ticket': `update conversation set ticket_id = ${NOBODY} where key = 'c1'`,
  'ticket-citizen': `update ticket set citizen_id = ${NOBODY} where id = ${SOMEBODY('ticket')}`,
  'citizen-alias': `insert into citizen (id, tenant) values (${NOBODY}, 't-alfa')`,
  'alias-citizen': `update citizen_alias set citizen_id = ${NOBODY} where value = 'c1'`,
  'event-names': `update event set new_names = new_names + 1 where new_names > 0`,
  'name-event': `update conversation_alias set event_id = ${NOBODY}`,
  'name-citizen': `delete from citizen_alias where kind = 'number'`,
  'conversation-goes-on': `update conversation set goes_on_in = 'nowhere' where key = 'c1'`,
  'promised-clocks': `delete from clock where name = 'resolution' and ticket_id = ${SOMEBODY('ticket')}`,
  'ticket-links': `update ticket set merged_into = null where merged_into is not null`,
  'merge-circle': `update ticket set merged_into = id where merged_into is not null`,
  'merged-absorbed': `update ticket_event set type = 'ticket.noted' where type = 'ticket.absorbed'`,
  'absorbed-merged': `update ticket_event set data = jsonb_set(data, '{from}', to_jsonb(ticket_id))
    where type = 'ticket.absorbed'`,
  'linked-conversation': `update ticket_event set data = jsonb_set(data, '{conversation}', '"elsewhere"')
    where type = 'conversation.linked'`,
  'split-opened': `update ticket_event set data = data - 'splitFrom' where type = 'ticket.opened' and data ? 'splitFrom'`,
  'opened-split': `update ticket_event set type = 'ticket.noted' where type = 'ticket.split'`,
  'split-messages': `update ticket_event set data = jsonb_set(data, '{messageIds}', '["nobody"]')
    where type = 'ticket.split'`,
  'absorbed-deliveries': `update ticket_event set data = jsonb_set(data, '{told}', '2') where type = 'ticket.absorbed'`,
  'clock-opened': `update clock set ticket_id = ${NOBODY}
    where ctid = (select ctid from clock where state = 'breached' order by ctid limit 1)`,
  'change-known': `update ticket_event set data = jsonb_set(data, '{crisis,crisisId}', to_jsonb(${NOBODY}::text))
    where type = 'sla.crisis'`,
  'crisis-ended': `delete from sla_change where kind = 'crisis-ended'`,
  'clock-woken': `update clock set next_at = null where state = 'running'`,
  'fact-message': `update message set id = ${NOBODY} where id = ${SOMEBODY('message')}`,
  'message-fact': `update ticket_event set data = data - 'messageId' where type = 'answer.outside'`,
  'message-key': `delete from message_key where platform_id = 'm1'`,
  'reply-key': `delete from message_key where platform_id like 'remote-%'`,
  'key-message': `update message_key set platform_id = 'other' where platform_id like 'remote-%'
    and message_id = ${SOMEBODY('delivery', "kind = 'reply' and state = 'delivered' and parts = 1", 'message_id')}`,
  tombstones: `delete from message_key where message_id is null`,
  'message-versions': `update message set version = 5 where platform_id = 'm1'`,
  'version-message': `insert into message_version values (${NOBODY}, 1, 't-alfa', 'oud', now(), ${NOBODY})`,
  'hidden-message': `update message set hidden_at = null`,
  'redacted-text': `update message set text = 'Dit had ik niet moeten schrijven' where redacted_at is not null`,
  'delivery-cause': `update delivery set event_id = ${NOBODY} where kind = 'closed'`,
  'fact-deliveries': `update delivery set target = 'elsewhere' where kind = 'withdrawn'`,
  'delivery-attempts': `update delivery set attempts = attempts + 1 where kind = 'closed'`,
  'attempt-delivery': `update delivery_attempt set delivery_id = ${NOBODY} where (delivery_id, attempt) =
    (select delivery_id, attempt from delivery_attempt order by 1, 2 limit 1)`,
  'delivery-state': `update delivery set delivered_at = null where kind = 'withdrawn'`,
  'reply-outcome': `delete from event_key where key like 'delivery:%:refused'`,
  'opened-remote': `delete from remote_ticket`,
  'remote-delivery': `insert into remote_ticket (tenant, target, ticket_id, remote_id)
    select tenant, 'elsewhere', id, 'r' from ticket limit 1`,
  'fact-usage': `delete from usage_entry where id = ${SOMEBODY('usage_entry', "meter = 'ticket.opened' and corrects is null")}`,
  'delivery-usage': `delete from usage_entry where meter = 'forward.1700'`,
  'usage-fact': `update usage_entry set fact_id = ${NOBODY} where meter = 'answer.sent'`,
  'platform-cost-cause': `update usage_entry set target = 'chat.other' where meter = 'platform.cost' and corrects is null`,
  'platform-cost-usage': `delete from usage_entry where meter = 'platform.cost'`,
  'platform-price': `update event set reason = 'PLATFORM_PRICE_MISSING' where state = 'parked'`,
  'usage-once': `insert into usage_entry (id, tenant, meter, quantity, channel, ticket_id, fact_kind, fact_id, tariff,
      settings_hash, occurred_at)
    select schakel_uuid_at(now()), tenant, meter, quantity, channel, ticket_id, fact_kind, fact_id, tariff, settings_hash,
      occurred_at from usage_entry limit 1`,
  'usage-correction': `insert into usage_entry (id, tenant, meter, quantity, channel, ticket_id, fact_kind, fact_id, tariff,
      corrects, settings_hash, occurred_at)
    select schakel_uuid_at(now()), tenant, meter, -1, channel, ticket_id, fact_kind, fact_id, tariff, ${NOBODY},
      settings_hash, occurred_at from usage_entry limit 1`,
  'usage-day': `update usage_entry set occurred_at = occurred_at - interval '1 day' where meter = 'ticket.opened'`,
  'usage-terms': `update usage_terms set channel = channel || '2' where meter = 'ticket.opened'`,
  'usage-cause': `update usage_entry set cause_id = ${NOBODY} where reason = 'spam'`,
  'spam-free': `delete from usage_entry where reason = 'spam'`,
  'crisis-free': `insert into sla_change (id, tenant, kind, from_at, until_at, data, author, created_at, spread_at)
    values (${NOBODY}, 't-beta', 'crisis', now() - interval '1 day', now(), '{"mode": "suspend", "factor": 1}', 'test',
      now() - interval '1 day', now())`,
  'invoice-numbers': `update invoice set number = number + 100, name = name || '9' where kind = 'credit-note'`,
  'closed-invoice': `update closed_month set period = '2019-01' where (tenant, period) =
    (select tenant, period from closed_month order by 1, 2 limit 1)`,
  'credit-invoice': `update invoice set corrects_period = '2019-01' where kind = 'credit-note'`,
  'invoice-sums': `update invoice set document = jsonb_set(document, '{lines,0,amountEuro}', '"9.99"') where id = ${SOMEBODY('invoice')}`,
  'invoice-ledger': `update invoice set document = jsonb_set(document, '{lines,1,units}', '99')
    where kind = 'invoice' and jsonb_array_length(document->'lines') > 1`,
  'tenant-known': `update event set tenant = 't-gamma' where id = ${SOMEBODY('event', 'ticket_id is null')}`,
  'tenant-nis': `insert into tenant (id) values ('t-gamma')`,
  'tenant-attributes': `update tenant_attribute set value = '44098' where kind = 'former-nis'`,
  'settings-known': `update ticket set settings_hash = 'gone' where id = ${SOMEBODY('ticket')}`,
  'settings-activation': `insert into settings_snapshot (hash, body, author) values ('x', '{"municipalities": []}', 'test')`,
  'tenant-tariff': `update tenant_tariff set tariff = 'other' where tenant = 't-alfa'`,
  'default-partition': `insert into intake_group values (schakel_uuid_at('1999-01-01'), now(), 1);
    insert into intake (id, group_id, receiver, received_at, body)
      values (schakel_uuid_at('1999-01-01'), schakel_uuid_at('1999-01-01'), 'chat', now(), 'x')`,
  'clock-fold': `update clock set due_at = due_at + interval '1 hour' where state = 'running'`,
  'ticket-fold': `update ticket set status = 'waiting', closed_at = null where id = ${SOMEBODY('ticket')}`,
};
