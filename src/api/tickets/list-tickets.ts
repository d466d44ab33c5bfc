import { Type } from 'typebox';
import type { Sql } from '../../platform/store/store.js';
import { TICKET_STATUSES } from '../../domain/vocabulary.js';
import { exact } from '../fields.js';
import { MUNICIPALITY_FILTER, scopeOf } from '../municipality.js';
import {
  cutPage,
  DEFAULT_LIMIT,
  INSTANT_SHAPE,
  pageOf,
  PAGING,
  readCursor,
  TOP,
  UUID_SHAPE,
  writeCursor,
} from '../paging.js';
import { ALL_TENANTS } from '../permissions.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';
import { clockJoin, TICKET_COLUMNS, ticketSummary, type TicketRow } from './ticket-rows.js';
import { SLA_STATES, TICKET_SUMMARY } from './ticket-schemas.js';

/**
 * Texts and clocks have no index that fits a filter on tickets, so a page looks at this many tickets at most. When
 * they hold fewer matches than asked, the page is short and its `next` goes on below them: nothing is left out.
 */
const WINDOW = 10_000;

const CODE_FILTER = Type.Optional(Type.String({ minLength: 1, maxLength: 100 }));

const QUERY = exact({
  municipality: Type.Optional(MUNICIPALITY_FILTER),
  status: Type.Optional(Type.Enum([...TICKET_STATUSES])),
  channel: CODE_FILTER,
  topic: CODE_FILTER,
  target: CODE_FILTER,
  sla: Type.Optional(Type.Enum([...SLA_STATES])),
  q: Type.Optional(Type.String({ minLength: 2, maxLength: 100, description: 'Part of a text of the ticket.' })),
  number: Type.Optional(Type.Integer({ minimum: 1, description: 'The short number.' })),
  ...PAGING,
});

interface TicketQuery {
  readonly tenant: string;
  readonly now: Date;
  readonly after: { readonly instant: string; readonly id: string };
  readonly limit: number;
  readonly filters: {
    readonly status?: string;
    readonly channel?: string;
    readonly topic?: string;
    readonly target?: string;
    readonly sla?: string;
    readonly q?: string;
    readonly number?: number;
  };
}

// Row security filters too, but its function is no index condition: the tenant is written out where there is one.
const OF_TENANT = 't.tenant = $1';
const OF_ALL = "$1 = '*'";

function whereText(query: TicketQuery): string {
  const scope = query.tenant === ALL_TENANTS ? OF_ALL : OF_TENANT;
  const one = query.filters.number === undefined ? '$8::bigint is null' : 't.number = $8';
  return `where ${scope} and ${one} and (t.opened_at, t.id) < ($2::timestamptz, $3::uuid)
    and ($4::text is null or t.status = $4) and ($5::text is null or t.channel = $5)
    and ($6::text is null or t.topic = $6) and ($7::text is null or t.target = $7)
    order by t.opened_at desc, t.id desc`;
}

function whereValues(query: TicketQuery) {
  const { status = null, channel = null, topic = null, target = null, number = null } = query.filters;
  return [query.tenant, query.after.instant, query.after.id, status, channel, topic, target, number] as const;
}

/** The text as it is, also when it holds the signs of a pattern. */
function containing(text: string | undefined): string | null {
  return text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function looksInside(query: TicketQuery): boolean {
  return query.filters.q !== undefined || query.filters.sla !== undefined;
}

async function findTickets(sql: Sql, query: TicketQuery): Promise<TicketRow[]> {
  const { sla = null, q } = query.filters;
  return sql.query<TicketRow>(
    `with candidate as materialized (select t.* from ticket t ${whereText(query)} limit $9)
     select ${TICKET_COLUMNS} from candidate t ${clockJoin('$10::timestamptz')}
     where ($11::text is null or c.sla = $11)
       and ($12::text is null or exists (
         select from message m where m.ticket_id = t.id and m.redacted_at is null and m.text ilike $12))
     order by t.opened_at desc, t.id desc limit $13`,
    [
      ...whereValues(query),
      looksInside(query) ? WINDOW : query.limit + 1,
      query.now,
      sla,
      containing(q),
      query.limit + 1,
    ],
  );
}

/** The last ticket that a page with a filter on texts or clocks looked at, when there may be more below it. */
async function edgeOfWindow(sql: Sql, query: TicketQuery): Promise<string | null> {
  const [edge] = await sql.query<{ opened_text: string; id: string }>(
    `select t.opened_at::text as opened_text, t.id from ticket t ${whereText(query)} offset $9 limit 1`,
    [...whereValues(query), WINDOW - 1],
  );
  return edge === undefined ? null : writeCursor('tickets', [edge.opened_text, edge.id]);
}

export function listTicketsRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/tickets',
    summary: 'Tickets, newest first',
    permission: 'tickets:read',
    params: exact({}),
    query: QUERY,
    body: Type.Null(),
    response: pageOf(TICKET_SUMMARY),
    async handle({ query, principal }, context) {
      const { municipality, limit = DEFAULT_LIMIT, cursor, ...filters } = query;
      const settings = context.settings();
      const tenant = scopeOf(settings, principal, municipality);
      const after =
        cursor === undefined ? [TOP.instant, TOP.id] : readCursor('tickets', [INSTANT_SHAPE, UUID_SHAPE], cursor);
      if (tenant === undefined || after === undefined) {
        return refused(apiProblem(tenant === undefined ? 'MUNICIPALITY_UNKNOWN' : 'CURSOR_INVALID'));
      }
      const [instant = TOP.instant, id = TOP.id] = after;
      const asked: TicketQuery = { tenant, now: new Date(context.nowMs()), after: { instant, id }, limit, filters };
      return asTenant(context.store, 'api.read', tenant, async (sql) => {
        const found = await findTickets(sql, asked);
        const page = cutPage(found, limit, (last) => writeCursor('tickets', [last.opened_text, last.id]));
        const next = page.next ?? (looksInside(asked) ? await edgeOfWindow(sql, asked) : null);
        return ok({ items: page.rows.map((row) => ticketSummary(row, settings)), next });
      });
    },
  });
}
