import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readHistory } from '../../src/app/read-history.js';
import { askHistory, lastPostedAt, pullAccounts, type PulledAccount } from '../../src/intake/index.js';
import { createSealer } from '../../src/platform/crypto/sealer.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';

const KEY = { channel: 'facebook', account: '104' };
const sealer = createSealer(Buffer.alloc(32, 1).toString('base64'));

let db: Database;
let asked: { readonly sinceMs: number; readonly page: string | null }[];
let pages: readonly string[];

/** Reads the pages of a test one after the other; each is a body. */
const account: PulledAccount = {
  ...{ ...KEY, receiver: 'meta', everyMs: () => 86_400_000, onlyWhenAsked: true },
  pull: (cursor) =>
    readHistory(
      {
        read: ({ sinceMs, page }) => {
          asked.push({ sinceMs, page });
          const at = Number(page ?? 0);
          const body = Buffer.from(pages[at] ?? '');
          return Promise.resolve({ kind: 'pulled', body, cursor: String(at + 1), hasMore: at + 1 < pages.length });
        },
      },
      ...([
        KEY.account,
        cursor,
        { http: () => Promise.reject(new Error()), baseUrl: '', settings: {}, nowMs: 0 },
      ] as const),
    ),
};

async function turns(): Promise<void> {
  const deps = { store: db.handling, sealer, accounts: () => [account], now: Date.now, random: () => 1 };
  while ((await pullAccounts({ ...deps, onTaken: () => undefined, onFailed: () => undefined })) === 'more') {
    // The next page.
  }
}

async function taken(): Promise<readonly unknown[]> {
  return db.handling.query('select pulled_channel, account from intake');
}

beforeAll(async () => {
  db = await newestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.owner.query('truncate pulled_account, intake, intake_group');
  [asked, pages] = [[], ['a', 'b']];
});

describe('the history of an account', () => {
  it('is not looked at before somebody asks, and then to its end', async () => {
    await turns();
    expect([asked, await db.handling.query('select * from pulled_account')]).toEqual([[], []]);
    await askHistory(db.handling, [KEY], 1_000);
    await turns();
    expect(asked).toEqual([
      { sinceMs: 1_000, page: null },
      { sinceMs: 1_000, page: '1' },
    ]);
    expect(await taken()).toEqual([
      { pulled_channel: 'facebook', account: '104' },
      { pulled_channel: 'facebook', account: '104' },
    ]);
    await db.handling.query('update pulled_account set next_at = now()');
    await turns();
    expect(asked).toHaveLength(2);
  });

  it('is read from the beginning of the longer gap when it is asked again under way', async () => {
    await askHistory(db.handling, [KEY], 1_000);
    await askHistory(db.handling, [KEY], 5_000);
    await askHistory(db.handling, [KEY], 3_000);
    pages = ['a'];
    await turns();
    await askHistory(db.handling, [KEY], 9_000);
    await turns();
    expect(asked.map(({ sinceMs }) => sinceMs)).toEqual([1_000, 9_000]);
  });

  it('is no post: what was read last does not hide an outage', async () => {
    await askHistory(db.handling, [KEY], 1_000);
    await turns();
    expect(await lastPostedAt(db.handling)).toBeNull();
  });
});
