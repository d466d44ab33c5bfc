import { deriveId } from '../../domain/ids.js';
import { insertInto } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';
import { turnByCrisis, turnBySpam } from '../charge/take-back.js';
import type { BornClaim, NewbornDelivery } from '../deliver/claim-at-birth.js';
import type { Births } from '../deliver/deliver-loop.js';
import type { DeliveryRow } from './delivery-rows.js';
import type { Draft } from './draft.js';

interface DeliveryStamp {
  readonly now: Date;
  readonly born: BornClaim | undefined;
}

function ifBorn<T>({ id }: DeliveryRow, { born }: DeliveryStamp, valueOf: (claim: BornClaim) => T): T | null {
  return born?.ids.has(id) === true ? valueOf(born) : null;
}

const insertDeliveries = insertInto<DeliveryRow, DeliveryStamp>('delivery', {
  id: ['uuid', (row) => row.id],
  tenant: ['text', (row) => row.event.tenant],
  ticket_id: ['uuid', (row) => row.ticketId],
  seq: ['int', (row) => row.seq],
  part: ['smallint', (row) => row.part],
  parts: ['smallint', (row) => row.delivery.parts ?? 1],
  is_final: ['bool', (row) => row.delivery.isFinal ?? false],
  is_automatic: ['bool', (row) => row.delivery.isAutomatic ?? false],
  way: ['text', (row) => row.delivery.way ?? 'other'],
  target: ['text', (row) => row.delivery.target],
  kind: ['text', (row) => row.delivery.kind],
  message_id: ['uuid', (row) => row.delivery.messageId],
  event_id: ['uuid', (row) => row.event.id],
  state: ['text', (row, stamp) => ifBorn(row, stamp, () => 'in-flight') ?? 'due'],
  attempts: ['int', (row, stamp) => ifBorn(row, stamp, () => 1) ?? 0],
  next_attempt_at: ['timestamptz', (_, { now }) => now],
  lease_until: ['timestamptz', (row, stamp) => ifBorn(row, stamp, ({ leaseUntil }) => leaseUntil)],
  first_attempt_at: ['timestamptz', (row, stamp) => ifBorn(row, stamp, ({ claimedAt }) => claimedAt)],
});

const insertUsage = insertInto<Draft['usage'][number], string>(
  'usage_entry',
  {
    // Of what a platform charges the fact is the delivery: several receipts tell of it, in any order, and the first one charges.
    id: ['uuid', ({ event, meter, cost }) => deriveId(cost?.deliveryId ?? event.id, meter)],
    tenant: ['text', ({ event }) => event.tenant],
    meter: ['text', ({ meter }) => meter],
    quantity: ['int', ({ cost }) => cost?.millionths ?? 1],
    channel: ['text', ({ channel }) => channel],
    // For what a platform charges: its item on the rate card.
    target: ['text', ({ cost }) => cost?.item ?? null],
    ticket_id: ['uuid', ({ ticketId }) => ticketId],
    fact_kind: ['text', ({ cost }) => (cost?.deliveryId === undefined ? 'event' : 'delivery')],
    fact_id: ['uuid', ({ event, cost }) => cost?.deliveryId ?? event.id],
    tariff: ['text', ({ terms }) => terms.tariff],
    tariff_version: ['text', ({ terms }) => terms.tariffVersion],
    outside_hours: ['bool', ({ terms }) => terms.outsideHours],
    settings_hash: ['text', (_, settingsHash) => settingsHash],
    occurred_at: ['timestamptz', ({ occurredAtMs }) => new Date(occurredAtMs)],
  },
  'on conflict do nothing',
);

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

const MOVE = `
  update event e set shard = t.shard from unnest($1::uuid[], $2::int[]) as t(id, shard) where e.id = t.id`;

async function moveEvents(sql: Sql, { moved }: Draft): Promise<void> {
  if (moved.length > 0) {
    await sql.query(MOVE, [moved.map(({ event }) => event.id), moved.map(({ shard }) => shard)]);
  }
}

async function writeArrivals(sql: Sql, draft: Draft): Promise<void> {
  if (draft.arrivals.length > 0) {
    await sql.query(ARRIVALS, [
      draft.arrivals.map((arrival) => arrival.deliveryId),
      draft.arrivals.map((arrival) => arrival.remoteId),
    ]);
  }
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

/** Tickets about which a person says now whether they are spam, or that are charged after somebody did. */
function judgedTickets({ facts, usage, histories }: Draft): readonly string[] {
  const now = facts.filter(({ fact }) => fact.type === 'spam.judged').map(({ ticketId }) => ticketId);
  const before = usage.map(({ ticketId }) => ticketId).filter((id) => histories.wasJudged(id));
  return [...new Set([...now, ...before])];
}

/** Tickets that are charged for a message of a crisis, or that a batch charged before it knew of the crisis. */
function crisisTickets({ facts, usage, histories }: Draft): readonly string[] {
  const told = facts.filter(({ fact }) => fact.type === 'sla.crisis').map(({ ticketId }) => ticketId);
  const charged = usage
    .filter(({ event }) => histories.wasInCrisis(event.tenant, event.occurredAtMs))
    .map(({ ticketId }) => ticketId);
  return [...new Set([...told, ...charged])];
}

function newborn({ id, ticketId, seq, part, event: { tenant }, delivery }: DeliveryRow): NewbornDelivery {
  const { target, kind, messageId, parts = 1, isFinal = false } = delivery;
  return { id, tenant, ticketId, seq, part, parts, isFinal, target, kind, messageId };
}

/** Writes deliveries last, so that the claim of those that go at once is held for as short as can be. */
export async function writeDeliveries(
  sql: Sql,
  { deliveries }: Draft,
  births: Births | undefined,
  now: Date,
): Promise<BornClaim | undefined> {
  const born = deliveries.length === 0 ? undefined : await births?.claim(sql, deliveries.map(newborn));
  await insertDeliveries(sql, deliveries, { now, born });
  return born;
}

/** Writes what follows from the batch beside its deliveries: ledger entries, and the verdict on every event. */
export async function writeOutcomes(sql: Sql, draft: Draft, settingsHash: string): Promise<void> {
  await writeArrivals(sql, draft);
  await insertUsage(sql, draft.usage, settingsHash);
  await turnBySpam(sql, judgedTickets(draft), { settingsHash, mayJudge: true });
  await turnByCrisis(sql, crisisTickets(draft), settingsHash);
  await settleEvents(sql, draft, settingsHash);
  await moveEvents(sql, draft);
}
