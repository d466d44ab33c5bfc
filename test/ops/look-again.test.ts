import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookAgain } from '../../src/handling/deliver/look-again.js';
import type { Database } from '../../src/platform/store/store.js';
import { embeddedDatabase } from '../support/embedded-database.js';

let db: Database;
beforeAll(async () => {
  db = await embeddedDatabase();
});
afterAll(() => db.close());

describe('an account to which an answer got through after trouble', () => {
  it('is looked at and probed at once where it was thought dead, and no other account is', async () => {
    await db.owner.query(`
      insert into pulled_account (channel, account, next_at, parked) values
        ('x', '1', now() + interval '10 minutes', true), ('x', '2', now() + interval '10 minutes', true),
        ('mastodon', '1', now() + interval '1 minute', false);
      insert into channel_probe (channel, account, next_at, verdict) values
        ('x', '1', now() + interval '5 minutes', 'dead'), ('x', '2', now() + interval '5 minutes', 'dead'),
        ('mastodon', '1', now() + interval '15 minutes', 'well')`);
    await db.handling.transaction('deliver.settle', async (sql) => {
      await lookAgain(sql, 'x:1');
      await lookAgain(sql, 'mastodon:1');
    });
    const due = 'where next_at <= now() order by channel, account';
    expect(await db.owner.query(`select channel, account from pulled_account ${due}`)).toEqual([
      { channel: 'x', account: '1' },
    ]);
    expect(await db.owner.query(`select channel, account from channel_probe ${due}`)).toEqual([
      { channel: 'x', account: '1' },
    ]);
  });
});
