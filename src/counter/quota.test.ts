import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Database } from '../platform/store/store.js';
import { newestDatabase } from '../../test/support/newest-database.js';
import { LIMITS, ownBuckets, type Limit, type Visit } from './limits.js';
import { admit } from './quota.js';

const KEY = Buffer.alloc(32, 7);
const NOW = 1_795_600_000_000;

let db: Database;
beforeAll(async () => {
  db = await newestDatabase();
});
afterAll(async () => {
  await db.close();
});
beforeEach(async () => {
  await db.owner.query('truncate counter_quota');
});

function visit(change: Partial<Visit> = {}): Visit {
  return { does: 'write', account: 'brugge-loket', conversation: 'gesprek', network: '192.0.2.1', ...change };
}

async function come(times: number, who: Visit, atMs = NOW): Promise<number> {
  let admitted = 0;
  for (let n = 0; n < times; n += 1) {
    admitted += (await admit(db.api, who, KEY, atMs)).ok ? 1 : 0;
  }
  return admitted;
}

/** A bucket as everybody imagines it: tokens that come back. */
function slowBucket({ burst, everyMs }: Limit, timesMs: readonly number[]): readonly boolean[] {
  let tokens = burst;
  let beforeMs = timesMs[0] ?? 0;
  return timesMs.map((atMs) => {
    tokens = Math.min(burst, tokens + (atMs - beforeMs) / everyMs);
    beforeMs = atMs;
    // A thousandth, because fractions of tokens do not add up exactly.
    const isIn = tokens >= 1 - 1e-3;
    tokens -= isIn ? 1 : 0;
    return isIn;
  });
}

describe('the limits of the counter', () => {
  it('let a session write as often as its bucket holds, and then as often as it fills', async () => {
    const { burst, everyMs } = LIMITS.write.session;
    expect(await come(burst + 5, visit())).toBe(burst);
    expect(await admit(db.api, visit(), KEY, NOW)).toEqual({ ok: false, retryAfterSeconds: everyMs / 1000 });
    expect(await come(2, visit(), NOW + everyMs)).toBe(1);
  });

  it('are those of a bucket whose tokens come back, whenever somebody comes', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 4 * LIMITS.write.session.everyMs }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(gaps, async (given) => {
        await db.owner.query('truncate counter_quota');
        const times: number[] = [];
        for (const gap of [0, ...given]) {
          times.push((times.at(-1) ?? NOW) + gap);
        }
        const found: boolean[] = [];
        for (const atMs of times) {
          found.push((await admit(db.api, visit(), KEY, atMs)).ok);
        }
        expect(found).toEqual(slowBucket(LIMITS.write.session, times));
      }),
      { numRuns: 15 },
    );
  });

  it('hold for a network that makes a new session for each message, and for nobody beside it', async () => {
    const { burst } = LIMITS.write.network;
    let admitted = 0;
    for (let n = 0; n < burst + 10; n += 1) {
      admitted += await come(1, visit({ conversation: `gesprek ${n}` }));
    }
    expect(admitted).toBe(burst);
    expect(await come(1, visit({ conversation: 'een ander', network: '192.0.2.2' }))).toBe(1);
  });

  it('cost the others nothing for what was refused', async () => {
    await come(LIMITS.write.account.burst, visit());
    // Of three hundred attempts ten were let in: the bucket of all holds the rest.
    const others = Array.from({ length: 20 }, (_, n) =>
      visit({ conversation: `ander ${n}`, network: `198.51.100.${n}` }),
    );
    const admitted = await Promise.all(others.map((who) => come(1, who)));
    expect(admitted).toEqual(others.map(() => 1));
  });

  it('bound what a crowd of networks can do to one account, and leave another account alone', async () => {
    const { burst } = LIMITS.write.account;
    const crowd = Array.from({ length: burst + 20 }, (_, n) => visit({ conversation: `g${n}`, network: `net ${n}` }));
    const admitted = await Promise.all(crowd.map((who) => come(1, who)));
    expect(admitted.filter((one) => one === 1)).toHaveLength(burst);
    expect(await come(1, visit({ account: 'gent-loket' }))).toBe(1);
  });

  it('are kept under names that tell no address, and others tomorrow', async () => {
    await come(1, visit());
    const rows = await db.owner.query<{ bucket: string }>('select bucket from counter_quota');
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/192\.0\.2|gesprek|brugge/);
    const names = (atMs: number, key = KEY): readonly string[] =>
      ownBuckets(visit(), key, atMs).map(({ name }) => name);
    expect(names(NOW)).toEqual(names(NOW + 1));
    expect(names(NOW + 86_400_000)).not.toEqual(names(NOW));
    expect(names(NOW, Buffer.alloc(32, 8))).not.toEqual(names(NOW));
  });
});
