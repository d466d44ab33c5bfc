import { groupBy } from '../../domain/group-by.js';
import type { DatedFact } from '../../domain/sla/dated-fact.js';
import type { TicketFact } from '../../domain/ticket.js';
import type { Sql } from '../../platform/store/store.js';
import type { TicketHistory } from './decide-again.js';

/** Tickets in memory at once. */
const PAGE = 200;
/** A ticket with more facts than this is left out, and said to be. */
const MAX_FACTS = 10_000;

/** Tickets that opened in a stretch of time, of one municipality or (null) of all that the role sees. */
export interface OpenedIn {
  readonly from: Date;
  readonly until: Date;
  readonly tenant: string | null;
}

/** The place after a ticket, in the order of opening. */
export interface Place {
  /** With all its digits. */
  readonly openedText: string;
  readonly id: string;
}

interface TicketRow extends Place {
  readonly number: number;
  readonly tenant: string;
}

interface FactRow {
  readonly ticketId: string;
  readonly seq: number;
  readonly type: string;
  readonly key: string;
  readonly settingsHash: string;
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
  readonly data: object;
}

interface HandoffRow {
  readonly ticketId: string;
  readonly target: string;
  readonly atMs: number;
}

const SCOPE = `opened_at >= $1 and opened_at < $2 and ($3::text is null or tenant = $3)`;
const COUNT = `select count(*)::int as count from ticket where ${SCOPE}`;
const COLUMNS = 'id, number::float8 as number, tenant, opened_at::text as "openedText"';
const OPENED = `
  select ${COLUMNS} from ticket
  where ${SCOPE} and (opened_at, id) > ($4::timestamptz, $5::uuid) order by opened_at, id limit $6`;
/** By the clocks that have not ended, of which there is an index. */
const OPEN = `
  select ${COLUMNS} from ticket
  where id in (select ticket_id from clock where ended_at is null and tenant = $1 and ticket_id > $2::uuid
               group by ticket_id order by ticket_id limit $3)
  order by id`;
/** Facts that no clock looks at are left out: receipts alone can be most of a history. */
const FACTS = `
  select t.id as "ticketId", e.* from unnest($1::uuid[]) as t(id), lateral (
    select seq, type, event_id as key, settings_hash as "settingsHash", data,
           (extract(epoch from occurred_at) * 1000)::float8 as "occurredAtMs",
           (extract(epoch from received_at) * 1000)::float8 as "receivedAtMs"
    from ticket_event
    where ticket_id = t.id
      and type not in ('answer.receipt', 'answer.refused', 'message.amended', 'message.redacted', 'ticket.noted')
    order by seq limit $2) as e`;
const HANDOFFS = `
  select ticket_id as "ticketId", target, (extract(epoch from delivered_at) * 1000)::float8 as "atMs"
  from delivery where ticket_id = any($1::uuid[]) and kind = 'opened' and state = 'delivered' order by delivered_at`;

const BEFORE_ALL: Place = { openedText: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

export interface Page {
  readonly histories: readonly TicketHistory[];
  /** Too long to be folded for a question. */
  readonly tooLong: readonly { readonly id: string; readonly number: number; readonly tenant: string }[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: Place | undefined;
}

function datedFact({ seq, key, settingsHash, occurredAtMs, receivedAtMs, type, data }: FactRow): DatedFact {
  // The border: handling wrote the fact as this type and these data.
  return { seq, key, settingsHash, occurredAtMs, receivedAtMs, fact: { type, ...data } as TicketFact };
}

function historyOf(ticket: TicketRow, facts: readonly FactRow[], handoffs: readonly HandoffRow[]): TicketHistory {
  const { id, number, tenant } = ticket;
  return {
    ...{ id, number, tenant },
    facts: facts.map(datedFact),
    handoffs: handoffs.map(({ target, atMs }) => ({ target, atMs })),
  };
}

async function pageOf(sql: Sql, tickets: readonly TicketRow[]): Promise<Page> {
  const last = tickets.at(-1);
  if (last === undefined) {
    return { histories: [], tooLong: [], next: undefined };
  }
  const ids = tickets.map(({ id }) => id);
  const facts = groupBy(await sql.query<FactRow>(FACTS, [ids, MAX_FACTS + 1]), ({ ticketId }) => ticketId);
  const handoffs = groupBy(await sql.query<HandoffRow>(HANDOFFS, [ids]), ({ ticketId }) => ticketId);
  const isTooLong = ({ id }: TicketRow): boolean => (facts.get(id)?.length ?? 0) > MAX_FACTS;
  const { openedText, id: lastId } = last;
  return {
    histories: tickets
      .filter((ticket) => !isTooLong(ticket))
      .map((ticket) => historyOf(ticket, facts.get(ticket.id) ?? [], handoffs.get(ticket.id) ?? [])),
    tooLong: tickets.filter(isTooLong).map(({ id, number, tenant }) => ({ id, number, tenant })),
    next: tickets.length < PAGE ? undefined : { openedText, id: lastId },
  };
}

export async function countOpenedIn(sql: Sql, { from, until, tenant }: OpenedIn): Promise<number> {
  const [row] = await sql.query<{ count: number }>(COUNT, [from, until, tenant]);
  return row?.count ?? 0;
}

/** The next page of tickets that opened in a stretch of time, each with its whole history. */
export async function loadOpenedIn(sql: Sql, scope: OpenedIn, after: Place = BEFORE_ALL): Promise<Page> {
  const { from, until, tenant } = scope;
  return pageOf(sql, await sql.query<TicketRow>(OPENED, [from, until, tenant, after.openedText, after.id, PAGE]));
}

/** The next page of tickets of a municipality with a clock that has not ended. */
export async function loadOpen(sql: Sql, tenant: string, after: Place = BEFORE_ALL): Promise<Page> {
  return pageOf(sql, await sql.query<TicketRow>(OPEN, [tenant, after.id, PAGE]));
}
