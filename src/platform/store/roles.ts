import { ExpectedFailure } from '../../domain/expected-failure.js';
import { sqlStateOf } from './sql-state.js';
import type { Sql } from './store.js';

/** The roles that pools take. They belong to the server: its databases share them. */
const ROLES = ['schakel_intake', 'schakel_handling', 'schakel_api'] as const;

const INSUFFICIENT_PRIVILEGE = '42501';

/** The login may not make the roles or give them to itself; the message holds the statements that do. */
export class RolesRefused extends ExpectedFailure {}

interface Need {
  /** The login, quoted. Pools set their role as who logged in, whatever role that login starts with. */
  readonly login: string;
  readonly missing: readonly string[];
  readonly notGranted: readonly string[];
  readonly canLimitGrants: boolean;
}

async function needOf(sql: Sql): Promise<Need> {
  const [server] = await sql.query<{ login: string; version: number }>(
    `select quote_ident(session_user) as login, current_setting('server_version_num')::int as version`,
  );
  const canLimitGrants = (server?.version ?? 0) >= 160_000;
  // From version 16 on, who made a role is a member of it that may not set it.
  const rows = await sql.query<{ name: string; exists: boolean; may_set: boolean }>(
    `select name, r.oid is not null as exists, coalesce(pg_has_role(session_user, r.oid, $2), false) as may_set
     from unnest($1::text[]) with ordinality as wanted (name, place) left join pg_roles r on r.rolname = wanted.name
     order by place`,
    [ROLES, canLimitGrants ? 'SET' : 'MEMBER'],
  );
  return {
    ...{ login: server?.login ?? '', canLimitGrants },
    missing: rows.filter(({ exists }) => !exists).map(({ name }) => name),
    notGranted: rows.filter(({ may_set: maySet }) => !maySet).map(({ name }) => name),
  };
}

function creation(role: string): string {
  return `create role ${role} nologin noinherit`;
}

/** The login takes a role when it needs it, and has none of its rights meanwhile. */
function grant({ login, notGranted, canLimitGrants }: Need): string {
  return `grant ${notGranted.join(', ')} to ${login}${canLimitGrants ? ' with inherit false, set true' : ''}`;
}

async function create(sql: Sql, role: string): Promise<void> {
  // Another database of this server may be migrated at this moment.
  await sql.query(
    `do $$ begin ${creation(role)}; exception when duplicate_object or unique_violation then null; end $$`,
  );
}

function refusal(need: Need, cause: unknown): RolesRefused {
  const statements = [...need.missing.map(creation), grant(need)].map((statement) => `  ${statement};`);
  return new RolesRefused(
    [
      `The login ${need.login} may not give itself the roles that Schakel works with.`,
      'A database administrator has to run this once, in any database of the server. Then migrate again.',
      ...statements,
    ].join('\n'),
    { cause },
  );
}

/**
 * Sees to it that the roles exist and that pools of this login can take them; changes nothing where that is so.
 *
 * @throws RolesRefused when the login may not do what is missing
 */
export async function takeRoles(sql: Sql): Promise<void> {
  const before = await needOf(sql);
  try {
    for (const role of before.missing) {
      await create(sql, role);
    }
    // A superuser may set every role as soon as there is one.
    const after = await needOf(sql);
    if (after.notGranted.length > 0) {
      await sql.query(grant(after));
    }
  } catch (error) {
    throw sqlStateOf(error) === INSUFFICIENT_PRIVILEGE ? refusal(before, error) : error;
  }
}
