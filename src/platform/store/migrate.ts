import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from '../files/project-path.js';
import { takeRoles } from './roles.js';
import type { Sql, Store } from './store.js';

export interface Migration {
  readonly name: string;
  readonly text: string;
  readonly hash: string;
}

/** The numbered SQL files, in order. */
export function migrationsIn(folder: string): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .toSorted()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return { name, text, hash: createHash('sha256').update(text).digest('hex') };
    });
}

/**
 * The first migration makes the roles too, and asks for the right to make roles also where they exist. They are taken
 * before, so that block has nothing left to do; it stays in the file because files of migrations do not change.
 */
function withoutRoles(text: string): string {
  return text.replace(/^do \$\$\ndeclare role_name text;\n[^$]*\$\$;$/m, '');
}

async function applied(sql: Sql): Promise<Map<string, string>> {
  await sql.query(
    'create table if not exists schema_migration (name text primary key, hash text not null, applied_at timestamptz not null default now())',
  );
  const rows = await sql.query<{ name: string; hash: string }>('select name, hash from schema_migration');
  return new Map(rows.map((row) => [row.name, row.hash]));
}

/**
 * Brings the database to the newest schema in one transaction; several starters at once migrate once.
 *
 * @returns the names of the migrations that were applied now
 * @throws RolesRefused when the login may not take the roles of the pools
 * @throws when an applied migration differs from its file, or the database is newer than this program
 */
export async function migrate(
  owner: Store,
  migrations = migrationsIn(projectPath('src/platform/store/migrations')),
): Promise<string[]> {
  return owner.transaction('store.migrate', async (sql) => {
    // A ledger of millions of entries is written anew in minutes; others wait for that.
    await sql.query("set local statement_timeout = '1h'");
    await sql.query('select pg_advisory_xact_lock(7212016)');
    await takeRoles(sql);
    const known = await applied(sql);
    const done: string[] = [];
    for (const migration of migrations) {
      const hash = known.get(migration.name);
      if (hash !== undefined && hash !== migration.hash) {
        throw new Error(
          `Migration ${migration.name} was changed after it ran on this database. Add a new migration instead.`,
        );
      }
      if (hash === undefined) {
        await sql.query(withoutRoles(migration.text));
        await sql.query('insert into schema_migration (name, hash) values ($1, $2)', [migration.name, migration.hash]);
        done.push(migration.name);
      }
      known.delete(migration.name);
    }
    const newer = [...known.keys()];
    if (newer.length > 0) {
      throw new Error(
        `The database has migrations that this version does not know: ${newer.join(', ')}. Start the newer version.`,
      );
    }
    return done;
  });
}
