import { Type } from 'typebox';
import { EVENT_SOURCES } from '../domain/vocabulary.js';
import type { ApiSettings } from './api-deps.js';
import { exact, ID, instant, INSTANT, nullable } from './fields.js';
import { MUNICIPALITY_FILTER, MUNICIPALITY_NAME, nameOf, scopeOf } from './municipality.js';
import { cutPage, DEFAULT_LIMIT, pageOf, PAGING, readCursor, TOP, UUID_SHAPE, writeCursor } from './paging.js';
import { apiProblem } from './problems.js';
import { defineRoute, ok, refused, type Route } from './route.js';
import { asTenant } from './tenant-sql.js';

const WAITING_STATES = ['parked', 'quarantined'] as const;

/** Ids and codes only: what the citizen wrote stays sealed. */
const WAITING_EVENT = exact(
  {
    id: ID,
    state: Type.Enum([...WAITING_STATES]),
    municipality: MUNICIPALITY_NAME,
    channel: Type.String(),
    account: Type.String(),
    source: Type.Enum([...EVENT_SOURCES]),
    action: Type.String(),
    reason: nullable(Type.String()),
    occurredAt: INSTANT,
    receivedAt: INSTANT,
    ticketId: nullable(ID),
  },
  'WaitingEvent',
);

interface EventRow {
  readonly id: string;
  readonly tenant: string;
  readonly state: (typeof WAITING_STATES)[number];
  readonly channel: string;
  readonly account: string;
  readonly source: (typeof EVENT_SOURCES)[number];
  readonly action: string;
  readonly reason: string | null;
  readonly occurred_at: Date;
  readonly received_at: Date;
  readonly ticket_id: string | null;
}

function eventAnswer(row: EventRow, settings: ApiSettings) {
  const { id, state, channel, account, source, action, reason } = row;
  return {
    id,
    state,
    channel,
    account,
    source,
    action,
    reason,
    municipality: nameOf(settings, row.tenant),
    occurredAt: instant(row.occurred_at),
    receivedAt: instant(row.received_at),
    ticketId: row.ticket_id,
  };
}

export function listEventsRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/events',
    summary: 'Inbox events that wait for a person, newest first',
    permission: 'events:read',
    params: exact({}),
    query: exact({
      state: Type.Optional(Type.Enum([...WAITING_STATES])),
      municipality: Type.Optional(MUNICIPALITY_FILTER),
      ...PAGING,
    }),
    body: Type.Null(),
    response: pageOf(WAITING_EVENT),
    async handle({ query, principal }, context) {
      const { state = null, municipality, limit = DEFAULT_LIMIT, cursor } = query;
      const settings = context.settings();
      const tenant = scopeOf(settings, principal, municipality);
      const [after] = cursor === undefined ? [TOP.id] : (readCursor('events', [UUID_SHAPE], cursor) ?? []);
      if (tenant === undefined || after === undefined) {
        return refused(apiProblem(tenant === undefined ? 'MUNICIPALITY_UNKNOWN' : 'CURSOR_INVALID'));
      }
      const rows = await asTenant(context.store, 'api.read', tenant, (sql) =>
        sql.query<EventRow>(
          `select id, tenant, state, channel, account, source, action, reason, occurred_at, received_at, ticket_id
           from event
           where state in ('parked', 'quarantined') and ($3::text is null or state = $3)
             and ($1 = '*' or tenant = $1) and id < $2::uuid
           order by id desc limit $4`,
          [tenant, after, state, limit + 1],
        ),
      );
      const page = cutPage(rows, limit, (last) => writeCursor('events', [last.id]));
      return ok({ items: page.rows.map((row) => eventAnswer(row, settings)), next: page.next });
    },
  });
}
