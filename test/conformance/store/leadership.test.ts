import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noFailpoint } from '../../../src/platform/store/failpoint.js';
import { migrate } from '../../../src/platform/store/migrate.js';
import { openPostgres } from '../../../src/platform/store/postgres.js';
import type { Database, Leadership } from '../../../src/platform/store/store.js';
import { freshDatabase } from '../../support/fresh-database.js';
import { eventually } from '../../support/schakel/eventually.js';

let one: Database;
let other: Database;

beforeAll(async () => {
  const url = await freshDatabase();
  const open = (): Database =>
    openPostgres({
      ...{ url, failpoint: noFailpoint, connections: { intake: 1, handling: 1, api: 1 } },
      onConnectionLost: () => undefined,
    });
  one = open();
  other = open();
  await migrate(one.owner);
});
afterAll(async () => {
  await one.close();
  await other.close();
});

/** Ends the session that holds the lock, as a restart of the server does. */
async function endTheLeader(): Promise<void> {
  await other.owner.query(
    `select pg_terminate_backend(pid) from pg_locks
     where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
  );
}

describe('the lead', () => {
  it('belongs to one at a time, and is free again when it was released', async () => {
    const leadership = await one.tryLeadership('one at a time');
    expect(leadership?.isHeld()).toBe(true);
    expect(await other.tryLeadership('one at a time')).toBeUndefined();
    await leadership?.release();
    const next = await eventually<Leadership>('the next one', () => other.tryLeadership('one at a time'));
    expect(next.isHeld()).toBe(true);
    expect(leadership?.isHeld()).toBe(false);
    await next.release();
  });

  it('that is lost with its connection gives the connection back', async () => {
    for (let round = 0; round < 3; round += 1) {
      const leadership = await eventually<Leadership>('the lead', () => one.tryLeadership('lost'));
      await endTheLeader();
      await eventually('the loss', () => !leadership.isHeld());
      // The only connection of this pool: one that was kept would be waited for in vain.
      expect(await one.handling.query('select 1 as one')).toEqual([{ one: 1 }]);
      await leadership.release();
    }
  });
});
