import type { Id } from '../../domain/ids.js';
import type { TicketState } from '../../domain/ticket.js';
import type { Sql } from '../../platform/store/store.js';
import { MAX_MERGES } from '../correlate/survivor.js';
import type { TicketRecord } from './world.js';

const TICKETS = `
  select id, tenant, seq, merged_into as "mergedInto", split_from as "splitFrom", number::float8 as number, channel, account, conversation,
         shard, citizen_id as "citizenId", kind, status, topic, language, level, priority, target, messages,
         extract(epoch from opened_at)::float8 * 1000 as "openedAtMs",
         extract(epoch from first_response_due)::float8 * 1000 as "firstResponseDueMs",
         extract(epoch from resolution_due)::float8 * 1000 as "resolutionDueMs",
         extract(epoch from first_responded_at)::float8 * 1000 as "firstRespondedAtMs",
         extract(epoch from closed_at)::float8 * 1000 as "closedAtMs"
  from ticket where id = any($1::uuid[])`;

type Row = TicketState & Omit<TicketRecord, 'state'>;

async function loadInto(tickets: Map<string, TicketRecord>, sql: Sql, ids: readonly Id[]): Promise<void> {
  const rows = await sql.query<Row>(TICKETS, [ids]);
  for (const { id, tenant, seq, mergedInto, splitFrom, ...state } of rows) {
    tickets.set(id, { id, tenant, seq, mergedInto, splitFrom, state });
  }
}

function missing(tickets: ReadonlyMap<string, TicketRecord>): Id[] {
  const next = [...tickets.values()].map(({ mergedInto }) => mergedInto).filter((id) => id !== null);
  return [...new Set(next)].filter((id) => !tickets.has(id));
}

/** Tickets, with those in which they go on. Merges are rare, so mostly this is one query. */
export async function loadTickets(sql: Sql, ids: readonly Id[]): Promise<Map<string, TicketRecord>> {
  const tickets = new Map<string, TicketRecord>();
  let wanted = [...ids];
  for (let hop = 0; hop <= MAX_MERGES && wanted.length > 0; hop += 1) {
    const before = tickets.size;
    await loadInto(tickets, sql, wanted);
    wanted = tickets.size === before ? [] : missing(tickets);
  }
  return tickets;
}
