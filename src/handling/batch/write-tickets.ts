import type { PromisedClock } from '../../domain/ticket.js';
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
  },
  `on conflict (id) do update set status = excluded.status, target = excluded.target,
     updated_at = excluded.updated_at, first_responded_at = excluded.first_responded_at, closed_at = excluded.closed_at,
     messages = excluded.messages, seq = excluded.seq`,
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

interface StartedClock {
  readonly row: FactRow;
  readonly target: string;
  readonly clock: PromisedClock;
}

const insertClocks = insertInto<StartedClock>('clock', {
  ticket_id: ['uuid', ({ row }) => row.ticketId],
  name: ['text', ({ clock }) => clock.name],
  tenant: ['text', ({ row }) => row.event.tenant],
  target: ['text', ({ target }) => target],
  state: ['text', () => 'running'],
  started_at: ['timestamptz', ({ clock }) => new Date(clock.startedAtMs)],
  due_at: ['timestamptz', ({ clock }) => new Date(clock.dueAtMs)],
  warn_at: ['timestamptz', ({ clock }) => new Date(clock.warnAtMs)],
  policy: ['text', ({ clock }) => clock.policy],
  policy_version: ['text', ({ clock }) => clock.policyVersion],
  rule: ['text', ({ clock }) => clock.rule],
  explanation: ['text', ({ clock }) => clock.explanation],
});

function startedClocks(draft: Draft): StartedClock[] {
  return draft.facts.flatMap((row) => {
    const { fact } = row;
    return fact.type === 'ticket.opened' ? fact.clocks.map((clock) => ({ row, target: fact.target, clock })) : [];
  });
}

function touchedTickets(draft: Draft): TicketRecord[] {
  return [...draft.touchedTickets].flatMap((id) => draft.ticket(id) ?? []);
}

/** The same answer in any order: an answer in time is in time, also when a breach was noted before it was known. */
const END_CLOCKS = `
  update clock c set ended_at = to_timestamp(t.at_ms / 1000),
    state = case when to_timestamp(t.at_ms / 1000) <= c.due_at then 'met' else 'met-late' end
  from unnest($1::uuid[], $2::text[], $3::float8[]) as t(ticket_id, name, at_ms)
  where c.ticket_id = t.ticket_id and c.name = t.name and c.state in ('running', 'breached')
  returning c.tenant, c.target, c.state, c.name, extract(epoch from c.ended_at - c.started_at)::float8 as seconds`;

const CHANGE_CLOCKS = `
  update clock c set warned = true, state = case when t.change = 'breached' then 'breached' else c.state end
  from unnest($1::uuid[], $2::text[], $3::text[]) as t(ticket_id, name, change)
  where c.ticket_id = t.ticket_id and c.name = t.name and c.state = 'running'
  returning c.tenant, c.target, c.state, c.name, 0::float8 as seconds`;

/** A promise that was kept or broken in this batch. */
export interface ClockOutcome {
  readonly tenant: string;
  readonly target: string;
  readonly state: string;
  readonly name: string;
  /** From start to end; zero for a breach. */
  readonly seconds: number;
}

async function changeClocks(sql: Sql, draft: Draft): Promise<readonly ClockOutcome[]> {
  const { clockChanges, clockEnds } = draft;
  const changed =
    clockChanges.length === 0
      ? []
      : await sql.query<ClockOutcome>(CHANGE_CLOCKS, [
          clockChanges.map((change) => change.ticketId),
          clockChanges.map((change) => change.name),
          clockChanges.map((change) => change.change),
        ]);
  // The first answer of a batch stops a clock; later ones find it stopped.
  const firstEnds = [...new Map(clockEnds.toReversed().map((end) => [`${end.ticketId} ${end.name}`, end])).values()];
  const ended =
    firstEnds.length === 0
      ? []
      : await sql.query<ClockOutcome>(END_CLOCKS, [
          firstEnds.map((end) => end.ticketId),
          firstEnds.map((end) => end.name),
          firstEnds.map((end) => end.atMs),
        ]);
  return [...changed.filter((clock) => clock.state === 'breached'), ...ended];
}

/** Writes tickets, their facts and their clocks. */
export async function writeTickets(
  sql: Sql,
  draft: Draft,
  settingsHash: string,
  now: Date,
): Promise<readonly ClockOutcome[]> {
  await insertTickets(sql, touchedTickets(draft), { settingsHash, now });
  await insertFacts(sql, draft.facts, settingsHash);
  await insertClocks(sql, startedClocks(draft), undefined);
  return changeClocks(sql, draft);
}
