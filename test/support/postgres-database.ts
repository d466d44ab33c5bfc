import { noFailpoint } from '../../src/platform/store/failpoint.js';
import { openPostgres } from '../../src/platform/store/postgres.js';
import type { Database } from '../../src/platform/store/store.js';
import { freshDatabase } from './fresh-database.js';

/** Opens a database of the test server. `handling`: how many transactions of the worker may run at once. */
export function openTestDatabase(url: string, handling: number): Database {
  return openPostgres({
    ...{ url, failpoint: noFailpoint, onConnectionLost: () => undefined },
    connections: { intake: 1, handling, api: 2 },
  });
}

/** A database of its own on the test server, without a table yet. */
export async function postgresDatabase(handling = 2): Promise<Database> {
  return openTestDatabase(await freshDatabase(), handling);
}
