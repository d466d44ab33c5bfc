import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '../../src/domain/ids.js';
import { claimDeliveries } from '../../src/handling/deliver/claim.js';
import { migrate } from '../../src/platform/store/migrate.js';
import type { Database } from '../../src/platform/store/store.js';
import { postgresDatabase } from '../support/postgres-database.js';

const TARGETS = ['x:1', 'x:2', 'x:3', 'x:4'];
const OF_APP = 6;

let db: Database;

beforeAll(async () => {
  db = await postgresDatabase(8);
  await migrate(db.owner);
});
afterAll(() => db.close());

async function claimed(target: string): Promise<number> {
  const { deliveries } = await claimDeliveries(db.handling, {
    ...{ target, maxInFlight: 10, maxBatch: 10, leaseMs: 60_000, owner: 'test', weights: new Map() },
    rates: [{ limit: OF_APP, perSeconds: 3600, scope: 'app' }],
    app: { name: 'app:x:1', targets: TARGETS },
  });
  return deliveries.length;
}

it('accounts of one app that claim at once never exceed its rate together, and none gets nothing', async () => {
  for (const target of TARGETS) {
    for (let count = 0; count < 10; count += 1) {
      await db.owner.query(
        `insert into delivery (id, tenant, ticket_id, seq, target, kind, event_id, state, next_attempt_at, way)
         values ($1, 'alfa', $1, 1, $2, 'reply', $1, 'due', now(), 'private')`,
        [newId(Date.now()), target],
      );
    }
  }
  const first = await Promise.all(TARGETS.map(claimed));
  expect(first.every((count) => count > 0)).toBe(true);
  await Promise.all(TARGETS.map(claimed));
  const [row] = await db.handling.query<{ count: number }>(
    "select count(*)::int as count from delivery where state = 'in-flight'",
  );
  expect(row?.count).toBe(OF_APP);
});
