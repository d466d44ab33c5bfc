import type { Sql } from '../../platform/store/store.js';
import { loadTicketHistories } from '../../ticket-history/load-ticket-histories.js';
import type { TicketHistory } from './decide-again.js';

/** Tickets in memory at once. */
const PAGE = 200;
/** A ticket with more facts than this is left out, and said to be. */
const LIMITS = { facts: 10_000, handoffs: null };

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
const BEFORE_ALL: Place = { openedText: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

export interface Page {
  readonly histories: readonly TicketHistory[];
  /** Too long to be folded for a question. */
  readonly tooLong: readonly { readonly id: string; readonly number: number; readonly tenant: string }[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: Place | undefined;
}

async function pageOf(sql: Sql, tickets: readonly TicketRow[]): Promise<Page> {
  const last = tickets.at(-1);
  if (last === undefined) {
    return { histories: [], tooLong: [], next: undefined };
  }
  const read = await loadTicketHistories(
    sql,
    tickets.map(({ id }) => id),
    LIMITS,
  );
  const histories = tickets.flatMap(({ id, number, tenant }) => {
    const history = read.get(id);
    return history === undefined ? [] : [{ id, number, tenant, ...history }];
  });
  const { openedText, id: lastId } = last;
  return {
    histories: histories.filter(({ isCut }) => !isCut),
    tooLong: histories.filter(({ isCut }) => isCut).map(({ id, number, tenant }) => ({ id, number, tenant })),
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
