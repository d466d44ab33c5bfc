import { deriveId } from '../../domain/ids.js';
import { insertRows } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';
import type { Draft } from './draft.js';

const DELIVERIES = {
  name: 'delivery',
  columns: {
    ...{ id: 'uuid', tenant: 'text', ticket_id: 'uuid', seq: 'int', part: 'smallint', parts: 'smallint' },
    ...{ is_final: 'bool', target: 'text', kind: 'text', message_id: 'uuid', event_id: 'uuid', state: 'text' },
    next_attempt_at: 'timestamptz',
  },
} as const;

const USAGE = {
  name: 'usage_entry',
  columns: {
    ...{ id: 'uuid', tenant: 'text', meter: 'text', quantity: 'int', channel: 'text', ticket_id: 'uuid' },
    ...{ fact_kind: 'text', fact_id: 'uuid', tariff: 'text', settings_hash: 'text', occurred_at: 'timestamptz' },
  },
} as const;

/** The platform said that a part arrived: the engine then settles it without asking or sending again. */
const ARRIVALS = `
  update delivery d set remote_id = t.remote_id,
    next_attempt_at = case when d.state = 'unknown' then now() else d.next_attempt_at end
  from unnest($1::uuid[], $2::text[]) as t(id, remote_id) where d.id = t.id and d.remote_id is null`;

const SETTLE = `
  update event e set state = t.state, reason = t.reason, ticket_id = coalesce(t.ticket_id, e.ticket_id),
    result = t.result::jsonb, settings_hash = $6, decided_at = now(),
    body = case when t.state in ('handled', 'rejected') then null else e.body end
  from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[]) as t(id, state, reason, ticket_id, result)
  where e.id = t.id`;

async function writeDeliveries(sql: Sql, draft: Draft, now: Date): Promise<void> {
  const rows = draft.deliveries.map(({ id, event, ticketId, seq, part, delivery }) => ({
    ...{ id, tenant: event.tenant, ticket_id: ticketId, seq, part, parts: delivery.parts ?? 1 },
    ...{ is_final: delivery.isFinal ?? false, target: delivery.target, kind: delivery.kind },
    ...{ message_id: delivery.messageId, event_id: event.id, state: 'due', next_attempt_at: now },
  }));
  await insertRows(sql, DELIVERIES, rows);
  if (draft.arrivals.length > 0) {
    await sql.query(ARRIVALS, [
      draft.arrivals.map((arrival) => arrival.deliveryId),
      draft.arrivals.map((arrival) => arrival.remoteId),
    ]);
  }
}

async function writeUsage(sql: Sql, draft: Draft, settingsHash: string): Promise<void> {
  const rows = draft.usage.map(({ event, ticketId, meter, tariff }) => ({
    ...{ id: deriveId(event.id, meter), tenant: event.tenant, meter, quantity: 1, channel: event.channel },
    ...{ ticket_id: ticketId, fact_kind: 'event', fact_id: event.id, tariff, settings_hash: settingsHash },
    occurred_at: new Date(event.occurredAtMs),
  }));
  await insertRows(sql, USAGE, rows);
}

async function settleEvents(sql: Sql, draft: Draft, settingsHash: string): Promise<void> {
  const { settled } = draft;
  await sql.query(SETTLE, [
    settled.map(({ event }) => event.id),
    settled.map(({ decision }) => decision.state),
    settled.map(({ decision }) => decision.reason ?? null),
    settled.map(({ decision }) => decision.ticketId ?? null),
    settled.map(({ event, result }) =>
      result === null || event.content.from === 'platform' ? null : JSON.stringify(result),
    ),
    settingsHash,
  ]);
}

/** Writes what follows from the batch: deliveries, ledger entries, and the verdict on every event. */
export async function writeOutcomes(sql: Sql, draft: Draft, settingsHash: string, now: Date): Promise<void> {
  await writeDeliveries(sql, draft, now);
  await writeUsage(sql, draft, settingsHash);
  await settleEvents(sql, draft, settingsHash);
}
