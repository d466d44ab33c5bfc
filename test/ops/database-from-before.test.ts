import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrate, migrationsIn } from '../../src/platform/store/migrate.js';
import type { Database } from '../../src/platform/store/store.js';
import { postgresDatabase } from '../support/postgres-database.js';

const ALL = migrationsIn('src/platform/store/migrations');
const BEFORE = ALL.filter(({ name }) => name < '0007');

const FACT = `
  insert into ticket_event (ticket_id, seq, tenant, type, event_id, settings_hash, occurred_at, received_at, data)
  values (gen_random_uuid(), 1, 't', 'ticket.opened', schakel_uuid_at(now()), 'hash', now(), now(), '{}')`;

let db: Database;

beforeEach(async () => {
  db = await postgresDatabase();
  await migrate(db.owner, BEFORE);
});
afterEach(() => db.close());

describe('a database from before clocks were made of facts', () => {
  it('is refused when it holds tickets, with what to do, and stays as it is', async () => {
    await db.owner.query(FACT);
    await expect(migrate(db.owner, ALL)).rejects.toThrow('Start with a new database or data folder.');
    expect(await db.owner.query('select count(*)::int as n from ticket_event')).toEqual([{ n: 1 }]);
    expect(await migrate(db.owner, BEFORE)).toEqual([]);
  });

  it('goes on when it is empty', async () => {
    expect(await migrate(db.owner, ALL)).toEqual(ALL.slice(BEFORE.length).map(({ name }) => name));
  });
});
