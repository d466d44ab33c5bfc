import type { Columns } from '../../platform/store/insert-rows.js';
import { insertRows } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';
import type { Draft } from './draft.js';

function table<Row>(name: string, columns: Columns<Row>): { readonly name: string; readonly columns: Columns<Row> } {
  return { name, columns };
}

function instant(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

const TICKET_COLUMNS = {
  ...{ id: 'uuid', tenant: 'text', number: 'bigint', channel: 'text', account: 'text', conversation: 'text' },
  ...{ shard: 'smallint', citizen_id: 'uuid', kind: 'text', status: 'text', topic: 'text', language: 'text' },
  ...{ level: 'text', priority: 'text', target: 'text', opened_at: 'timestamptz', updated_at: 'timestamptz' },
  ...{ first_response_due: 'timestamptz', resolution_due: 'timestamptz', first_responded_at: 'timestamptz' },
  ...{ closed_at: 'timestamptz', messages: 'int', seq: 'int', settings_hash: 'text' },
} as const;

const TICKET_UPDATE = `on conflict (id) do update set status = excluded.status, target = excluded.target,
  updated_at = excluded.updated_at, first_responded_at = excluded.first_responded_at, closed_at = excluded.closed_at,
  messages = excluded.messages, seq = excluded.seq`;

async function writeTicketRows(sql: Sql, draft: Draft, settingsHash: string, now: Date): Promise<void> {
  const rows = [...draft.touchedTickets].flatMap((id) => {
    const ticket = draft.ticket(id);
    if (ticket === undefined) {
      return [];
    }
    const { state } = ticket;
    return [
      {
        ...{ id, tenant: ticket.tenant, number: state.number, channel: state.channel, account: state.account },
        ...{ conversation: state.conversation, shard: state.shard, citizen_id: state.citizenId, kind: state.kind },
        ...{ status: state.status, topic: state.topic, language: state.language, level: state.level },
        ...{ priority: state.priority, target: state.target, opened_at: instant(state.openedAtMs), updated_at: now },
        first_response_due: instant(state.firstResponseDueMs),
        resolution_due: instant(state.resolutionDueMs),
        first_responded_at: instant(state.firstRespondedAtMs),
        closed_at: instant(state.closedAtMs),
        ...{ messages: state.messages, seq: ticket.seq, settings_hash: settingsHash },
      },
    ];
  });
  await insertRows(sql, table('ticket', TICKET_COLUMNS), rows, TICKET_UPDATE);
}

const FACT_TABLE = table('ticket_event', {
  ...{ ticket_id: 'uuid', seq: 'int', tenant: 'text', type: 'text', event_id: 'uuid', occurred_at: 'timestamptz' },
  ...{ received_at: 'timestamptz', settings_hash: 'text', data: 'jsonb' },
});

async function writeFacts(sql: Sql, draft: Draft, settingsHash: string): Promise<void> {
  const rows = draft.facts.map(({ ticketId, seq, event, fact }) => {
    const { type, ...data } = fact;
    return {
      ...{ ticket_id: ticketId, seq, tenant: event.tenant, type, event_id: event.id },
      occurred_at: new Date(event.occurredAtMs),
      received_at: new Date(event.receivedAtMs),
      settings_hash: settingsHash,
      data: JSON.stringify(data),
    };
  });
  await insertRows(sql, FACT_TABLE, rows);
}

const CLOCK_TABLE = table('clock', {
  ...{ ticket_id: 'uuid', name: 'text', tenant: 'text', target: 'text', state: 'text', started_at: 'timestamptz' },
  ...{ due_at: 'timestamptz', warn_at: 'timestamptz', policy: 'text', policy_version: 'text', rule: 'text' },
  explanation: 'text',
});

async function startClocks(sql: Sql, draft: Draft): Promise<void> {
  const rows = draft.facts.flatMap(({ ticketId, event, fact }) =>
    fact.type === 'ticket.opened'
      ? fact.clocks.map((clock) => ({
          ...{ ticket_id: ticketId, name: clock.name, tenant: event.tenant, target: fact.target, state: 'running' },
          started_at: new Date(clock.startedAtMs),
          due_at: new Date(clock.dueAtMs),
          warn_at: new Date(clock.warnAtMs),
          ...{ policy: clock.policy, policy_version: clock.policyVersion, rule: clock.rule },
          explanation: clock.explanation,
        }))
      : [],
  );
  await insertRows(sql, CLOCK_TABLE, rows);
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
  await writeTicketRows(sql, draft, settingsHash, now);
  await writeFacts(sql, draft, settingsHash);
  await startClocks(sql, draft);
  return changeClocks(sql, draft);
}
