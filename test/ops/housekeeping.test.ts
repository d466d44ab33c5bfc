import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hourlyDuties } from '../../src/app/housekeeping.js';
import { openMetrics } from '../../src/app/recorders.js';
import { noFailpoint } from '../../src/platform/store/failpoint.js';
import { migrate } from '../../src/platform/store/migrate.js';
import { openPostgres } from '../../src/platform/store/postgres.js';
import type { Database } from '../../src/platform/store/store.js';
import { freshDatabase } from '../support/fresh-database.js';

const HOUR = 60 * 60_000;

let db: Database;
/** Somebody who reads for long. */
let reader: Database;

beforeAll(async () => {
  const url = await freshDatabase();
  const open = (): Database =>
    openPostgres({
      ...{ url, failpoint: noFailpoint, connections: { intake: 1, handling: 1, api: 1 } },
      onConnectionLost: () => undefined,
    });
  db = open();
  reader = open();
  await migrate(db.owner);
});
afterAll(async () => {
  await db.close();
  await reader.close();
});

async function lastWeek(): Promise<string> {
  const [week] = await db.owner.query<{ name: string }>(
    "select name from schakel_partitions('intake') order by low desc limit 1",
  );
  return week?.name ?? '';
}

describe('the hourly duties of the scheduler', () => {
  it('show the rows of a default partition, though no partition can be made where they stand', async () => {
    const [, year, month, day] = /(\d{4})_(\d\d)_(\d\d)$/.exec(await lastWeek()) ?? [];
    await db.owner.query(`drop table ${await lastWeek()}`);
    await db.owner.query(
      `insert into intake (id, group_id, receiver, received_at, body)
       values (schakel_uuid_at($1::timestamptz), schakel_uuid_at(now()), 'meta', now(), '')`,
      [`${year}-${month}-${day}T12:00:00Z`],
    );
    const metrics = openMetrics();
    const duties = hourlyDuties(db, metrics, Date.now);
    await expect(duties(['44021'])).rejects.toThrow(/default partition/);
    expect(await metrics.text()).toMatch(/schakel_default_partition_rows\{table="intake"[^}]*\} 1\n/);
    await db.owner.query('delete from intake');
    await duties(['44021']);
    expect(await lastWeek()).toBe(`intake_${year}_${month}_${day}`);
  });

  it('are done once an hour', async () => {
    let nowMs = Date.now();
    const duties = hourlyDuties(db, openMetrics(), () => nowMs);
    await duties(['44021']);
    const week = await lastWeek();
    await db.owner.query(`drop table ${week}`);
    nowMs += HOUR - 1;
    await duties(['44021']);
    expect(await lastWeek()).not.toBe(week);
    nowMs += 1;
    await duties(['44021']);
    expect(await lastWeek()).toBe(week);
  });

  it('forget who came to the counter as soon as the bucket is full again', async () => {
    const free = (bucket: string, inMs: number): Promise<unknown> =>
      db.owner.query('insert into counter_quota (bucket, free_ms) values ($1, $2)', [bucket, Date.now() + inMs]);
    await free('full', -1_000);
    await free('empty', 60_000);
    await hourlyDuties(db, openMetrics(), Date.now)(['44021']);
    expect(await db.owner.query('select bucket from counter_quota')).toEqual([{ bucket: 'empty' }]);
  });

  it('forget who read a file after 800 days, and the file counts them no more', async () => {
    const message = '019ad000-0000-7000-8000-000000000001';
    await db.owner.query(
      `insert into media (message_id, n, tenant, channel, account, type, policy, state, reads)
       values ($1, 1, 't', 'chat', 'page', 'image', 'link', 'linked', 5)`,
      [message],
    );
    const read = (daysAgo: number, times: number): Promise<unknown> =>
      db.owner.query(
        `insert into file_read (id, tenant, message_id, n, principal, day, first_at, last_at, times)
         values (gen_random_uuid(), 't', $1, 1, 'key', current_date - $2::int, now(), now(), $3)`,
        [message, daysAgo, times],
      );
    await read(801, 2);
    await read(799, 3);
    await hourlyDuties(db, openMetrics(), Date.now)(['44021']);
    expect(await db.owner.query('select times from file_read')).toEqual([{ times: 3 }]);
    expect(await db.owner.query('select reads from media')).toEqual([{ reads: 3 }]);
  });

  it('give way to a long read, so that nobody who posts waits behind them', async () => {
    await reader.handling.transaction('api.read', async (sql) => {
      await sql.query('select count(*) from intake');
      await expect(db.owner.query("select schakel_drop_raw_partitions(now() + interval '90 days')")).rejects.toThrow(
        /lock timeout/,
      );
    });
    expect(
      await db.owner.query("select schakel_drop_raw_partitions(now() + interval '90 days') > 0 as dropped"),
    ).toEqual([{ dropped: true }]);
  });
});
