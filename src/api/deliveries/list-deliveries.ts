import { Type } from 'typebox';
import { DELIVERY_STATES } from '../../domain/vocabulary.js';
import { CODE, exact } from '../fields.js';
import { MUNICIPALITY_FILTER, scopeOf } from '../municipality.js';
import { cutPage, DEFAULT_LIMIT, pageOf, PAGING, readCursor, TOP, UUID_SHAPE, writeCursor } from '../paging.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';
import { DELIVERY_COLUMNS, deliveryAnswer, type DeliveryRow } from '../tickets/ticket-rows.js';
import { DELIVERY } from '../tickets/ticket-schemas.js';

export function listDeliveriesRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/deliveries',
    summary: 'Deliveries, newest first',
    permission: 'deliveries:read',
    params: exact({}),
    query: exact({
      state: Type.Optional(Type.Enum([...DELIVERY_STATES])),
      target: Type.Optional(CODE),
      municipality: Type.Optional(MUNICIPALITY_FILTER),
      ...PAGING,
    }),
    body: Type.Null(),
    response: pageOf(DELIVERY),
    async handle({ query, principal }, context) {
      const { state = null, target = null, municipality, limit = DEFAULT_LIMIT, cursor } = query;
      const settings = context.settings();
      const tenant = scopeOf(settings, principal, municipality);
      const [after] = cursor === undefined ? [TOP.id] : (readCursor('deliveries', [UUID_SHAPE], cursor) ?? []);
      if (tenant === undefined || after === undefined) {
        return refused(apiProblem(tenant === undefined ? 'MUNICIPALITY_UNKNOWN' : 'CURSOR_INVALID'));
      }
      const rows = await asTenant(context.store, 'api.read', tenant, (sql) =>
        sql.query<DeliveryRow>(
          `select ${DELIVERY_COLUMNS} from delivery
           where ($1 = '*' or tenant = $1) and id < $2::uuid
             and ($3::text is null or state = $3) and ($4::text is null or target = $4)
           order by id desc limit $5`,
          [tenant, after, state, target, limit + 1],
        ),
      );
      const page = cutPage(rows, limit, (last) => writeCursor('deliveries', [last.id]));
      return ok({ items: page.rows.map((row) => deliveryAnswer(row, settings)), next: page.next });
    },
  });
}
