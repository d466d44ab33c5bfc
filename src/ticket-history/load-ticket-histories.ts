import { groupBy } from '../domain/group-by.js';
import { CLOCK_IRRELEVANT_FACTS } from '../domain/sla/clock-facts.js';
import type { DatedFact } from '../domain/sla/dated-fact.js';
import type { Handoff } from '../domain/sla/handoff.js';
import type { TicketFact } from '../domain/ticket.js';
import type { Sql } from '../platform/store/store.js';

/** What the clocks of a ticket are made of. */
export interface TicketHistory {
  /** In the order in which they were decided, without those that no clock looks at. */
  readonly facts: readonly DatedFact[];
  /** When targets got the ticket, oldest first. */
  readonly handoffs: readonly Handoff[];
  /** It has more facts than were asked for: no clock can be made of these. */
  readonly isCut: boolean;
}

/** The most that is read of one ticket; null for all. */
export interface HistoryLimits {
  readonly facts: number | null;
  readonly handoffs: number | null;
}

interface FactRow extends Omit<DatedFact, 'fact'> {
  readonly ticketId: string;
  readonly type: string;
  readonly data: object;
}

interface HandoffRow extends Handoff {
  readonly ticketId: string;
}

/** Receipts alone can be most of a history. */
const FACTS = `
  select t.id as "ticketId", e.* from unnest($1::uuid[]) as t(id), lateral (
    select seq, type, event_id as key, settings_hash as "settingsHash", data,
           (extract(epoch from occurred_at) * 1000)::float8 as "occurredAtMs",
           (extract(epoch from received_at) * 1000)::float8 as "receivedAtMs"
    from ticket_event where ticket_id = t.id and type <> all($2::text[]) order by seq limit $3::int) as e`;

const HANDOFFS = `
  select t.id as "ticketId", d.* from unnest($1::uuid[]) as t(id), lateral (
    select target, (extract(epoch from delivered_at) * 1000)::float8 as "atMs"
    from delivery where ticket_id = t.id and kind = 'opened' and state = 'delivered'
    order by delivered_at limit $2::int) as d`;

function datedFact({ seq, key, settingsHash, occurredAtMs, receivedAtMs, type, data }: FactRow): DatedFact {
  // The border: handling wrote the fact as this type and these data.
  return { seq, key, settingsHash, occurredAtMs, receivedAtMs, fact: { type, ...data } as TicketFact };
}

/** One more than is wanted, to see whether there is more. */
function readFacts(sql: Sql, ids: readonly string[], limit: number | null): Promise<readonly FactRow[]> {
  return sql.query<FactRow>(FACTS, [ids, CLOCK_IRRELEVANT_FACTS, limit === null ? null : limit + 1]);
}

/**
 * The histories of a page of tickets, in two queries whatever their number. A ticket of which nothing is stored, or that
 * the role may not see, has an empty one.
 */
export async function loadTicketHistories<Id extends string>(
  sql: Sql,
  ids: readonly Id[],
  limits: HistoryLimits,
): Promise<ReadonlyMap<Id, TicketHistory>> {
  if (ids.length === 0) {
    return new Map();
  }
  const facts = groupBy(await readFacts(sql, ids, limits.facts), ({ ticketId }) => ticketId);
  const rows = await sql.query<HandoffRow>(HANDOFFS, [ids, limits.handoffs]);
  const handoffs = groupBy(rows, ({ ticketId }) => ticketId);
  return new Map(
    ids.map((id) => {
      const own = facts.get(id) ?? [];
      const isCut = limits.facts !== null && own.length > limits.facts;
      const got = (handoffs.get(id) ?? []).map(({ target, atMs }) => ({ target, atMs }));
      return [id, { facts: own.map(datedFact), handoffs: got, isCut }];
    }),
  );
}
