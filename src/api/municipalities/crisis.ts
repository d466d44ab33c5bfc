import { Type, type Static } from 'typebox';
import { idOfName, type Id } from '../../domain/ids.js';
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
    /** As it was asked: `until_at` moves when the crisis ends early. */
    readonly until: string;
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
function changeId(kind: 'crisis' | 'crisis-ended', { principal, idempotencyKey, tenant }: Declared): Id {
  return idOfName(JSON.stringify([kind, principal.id, idempotencyKey, tenant]));
}

/** Of several requests at once for one municipality the second sees what the first did. */
async function inTurn(sql: Sql, tenant: string): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('crisis ' || $1))", [tenant]);
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

async function crisisById(sql: Sql, tenant: string, id: string): Promise<Row | undefined> {
  const [row] = await sql.query<Row>(`${SELECT} and c.id = $2`, [tenant, id]);
  return row;
}

function isSame(a: Row['data'], b: Row['data']): boolean {
  return a.mode === b.mode && a.factor === b.factor && a.reason === b.reason && a.until === b.until;
}

async function declare(
  sql: Sql,
  declared: Declared,
  { mode, factor = 2, reason, until: endsAt }: Static<typeof BODY>,
  now: Date,
): Promise<Answer<Static<typeof CRISIS>>> {
  const { tenant, principal } = declared;
  await inTurn(sql, tenant);
  const id = changeId('crisis', declared);
  const until = new Date(endsAt);
  const data = { mode, factor: mode === 'relax' ? factor : 1, reason, until: until.toISOString() };
  const known = await crisisById(sql, tenant, id);
  if (known !== undefined) {
    return isSame(known.data, data) ? ok(crisisAnswer(known)) : refused(apiProblem('IDEMPOTENCY_KEY_REUSED'));
  }
  if (!(until > now) || until.getTime() - now.getTime() > MAX_DAYS * DAY_MS) {
    return refused(apiProblem('CRISIS_END_INVALID'));
  }
  if ((await activeCrisis(sql, tenant, now)) !== undefined) {
    return refused(apiProblem('CRISIS_UNDER_WAY'));
  }
  const author = principal.name;
  await sql.query(
    `insert into sla_change (id, tenant, kind, from_at, until_at, data, author) values ($1, $2, 'crisis', $3, $4, $5, $6)`,
    [id, tenant, now, until, JSON.stringify(data), author],
  );
  return ok(crisisAnswer({ id, from_at: now, until_at: until, author, data, ended_by: null }));
}

/** The crisis that this very request ended before. */
async function endedBefore(sql: Sql, declared: Declared): Promise<Row | undefined> {
  const [ended] = await sql.query<{ crisis: string }>(
    `select data->>'crisisId' as crisis from sla_change where tenant = $1 and id = $2`,
    [declared.tenant, changeId('crisis-ended', declared)],
  );
  return ended === undefined ? undefined : crisisById(sql, declared.tenant, ended.crisis);
}

async function end(sql: Sql, declared: Declared, reason: string, now: Date): Promise<Answer<Static<typeof CRISIS>>> {
  const { tenant, principal } = declared;
  await inTurn(sql, tenant);
  const ended = await endedBefore(sql, declared);
  if (ended !== undefined) {
    return ok(crisisAnswer(ended));
  }
  const active = await activeCrisis(sql, tenant, now);
  if (active === undefined) {
    return refused(apiProblem('NO_CRISIS'));
  }
  await sql.query('update sla_change set until_at = $2 where id = $1', [active.id, now]);
  await sql.query(
    `insert into sla_change (id, tenant, kind, from_at, data, author) values ($1, $2, 'crisis-ended', $3, $4, $5)`,
    [changeId('crisis-ended', declared), tenant, now, JSON.stringify({ crisisId: active.id, reason }), principal.name],
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
