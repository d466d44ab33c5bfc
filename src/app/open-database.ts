import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSigningKey, type SigningKey } from '../billing/index.js';
import { ExpectedFailure } from '../domain/expected-failure.js';
import { createSealer, type Sealer } from '../platform/crypto/sealer.js';
import type { Log } from '../platform/log/log.js';
import { deadlyFailpoint, noFailpoint } from '../platform/store/failpoint.js';
import type { Database } from '../platform/store/store.js';
import type { Environment } from './environment.js';

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/**
 * PostgreSQL when its address is given, the embedded store in the data folder otherwise.
 *
 * @param statementMs longest time of one statement, milliseconds, where it is not that of a worker
 */
export async function openDatabase(environment: Environment, log: Log, statementMs?: number): Promise<Database> {
  const failpoint = environment.failpoint === undefined ? noFailpoint : deadlyFailpoint(environment.failpoint, die);
  // The other store is not loaded: it would only make every start later.
  if (environment.databaseUrl === undefined) {
    const { openEmbedded } = await import('../platform/store/embedded.js');
    return openEmbedded({ folder: environment.dataDir, failpoint });
  }
  const { openPostgres } = await import('../platform/store/postgres.js');
  return openPostgres({
    url: environment.databaseUrl,
    failpoint,
    connections: { intake: 4, handling: 8, api: 6 },
    ...(statementMs === undefined ? {} : { statementMs }),
    onConnectionLost: (error) => {
      log.warn({ error }, 'a database connection was lost and will be replaced');
    },
  });
}

/** A secret of this installation that is made at the first start and kept in the data folder, for its owner only. */
export function keptSecret(dataDir: string, name: string, bytes = 32): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, name);
  try {
    writeFileSync(file, randomBytes(bytes).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * Signs statements of use. Processes on a cluster come and go with their folders, so there it has to be given.
 *
 * @throws a sentence when a real database is used without a key
 */
export function openSigningKey({ statementKey, databaseUrl, dataDir }: Environment): SigningKey {
  if (statementKey === undefined && databaseUrl !== undefined) {
    throw new ExpectedFailure('SCHAKEL_STATEMENT_KEY is not set. Make one with: openssl rand -base64 32');
  }
  return createSigningKey(statementKey ?? keptSecret(dataDir, 'statement-key'));
}

/**
 * Seals what waits in the inbox. Several processes must share the key, so a cluster has to be given one.
 *
 * @throws a sentence when a real database is used without a key
 */
export function openSealer(environment: Environment): Sealer {
  return createSealer(encryptionKey(environment));
}

/** @throws a sentence when a real database is used without a key */
export function encryptionKey(environment: Environment): string {
  if (environment.encryptionKey === undefined && environment.databaseUrl !== undefined) {
    throw new ExpectedFailure('SCHAKEL_ENCRYPTION_KEY is not set. Make one with: openssl rand -base64 32');
  }
  return environment.encryptionKey ?? keptSecret(environment.dataDir, 'encryption-key');
}

/** Hashes the addresses of visitors of the counter, the same in every process. It tells nothing of the key it is made of. */
export function openAddressKey(environment: Environment): Buffer {
  return createHmac('sha256', encryptionKey(environment)).update('schakel addresses of visitors').digest();
}
