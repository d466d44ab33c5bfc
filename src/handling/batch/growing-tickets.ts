import type { Id } from '../../domain/ids.js';
import { RESPONSES } from '../../domain/sla/follow-status.js';
import { CLOCK_NAMES } from '../../domain/sla/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';
import type { GrowingTicket, GrowingTickets } from './histories.js';
import type { LoadedWorld } from './loaded-world.js';
import { conversationKey, isAt, type ClaimedEvent, type TicketRecord } from './world.js';

/** A ticket, and when the oldest of its new messages was written. UTC milliseconds. */
interface Candidate {
  readonly id: Id;
  readonly firstAtMs: number;
}

type Known = Pick<LoadedWorld, 'conversations' | 'messages' | 'replies' | 'written' | 'tickets'>;

function isNewMessage({ content }: ClaimedEvent): boolean {
  return content.from === 'platform' && content.event.action === 'open' && content.otherTicket === undefined;
}

/** Tickets of which something else is told than that the citizen wrote on. */
function otherwiseNamed(events: readonly ClaimedEvent[], { messages, replies, written }: Known): Set<Id | null> {
  return new Set([
    ...[...messages.values()].map(({ ticketId }) => ticketId),
    ...replies.map(({ ticketId }) => ticketId),
    ...written.keys(),
    ...events.map(({ ticketId }) => ticketId),
  ]);
}

/** Whether nobody answered, merged or split, and answers go to where the citizen wrote on. */
function isUntouched({ state, mergedInto, splitFrom }: TicketRecord, event: ClaimedEvent): boolean {
  return state.status === 'new' && mergedInto === null && splitFrom === null && isAt(event, state);
}

function currentTicket(event: ClaimedEvent, { conversations, tickets }: Known): TicketRecord | undefined {
  const { tenant, channel, account, conversation } = event;
  const ticketId = conversations.get(conversationKey(tenant, channel, account, conversation))?.ticketId ?? null;
  return ticketId === null ? undefined : tickets.get(ticketId);
}

/**
 * Tickets to which the batch brings nothing but new words of the citizen, before anybody answered: most messages on an
 * open ticket. Pure.
 */
export function mayBeGrowing(events: readonly ClaimedEvent[], known: Known): readonly Candidate[] {
  const others = otherwiseNamed(events, known);
  const candidates = new Map<Id, Candidate>();
  for (const event of events) {
    const ticket = currentTicket(event, known);
    if (ticket !== undefined) {
      const { id } = ticket;
      if (!isNewMessage(event) || !isUntouched(ticket, event)) {
        others.add(id);
      }
      const firstAtMs = Math.min(candidates.get(id)?.firstAtMs ?? event.occurredAtMs, event.occurredAtMs);
      candidates.set(id, { id, firstAtMs });
    }
  }
  return [...candidates.values()].filter(({ id }) => !others.has(id));
}

const NAMES = RESPONSES.map((name) => `'${name}'`).join(', ');

/**
 * Of those the tickets whose clocks all run to a promise that lies within the reply window, since before the citizen wrote on:
 * another question moves none of them, and the window only opens further. Not those that a person judged to be spam or not.
 */
const HOLDING = `
  select t.id, s.has_response as "hasResponse", extract(epoch from s.window_at)::float8 * 1000 as "windowAtMs"
  from unnest($1::uuid[], $2::timestamptz[]) as t(id, first_at)
  cross join lateral (
    select bool_and(
             c.state = 'running' and c.ended_at is null and c.limited_by = 'promise' and c.promised_at is not null
             and c.name = any($3::text[])
             and (c.name not in (${NAMES}) or (c.started_at <= t.first_at and coalesce(c.window_at >= c.promised_at, true)))
           ) as holds,
           bool_or(c.name in (${NAMES})) as has_response,
           max(c.window_at) filter (where c.name in (${NAMES})) as window_at
    from clock c where c.ticket_id = t.id) as s
  where s.holds
    and (select true from ticket_event e where e.ticket_id = t.id and e.type = 'spam.judged' limit 1) is null`;

/** The growing tickets of a batch; none of the others. */
export async function loadGrowing(sql: Sql, candidates: readonly Candidate[]): Promise<GrowingTickets> {
  if (candidates.length === 0) {
    return new Map();
  }
  const rows = await sql.query<GrowingTicket & { readonly id: Id }>(HOLDING, [
    candidates.map(({ id }) => id),
    candidates.map(({ firstAtMs }) => new Date(firstAtMs)),
    CLOCK_NAMES,
  ]);
  return new Map(rows.map((row) => [row.id, row]));
}

const EXTEND = `
  update clock c set window_at = t.window_at from unnest($1::uuid[], $2::timestamptz[]) as t(id, window_at)
  where c.ticket_id = t.id and c.name in (${NAMES}) and c.ended_at is null`;

/** Writes how long channels take answers now, where that grew. */
export async function extendWindows(sql: Sql, windows: ReadonlyMap<Id, number>): Promise<void> {
  if (windows.size > 0) {
    await sql.query(EXTEND, [[...windows.keys()], [...windows.values()].map((ms) => new Date(ms))]);
  }
}
