import type { DatedFact } from '../../domain/sla/dated-fact.js';
import type { Handoff } from '../../domain/sla/track-ticket.js';
import type { TicketFact } from '../../domain/ticket.js';
import { CLOCK_IRRELEVANT_FACTS } from '../../handling/index.js';
import type { Sql } from '../../platform/store/store.js';

/** A ticket with more facts than this is not folded for a reader: nobody reads its clocks one by one either. */
export const MAX_FACTS = 10_000;
const MAX_HANDOFFS = 1_000;

interface FactRow {
  readonly seq: number;
  readonly type: string;
  readonly key: string;
  readonly settingsHash: string;
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
  readonly data: object;
}

const FACTS = `
  select seq, type, event_id as key, settings_hash as "settingsHash", data,
         (extract(epoch from occurred_at) * 1000)::float8 as "occurredAtMs",
         (extract(epoch from received_at) * 1000)::float8 as "receivedAtMs"
  from ticket_event where ticket_id = $1 and type <> all($2::text[]) order by seq limit $3`;

const HANDOFFS = `
  select target, (extract(epoch from delivered_at) * 1000)::float8 as "atMs"
  from delivery where ticket_id = $1 and kind = 'opened' and state = 'delivered' order by delivered_at limit $2`;

/** What the clocks of a ticket are made of. */
export interface TicketHistory {
  readonly facts: readonly DatedFact[];
  readonly handoffs: readonly Handoff[];
}

function datedFact({ type, data, ...dated }: FactRow): DatedFact {
  // The border: handling wrote the fact as this type and these data.
  return { ...dated, fact: { type, ...data } as TicketFact };
}

/** The history of one ticket, or undefined when it has too many facts. */
export async function loadHistory(sql: Sql, ticketId: string): Promise<TicketHistory | undefined> {
  const rows = await sql.query<FactRow>(FACTS, [ticketId, CLOCK_IRRELEVANT_FACTS, MAX_FACTS + 1]);
  if (rows.length > MAX_FACTS) {
    return undefined;
  }
  return { facts: rows.map(datedFact), handoffs: await sql.query<Handoff>(HANDOFFS, [ticketId, MAX_HANDOFFS]) };
}
