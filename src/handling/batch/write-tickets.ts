import type { Id } from '../../domain/ids.js';
import { insertInto } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';
import type { Draft, FactRow } from './draft.js';
import type { TicketRecord } from './world.js';

function instant(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

/** Of a decided batch: under which settings, and when. */
interface Stamp {
  readonly settingsHash: string;
  readonly now: Date;
}

const insertTickets = insertInto<TicketRecord, Stamp>('ticket', {
  id: ['uuid', ({ id }) => id],
  tenant: ['text', ({ tenant }) => tenant],
  number: ['bigint', ({ state }) => state.number],
  channel: ['text', ({ state }) => state.channel],
  account: ['text', ({ state }) => state.account],
  conversation: ['text', ({ state }) => state.conversation],
  shard: ['smallint', ({ state }) => state.shard],
  citizen_id: ['uuid', ({ state }) => state.citizenId],
  kind: ['text', ({ state }) => state.kind],
  status: ['text', ({ state }) => state.status],
  topic: ['text', ({ state }) => state.topic],
  language: ['text', ({ state }) => state.language],
  level: ['text', ({ state }) => state.level],
  priority: ['text', ({ state }) => state.priority],
  target: ['text', ({ state }) => state.target],
  opened_at: ['timestamptz', ({ state }) => instant(state.openedAtMs)],
  updated_at: ['timestamptz', (_, { now }) => now],
  first_response_due: ['timestamptz', ({ state }) => instant(state.firstResponseDueMs)],
  resolution_due: ['timestamptz', ({ state }) => instant(state.resolutionDueMs)],
  first_responded_at: ['timestamptz', ({ state }) => instant(state.firstRespondedAtMs)],
  closed_at: ['timestamptz', ({ state }) => instant(state.closedAtMs)],
  messages: ['int', ({ state }) => state.messages],
  seq: ['int', ({ seq }) => seq],
  settings_hash: ['text', (_, { settingsHash }) => settingsHash],
  merged_into: ['uuid', ({ mergedInto }) => mergedInto],
  split_from: ['uuid', ({ splitFrom }) => splitFrom],
});

/** What can change of a ticket after it opened. */
const UPDATE = `
  update ticket t set status = n.status, target = n.target, priority = n.priority, updated_at = $10,
    first_responded_at = n.first_responded_at, closed_at = n.closed_at, messages = n.messages, seq = n.seq,
    merged_into = n.merged_into
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::int[], $8::int[],
              $9::uuid[])
    as n(id, status, target, priority, first_responded_at, closed_at, messages, seq, merged_into)
  where t.id = n.id`;

async function updateTickets(sql: Sql, tickets: readonly TicketRecord[], now: Date): Promise<void> {
  if (tickets.length > 0) {
    await sql.query(UPDATE, [
      tickets.map(({ id }) => id),
      tickets.map(({ state }) => state.status),
      tickets.map(({ state }) => state.target),
      tickets.map(({ state }) => state.priority),
      tickets.map(({ state }) => instant(state.firstRespondedAtMs)),
      tickets.map(({ state }) => instant(state.closedAtMs)),
      tickets.map(({ state }) => state.messages),
      tickets.map(({ seq }) => seq),
      tickets.map(({ mergedInto }) => mergedInto),
      now,
    ]);
  }
}

const insertFacts = insertInto<FactRow, string>('ticket_event', {
  ticket_id: ['uuid', ({ ticketId }) => ticketId],
  seq: ['int', ({ seq }) => seq],
  tenant: ['text', ({ event }) => event.tenant],
  type: ['text', ({ fact }) => fact.type],
  event_id: ['uuid', ({ event }) => event.id],
  occurred_at: ['timestamptz', ({ event }) => new Date(event.occurredAtMs)],
  received_at: ['timestamptz', ({ event }) => new Date(event.receivedAtMs)],
  settings_hash: ['text', (_, settingsHash) => settingsHash],
  // The type has a column of its own.
  data: ['jsonb', ({ fact }) => JSON.stringify({ ...fact, type: undefined })],
});

/** Tickets that opened in a batch: nothing of them was stored before. */
export function openedIn({ facts }: Draft): ReadonlySet<Id> {
  return new Set(facts.filter(({ seq }) => seq === 1).map(({ ticketId }) => ticketId));
}

/** Writes tickets and their facts. */
export async function writeTickets(sql: Sql, draft: Draft, settingsHash: string, now: Date): Promise<void> {
  const opened = openedIn(draft);
  const touched = [...draft.touchedTickets].flatMap((id) => draft.ticket(id) ?? []);
  await insertTickets(
    sql,
    touched.filter(({ id }) => opened.has(id)),
    { settingsHash, now },
  );
  await updateTickets(
    sql,
    touched.filter(({ id }) => !opened.has(id)),
    now,
  );
  await insertFacts(sql, draft.facts, settingsHash);
}
