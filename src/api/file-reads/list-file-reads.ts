import { Type } from 'typebox';
import { exact, ID, INSTANT, instant, nullable } from '../fields.js';
import { MUNICIPALITY_FILTER, MUNICIPALITY_NAME, nameOf, scopeOf } from '../municipality.js';
import { cutPage, DEFAULT_LIMIT, pageOf, PAGING, readCursor, TOP, UUID_SHAPE, writeCursor } from '../paging.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';

const FILE_READ = exact(
  {
    municipality: MUNICIPALITY_NAME,
    ticketId: ID,
    attachmentId: Type.String(),
    reader: exact({
      keyId: Type.String({ description: 'The key that it was read with.' }),
      name: nullable(Type.String({ description: 'What the key is called; null for one of the contact center.' })),
    }),
    firstAt: INSTANT,
    lastAt: INSTANT,
    times: Type.Integer({ description: 'How often on that day, in Brussels.' }),
  },
  'FileRead',
);

interface Row {
  readonly id: string;
  readonly tenant: string;
  readonly ticket_id: string;
  readonly message_id: string;
  readonly n: number;
  readonly principal: string;
  readonly name: string | null;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly times: number;
}

const READS = `
  select r.id, r.tenant, m.ticket_id, r.message_id, r.n, r.principal, k.name, r.first_at, r.last_at, r.times
  from file_read r join message m on m.id = r.message_id left join api_key k on k.id::text = r.principal
  where ($1 = '*' or r.tenant = $1) and r.id < $2::uuid
  order by r.id desc limit $3`;

/** Who looked at files of citizens: for who has to answer for it. */
export function listFileReadsRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/file-reads',
    summary: 'Who read files of citizens, newest first: one entry for each reader, file and day',
    permission: 'file-reads:read',
    params: exact({}),
    query: exact({ municipality: Type.Optional(MUNICIPALITY_FILTER), ...PAGING }),
    body: Type.Null(),
    response: pageOf(FILE_READ),
    async handle({ query, principal }, context) {
      const { municipality, limit = DEFAULT_LIMIT, cursor } = query;
      const settings = context.settings();
      const tenant = scopeOf(settings, principal, municipality);
      const [after] = cursor === undefined ? [TOP.id] : (readCursor('file-reads', [UUID_SHAPE], cursor) ?? []);
      if (tenant === undefined || after === undefined) {
        return refused(apiProblem(tenant === undefined ? 'MUNICIPALITY_UNKNOWN' : 'CURSOR_INVALID'));
      }
      const rows = await asTenant(context.store, 'api.read', tenant, (sql) =>
        sql.query<Row>(READS, [tenant, after, limit + 1]),
      );
      const page = cutPage(rows, limit, (last) => writeCursor('file-reads', [last.id]));
      const items = page.rows.map((row) => ({
        municipality: nameOf(settings, row.tenant),
        ticketId: row.ticket_id,
        attachmentId: `${row.message_id}.${row.n}`,
        reader: { keyId: row.principal, name: row.name },
        ...{ firstAt: instant(row.first_at), lastAt: instant(row.last_at), times: row.times },
      }));
      return ok({ items, next: page.next });
    },
  });
}
