import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Database } from '../../src/platform/store/store.js';
import { freshDatabase } from './fresh-database.js';

export type Rights = 'createrole' | 'nocreaterole';

const ROLES = 'schakel_intake, schakel_handling, schakel_api';

async function asAdministrator(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

export interface OwnDatabase {
  /** The URL with the new login. */
  readonly url: string;
  readonly login: string;
  /** Runs statements as a superuser, as the database administrator would. */
  administer(statements: string): Promise<void>;
}

/**
 * From version 16 on, only who made a role may grant it, and roles are shared by the databases of a server: those that
 * another test made get the login that grant which the server gives a maker.
 */
async function giveWhatMakersGet(client: pg.Client, login: string): Promise<void> {
  const { rows } = await client.query<{ roles: number; version: number }>(
    `select current_setting('server_version_num')::int as version,
       (select count(*)::int from pg_roles where rolname = any (string_to_array($1, ', '))) as roles`,
    [ROLES],
  );
  if ((rows[0]?.version ?? 0) >= 160_000 && (rows[0]?.roles ?? 0) > 0) {
    await client.query(`grant ${ROLES} to ${login} with admin true, inherit false, set false`);
  }
}

/** A new login that is no superuser, and an empty database that it owns. */
export async function ownDatabase(rights: Rights): Promise<OwnDatabase> {
  const administratorUrl = await freshDatabase();
  const url = new URL(administratorUrl);
  const login = `login_${randomBytes(6).toString('hex')}`;
  await asAdministrator(administratorUrl, async (client) => {
    await client.query(`create role ${login} login ${rights} password 'geheim'`);
    await client.query(`alter database ${url.pathname.slice(1)} owner to ${login}`);
    if (rights === 'createrole') {
      await giveWhatMakersGet(client, login);
    }
  });
  url.username = login;
  url.password = 'geheim';
  return {
    url: url.toString(),
    login,
    administer: (statements) =>
      asAdministrator(administratorUrl, async (client) => {
        await client.query(statements);
      }),
  };
}

export const EMBEDDED_LOGIN = 'ordinary';

/** Goes on as a login that is no superuser, on a new embedded database.. */
export async function goOnAsOrdinaryLogin(db: Database, rights: Rights): Promise<void> {
  await db.owner.query(`create role ${EMBEDDED_LOGIN} login ${rights}`);
  await db.owner.query(`grant create on schema public to ${EMBEDDED_LOGIN}`);
  await db.owner.query(`set session authorization ${EMBEDDED_LOGIN}`);
}
