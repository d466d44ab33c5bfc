import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/domain/ids.js';
import { claimDeliveries, type Claim } from '../../src/handling/deliver/claim.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';

let db: Database;

beforeAll(async () => {
  db = await newestDatabase();
});
afterAll(() => db.close());

/** Deliveries that have waited for some minutes, each of a ticket of its own. */
async function waiting(target: string, tenant: string, count: number, minutes: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await db.handling.query(
      `insert into delivery (id, tenant, ticket_id, seq, target, kind, event_id, state, next_attempt_at)
       values ($1, $2, $3, 1, $4, 'opened', $5, 'due', now() - make_interval(mins => $6))`,
      [newId(Date.now()), tenant, newId(Date.now()), target, newId(Date.now()), minutes],
    );
  }
}

function claim(target: string, maxInFlight: number, weights: Record<string, number> = {}): Promise<Claim> {
  return claimDeliveries(db.handling, {
    ...{ target, maxInFlight, maxBatch: 100, leaseMs: 60_000, owner: 'test' },
    weights: new Map(Object.entries(weights)),
  });
}

function shares({ deliveries }: Claim): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { tenant } of deliveries) {
    counts[tenant] = (counts[tenant] ?? 0) + 1;
  }
  return counts;
}

describe('municipalities that wait for one target', () => {
  it('lets a quiet municipality in at once, however much a loud one has waiting', async () => {
    await waiting('alfa', 'loud', 60, 30);
    await waiting('alfa', 'quiet', 3, 0);
    expect(shares(await claim('alfa', 10))).toEqual({ loud: 7, quiet: 3 });
  });

  it('counts what is under way already', async () => {
    await waiting('beta', 'loud', 20, 30);
    expect(shares(await claim('beta', 6))).toEqual({ loud: 6 });
    await waiting('beta', 'quiet', 20, 0);
    expect(shares(await claim('beta', 12))).toEqual({ quiet: 6 });
  });

  it('divides by weight', async () => {
    await waiting('gamma', 'heavy', 30, 0);
    await waiting('gamma', 'light', 30, 0);
    expect(shares(await claim('gamma', 12, { heavy: 3 }))).toEqual({ heavy: 9, light: 3 });
  });

  it('never has more under way than the target may', async () => {
    await waiting('delta', 'loud', 8, 0);
    expect(shares(await claim('delta', 5))).toEqual({ loud: 5 });
    expect(shares(await claim('delta', 5))).toEqual({});
  });
});
