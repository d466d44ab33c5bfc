import { createHash } from 'node:crypto';
import pg from 'pg';
import { projectPath } from '../../src/platform/files/project-path.js';
import { migrate, migrationsIn } from '../../src/platform/store/migrate.js';
import type { Database } from '../../src/platform/store/store.js';
import { freshDatabase, testServerUrl } from './fresh-database.js';
import { openTestDatabase } from './postgres-database.js';

function templateName(): string {
  const hash = createHash('sha256');
  for (const migration of migrationsIn(projectPath('src/platform/store/migrations'))) {
    hash.update(`${migration.name} ${migration.hash}\n`);
  }
  return `schakel_newest_${hash.digest('hex').slice(0, 16)}`;
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  return (await client.query('select 1 from pg_database where datname = $1', [name])).rowCount === 1;
}

/** Makes the template under another name first, and one suite at a time: no suite copies half of it. */
async function makeTemplate(client: pg.Client, name: string): Promise<void> {
  await client.query('select pg_advisory_lock(7212017)');
  if (await exists(client, name)) {
    return;
  }
  const url = await freshDatabase();
  const db = openTestDatabase(url, 1);
  await migrate(db.owner);
  await db.close();
  await client.query(`alter database ${new URL(url).pathname.slice(1)} rename to ${name}`);
}

/**
 * The URL of a database of its own on the test server, with the newest schema and no rows. It is a copy of a template,
 * which the first suite makes: migrating takes ten times as long as copying.
 */
export async function newestDatabaseUrl(): Promise<string> {
  const template = templateName();
  const client = new pg.Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    if (!(await exists(client, template))) {
      await makeTemplate(client, template);
    }
  } finally {
    await client.end();
  }
  return freshDatabase(template);
}

/** That database, opened. `handling`: how many transactions of the worker may run at once. */
export async function newestDatabase(handling = 2): Promise<Database> {
  return openTestDatabase(await newestDatabaseUrl(), handling);
}
