import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { openEmbedded } from '../../../src/platform/store/embedded.js';
import { noFailpoint } from '../../../src/platform/store/failpoint.js';
import { migrate } from '../../../src/platform/store/migrate.js';
import { openPostgres } from '../../../src/platform/store/postgres.js';
import type { Database } from '../../../src/platform/store/store.js';
import { embeddedDatabase } from '../../support/embedded-database.js';
import { EMBEDDED_LOGIN, goOnAsOrdinaryLogin, ownDatabase, type Rights } from '../../support/ordinary-login.js';

// Migrating an embedded store takes seconds where the machine is busy.
jest.setTimeout(60_000);

interface Installed {
  readonly db: Database;
  readonly login: string;
  administer(statements: string): Promise<unknown>;
}

/** The server of the tests may be of any version; the embedded store is newer than 16, where grants changed. */
const PLACES: readonly (readonly [string, (rights: Rights) => Promise<Installed>])[] = [
  [
    'a server',
    async (rights) => {
      const own = await ownDatabase(rights);
      const db = openPostgres({
        ...{ url: own.url, failpoint: noFailpoint, connections: { intake: 1, handling: 1, api: 1 } },
        onConnectionLost: () => undefined,
      });
      return { ...own, db };
    },
  ],
  [
    'the embedded store',
    async (rights) => {
      const db = await openEmbedded({ folder: undefined, failpoint: noFailpoint });
      await goOnAsOrdinaryLogin(db, rights);
      const administer = async (statements: string): Promise<void> => {
        await db.owner.query('set session authorization postgres');
        await db.owner.query(statements);
        await db.owner.query(`set session authorization ${EMBEDDED_LOGIN}`);
      };
      return { db, login: EMBEDDED_LOGIN, administer };
    },
  ],
];

async function rolesOfPools({ db }: Installed): Promise<readonly string[]> {
  const roles: string[] = [];
  for (const pool of [db.intake, db.handling, db.api]) {
    const [row] = await pool.query<{ who: string }>('select current_user::text as who');
    roles.push(row?.who ?? '');
  }
  return roles;
}

async function memberships({ db, login }: Installed): Promise<unknown> {
  return db.owner.query(
    `select r.rolname::text as role, count(*)::int as grants from pg_auth_members m join pg_roles r on r.oid = m.roleid
     where m.member = to_regrole($1) group by 1 order by 1`,
    [login],
  );
}

describe.each(PLACES)('a login that is no superuser, on %s', (_, install) => {
  let installed: Installed | undefined;
  afterEach(async () => {
    await installed?.db.close();
  });

  it('makes the roles where it may, and its pools take them', async () => {
    installed = await install('createrole');
    expect(await migrate(installed.db.owner)).toContain('0001_foundation.sql');
    expect(await rolesOfPools(installed)).toEqual(['schakel_intake', 'schakel_handling', 'schakel_api']);
    const before = await memberships(installed);
    expect(await migrate(installed.db.owner)).toEqual([]);
    expect(await memberships(installed)).toEqual(before);
  });

  it('is told what an administrator has to run where it may not, and that is enough', async () => {
    installed = await install('nocreaterole');
    const told = await migrate(installed.db.owner).then(
      () => '',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    expect(told).toContain(`The login ${installed.login} may not give itself the roles that Schakel works with.`);
    expect(await installed.db.owner.query("select to_regclass('ticket')::text as ticket")).toEqual([{ ticket: null }]);

    await installed.administer([...told.matchAll(/^ {2}(.+;)$/gm)].map(([, statement]) => statement).join('\n'));
    expect(await migrate(installed.db.owner)).toContain('0001_foundation.sql');
    expect(await rolesOfPools(installed)).toEqual(['schakel_intake', 'schakel_handling', 'schakel_api']);
  });
});

describe('a superuser', () => {
  it('takes the roles without being a member of any', async () => {
    const db = await embeddedDatabase();
    expect(await memberships({ db, login: 'postgres', administer: () => Promise.resolve() })).toEqual([]);
    await db.close();
  });
});
