import { Type, type Static } from 'typebox';
import { idOfName, newId, type Id } from '../../domain/ids.js';
import type { Sql } from '../../platform/store/store.js';
import { exact, ID, INSTANT, instant, nullable } from '../fields.js';
import { findMunicipality } from '../municipality.js';
import { apiProblem } from '../problems.js';
import { defineRoute, ok, refused, type Answer, type ApiContext, type Route } from '../route.js';
import { asTenant } from '../tenant-sql.js';

/** A crisis ends by itself: nobody forgets for months that promises are off. */
const MAX_DAYS = 14;
const DAY_MS = 86_400_000;

const PARAMS = exact({ nis: Type.String({ description: 'NIS code, OVO code or a retired NIS code.' }) });
const REASON = Type.String({ minLength: 3, maxLength: 500, pattern: '\\S', description: 'Kept with the tickets.' });
const BODY = exact({
  mode: Type.Enum(['suspend', 'relax'], {
    description: 'Suspended promises count no time at all; relaxed ones count at a part of the speed.',
  }),
  factor: Type.Optional(
    Type.Number({ exclusiveMinimum: 1, maximum: 10, description: 'For "relax": how many minutes count as one.' }),
  ),
  until: Type.String({ format: 'date-time', description: `At most ${MAX_DAYS} days ahead; it ends by itself.` }),
  reason: REASON,
});
const CRISIS = exact(
  {
    id: ID,
    mode: Type.Enum(['suspend', 'relax']),
    factor: Type.Number(),
    from: INSTANT,
    until: INSTANT,
    reason: Type.String(),
    author: Type.String(),
    endedEarlyBy: nullable(Type.String()),
  },
  'Crisis',
);

interface Row {
  readonly id: string;
  readonly from_at: Date;
  readonly until_at: Date;
  readonly author: string;
  readonly data: {
    readonly mode: 'suspend' | 'relax';
    readonly factor: number;
    readonly reason: string;
    readonly endedBy?: string;
  };
  readonly ended_by: string | null;
}

const SELECT = `
  select c.id, c.from_at, c.until_at, c.author, c.data, e.author as ended_by
  from sla_change c
  left join sla_change e on e.tenant = c.tenant and e.kind = 'crisis-ended' and e.data->>'crisisId' = c.id::text
  where c.tenant = $1 and c.kind = 'crisis'`;

function crisisAnswer(row: Row): Static<typeof CRISIS> {
  const { mode, factor, reason } = row.data;
  return {
    ...{ id: row.id, mode, factor, reason, author: row.author, endedEarlyBy: row.ended_by },
    from: instant(row.from_at),
    until: instant(row.until_at),
  };
}

/** The same request gives the same id, so the primary key takes it once. */
function changeId(principal: string, key: string, tenant: string): Id {
  return idOfName(JSON.stringify(['crisis', principal, key, tenant]));
}

interface Declared {
  readonly tenant: string;
  readonly principal: { readonly id: string; readonly name: string };
  readonly idempotencyKey: string;
}

function tenantOf(context: ApiContext, principal: Parameters<typeof findMunicipality>[1], nis: string) {
  return findMunicipality(context.settings(), principal, nis)?.tenant;
}

async function activeCrisis(sql: Sql, tenant: string, now: Date): Promise<Row | undefined> {
  const [row] = await sql.query<Row>(
    `${SELECT} and c.from_at <= $2 and c.until_at > $2 order by c.from_at desc limit 1`,
    [tenant, now],
  );
  return row;
}

