import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../src/domain/ids.js';
import { claimDeliveries } from '../../src/handling/deliver/claim.js';
import { migrate } from '../../src/platform/store/migrate.js';
import type { Database, Store } from '../../src/platform/store/store.js';
import { postgresDatabase } from '../support/postgres-database.js';

const TARGET = 'zammad';

let db: Database;

beforeAll(async () => {
  db = await postgresDatabase();
  await migrate(db.owner);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.owner.query('truncate delivery, breaker');
  const id = newId(Date.now());
  await db.owner.query(
    `insert into delivery (id, tenant, ticket_id, seq, target, kind, event_id, state, code, next_attempt_at)
     values ($1, 'alfa', $1, 1, $2, 'opened', $1, 'parked', 'ZAMMAD_TOKEN_INVALID', now())`,
    [id, TARGET],
  );
});

/** Puts settings in force, with a token that lives. */
async function applied(hash: string, from = new Date(0)): Promise<string> {
  await db.owner.query("insert into settings_snapshot (hash, body, author) values ($1, '{}', 'test')", [hash]);
  const [row] = await db.owner.query<{ id: string }>(
    'insert into settings_activation (hash, effective_from, author) values ($1, $2, $3) returning id::text as id',
    [hash, from, 'test'],
  );
  return row?.id ?? '';
}

async function redriven(): Promise<void> {
  await db.owner.query("update delivery set state = 'due' where state = 'parked'");
}

/** What a worker takes with the settings of an activation. */
async function claimedWith(activation: string, store: Store = db.handling): Promise<number> {
  const request = { target: TARGET, maxInFlight: 10, maxBatch: 10, leaseMs: 60_000, owner: 'test', weights: new Map() };
  return (await claimDeliveries(store, { ...request, activation })).deliveries.length;
}

it('what was redriven after new settings is left to whoever has them', async () => {
  const before = await applied('first');
  const after = await applied('second');
  await redriven();
  expect(await claimedWith(before)).toBe(0);
  expect(await claimedWith(after)).toBe(1);
});

it('who has older settings does not take the probe of an open breaker either', async () => {
  const before = await applied('older');
  const after = await applied('newer');
  await db.owner.query(
    "insert into breaker (target, state, open_until) values ($1, 'open', now()) on conflict (target) do nothing",
    [TARGET],
  );
  await redriven();
  expect(await claimedWith(before)).toBe(0);
  expect(await claimedWith(after)).toBe(1);
});

it('settings that are not in force yet change nothing', async () => {
  const now = await applied('third');
  await applied('fourth', new Date(Date.now() + 3_600_000));
  await redriven();
  expect(await claimedWith(now)).toBe(1);
});

it('also when they come, and the redrive with them, in the middle of a claim', async () => {
  const before = await applied('fifth');
  let after = '';
  const store: Store = {
    ...db.handling,
    transaction: (point, work) =>
      db.handling.transaction(point, (sql) =>
        work({
          async query(text, values) {
            if (text.includes('with recursive tenants')) {
              after = await applied('sixth');
              await redriven();
            }
            return sql.query(text, values);
          },
        }),
      ),
  };
  expect(await claimedWith(before, store)).toBe(0);
  expect(await claimedWith(after)).toBe(1);
});
