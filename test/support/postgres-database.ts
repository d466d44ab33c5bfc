import { noFailpoint } from '../../src/platform/store/failpoint.js';
import { openPostgres } from '../../src/platform/store/postgres.js';
import type { Database } from '../../src/platform/store/store.js';
import { freshDatabase } from './fresh-database.js';

/** A database of its own on the test server, without a table yet. `handling`: how many transactions may run at once. */
export async function postgresDatabase(handling = 2): Promise<Database> {
  return openPostgres({
    ...{ url: await freshDatabase(), failpoint: noFailpoint, onConnectionLost: () => undefined },
    connections: { intake: 1, handling, api: 2 },
  });
}