async function declare(
  sql: Sql,
  { tenant, principal, idempotencyKey }: Declared,
  body: Static<typeof BODY>,
  now: Date,
): Promise<Answer<Static<typeof CRISIS>>> {
  const id = changeId(principal.id, idempotencyKey, tenant);
  const data = { mode: body.mode, factor: body.mode === 'relax' ? (body.factor ?? 2) : 1, reason: body.reason };
  const [known] = await sql.query<Row>(`${SELECT} and c.id = $2`, [tenant, id]);
  if (known !== undefined) {
    const isSame =
      JSON.stringify([known.data.mode, known.data.factor, known.data.reason]) === JSON.stringify(Object.values(data));
    return isSame ? ok(crisisAnswer(known)) : refused(apiProblem('IDEMPOTENCY_KEY_REUSED'));
  }
  const until = new Date(body.until);
  if (!(until > now) || until.getTime() - now.getTime() > MAX_DAYS * DAY_MS) {
    return refused(apiProblem('CRISIS_END_INVALID'));
  }
  if ((await activeCrisis(sql, tenant, now)) !== undefined) {
    return refused(apiProblem('CRISIS_UNDER_WAY'));
  }
  await sql.query(
    `insert into sla_change (id, tenant, kind, from_at, until_at, data, author) values ($1, $2, 'crisis', $3, $4, $5, $6)`,
    [id, tenant, now, until, JSON.stringify(data), principal.name],
  );
  const [made] = await sql.query<Row>(`${SELECT} and c.id = $2`, [tenant, id]);
  return made === undefined ? refused(apiProblem('MUNICIPALITY_UNKNOWN')) : ok(crisisAnswer(made));
}

async function end(sql: Sql, { tenant, principal }: Declared, reason: string, now: Date) {
  const active = await activeCrisis(sql, tenant, now);
  if (active === undefined) {
    // Ended already: said again, it is no other wish.
    const [last] = await sql.query<Row>(`${SELECT} order by c.from_at desc limit 1`, [tenant]);
    return last === undefined ? refused(apiProblem('NO_CRISIS')) : ok(crisisAnswer(last));
  }
  await sql.query('update sla_change set until_at = $2 where id = $1', [active.id, now]);
  await sql.query(
    `insert into sla_change (id, tenant, kind, from_at, data, author) values ($1, $2, 'crisis-ended', $3, $4, $5)`,
    [newId(now.getTime()), tenant, now, JSON.stringify({ crisisId: active.id, reason }), principal.name],
  );
  return ok(crisisAnswer({ ...active, until_at: now, ended_by: principal.name }));
}

/** A crisis of a municipality: its promises are suspended or relaxed, with a reason and an end. */
export function crisisRoutes(): Route[] {
  const words = { params: PARAMS, query: exact({}), permission: 'crisis:declare' } as const;
  return [
    defineRoute({
      ...words,
      method: 'post',
      path: '/municipalities/{nis}/crisis',
      summary: 'Suspend or relax the promises of a municipality until a moment, with a reason',
      body: BODY,
      response: CRISIS,
      async handle({ params, principal, body, idempotencyKey }, context) {
        const tenant = tenantOf(context, principal, params.nis);
        if (tenant === undefined) {
          return refused(apiProblem('MUNICIPALITY_UNKNOWN'));
        }
        return asTenant(context.store, 'api.crisis', tenant, (sql) =>
          declare(sql, { tenant, principal, idempotencyKey }, body, new Date(context.nowMs())),
        );
      },
    }),
    defineRoute({
      ...words,
      method: 'post',
      path: '/municipalities/{nis}/crisis/end',
      summary: 'End a crisis before its time',
      body: exact({ reason: REASON }),
      response: CRISIS,
      async handle({ params, principal, body, idempotencyKey }, context) {
        const tenant = tenantOf(context, principal, params.nis);
        if (tenant === undefined) {
          return refused(apiProblem('MUNICIPALITY_UNKNOWN'));
        }
        return asTenant(context.store, 'api.crisis', tenant, (sql) =>
          end(sql, { tenant, principal, idempotencyKey }, body.reason, new Date(context.nowMs())),
        );
      },
    }),
    defineRoute({
      ...words,
      method: 'get',
      path: '/municipalities/{nis}/crisis',
      summary: 'The crises of a municipality, newest first',
      permission: 'municipalities:read',
      body: Type.Null(),
      response: exact({ items: Type.Array(CRISIS) }),
      async handle({ params, principal }, context) {
        const tenant = tenantOf(context, principal, params.nis);
        if (tenant === undefined) {
          return refused(apiProblem('MUNICIPALITY_UNKNOWN'));
        }
        const rows = await asTenant(context.store, 'api.read', tenant, (sql) =>
          sql.query<Row>(`${SELECT} order by c.from_at desc limit 200`, [tenant]),
        );
        return ok({ items: rows.map(crisisAnswer) });
      },
    }),
  ];
}
