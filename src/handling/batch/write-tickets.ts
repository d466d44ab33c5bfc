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

const insertTickets = insertInto<TicketRecord, Stamp>(
  'ticket',
  {
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
  },
  `on conflict (id) do update set status = excluded.status, target = excluded.target, priority = excluded.priority,
     updated_at = excluded.updated_at, first_responded_at = excluded.first_responded_at, closed_at = excluded.closed_at,
     messages = excluded.messages, seq = excluded.seq, merged_into = excluded.merged_into`,
);

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

function touchedTickets(draft: Draft): TicketRecord[] {
  return [...draft.touchedTickets].flatMap((id) => draft.ticket(id) ?? []);
}

/** Writes tickets and their facts. */
export async function writeTickets(sql: Sql, draft: Draft, settingsHash: string, now: Date): Promise<void> {
  await insertTickets(sql, touchedTickets(draft), { settingsHash, now });
  await insertFacts(sql, draft.facts, settingsHash);
}
