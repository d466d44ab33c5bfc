import { noFailpoint } from '../../src/platform/store/failpoint.js';
import { openPostgres } from '../../src/platform/store/postgres.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabaseUrl } from '../support/newest-database.js';
import { fillWithRealData } from './real-data.js';

export interface FilledPostgres {
  readonly url: string;
  readonly db: Database;
  close(): Promise<void>;
}

/** A database of its own on a real PostgreSQL, filled by the real pipeline. */
export async function filledPostgres(): Promise<FilledPostgres> {
  const url = await newestDatabaseUrl();
  const db = openPostgres({
    url,
    failpoint: noFailpoint,
    connections: { intake: 1, handling: 2, api: 1 },
    onConnectionLost: () => undefined,
  });
  await fillWithRealData(db);
  return { url, db, close: () => db.close() };
}
