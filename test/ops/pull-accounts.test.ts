import { afterAll, beforeEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { PullOutcome } from '../../src/adapter-sdk/index.js';
import { unpackRequest } from '../../src/domain/raw-request.js';
import { hurryFailed, pullAccounts, type PulledAccount } from '../../src/intake/index.js';
import { createSealer } from '../../src/platform/crypto/sealer.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';

const sealer = createSealer(Buffer.alloc(32, 1).toString('base64'));

interface AccountRow {
  readonly account: string;
  readonly cursor: string | null;
  readonly failures: number;
  readonly code: string | null;
  readonly isLeased: boolean;
  readonly waitsMs: number;
}

let db: Database;
let taken: string[];
let failed: string[];

beforeAll(async () => {
  db = await newestDatabase(4);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.owner.query('truncate pulled_account, intake, intake_group');
  [taken, failed] = [[], []];
});

function account(name: string, pull: PulledAccount['pull']): PulledAccount {
  return { channel: 'fediverse', receiver: 'fediverse-pages', account: name, everyMs: () => 60_000, pull };
}

function turn(...accounts: readonly PulledAccount[]): Promise<'more' | 'idle'> {
  return pullAccounts({
    ...{ store: db.handling, sealer, accounts: () => accounts, now: Date.now, random: () => 1 },
    onTaken: (receiver) => taken.push(receiver),
    onFailed: ({ account: name }, code) => failed.push(`${name} ${code}`),
  });
}

async function rows(): Promise<readonly AccountRow[]> {
  return db.handling.query<AccountRow>(
    `select account, cursor, failures, code, lease_until is not null as "isLeased",
            round(extract(epoch from next_at - now()) * 1000)::float8 as "waitsMs"
     from pulled_account order by account`,
  );
}

async function bodies(): Promise<readonly string[]> {
  const intakes = await db.handling.query<{ receiver: string; account: string; body: Buffer }>(
    'select receiver, account, body from intake order by id',
  );
  return intakes.map(
    ({ receiver, account: of, body }) => `${receiver} ${of} ${unpackRequest(sealer.open(body)).rawBody.toString()}`,
  );
}

async function makeDue(): Promise<void> {
  await db.handling.query('update pulled_account set next_at = now()');
}

function page(text: string, cursor: string, hasMore = false): PullOutcome {
  return { kind: 'pulled', body: Buffer.from(text), cursor, hasMore };
}

/** A platform that gives one message after each number, and remembers from where it was asked. */
function platform(newest: () => number) {
  const asked: (string | null)[] = [];
  const pull = (cursor: string | null): Promise<PullOutcome> => {
    asked.push(cursor);
    const from = Number(cursor);
    return Promise.resolve(
      cursor === null || from >= newest()
        ? { kind: 'pulled', body: null, cursor: cursor ?? String(newest()), hasMore: false }
        : page(`m${from + 1}`, String(from + 1), from + 1 < newest()),
    );
  };
  return { asked, pull };
}

describe('an account that is pulled', () => {
  it('begins with what comes after the first look, and goes on until there is no more', async () => {
    let newest = 40;
    const { asked, pull } = platform(() => newest);
    const gent = account('gent', pull);
    expect(await turn(gent)).toBe('idle');
    expect(await bodies()).toEqual([]);
    // It is not due yet.
    await turn(gent);
    expect(asked).toEqual([null]);

    newest = 42;
    await makeDue();
    expect(await turn(gent)).toBe('more');
    expect(await turn(gent)).toBe('idle');
    expect(asked).toEqual([null, '40', '41']);
    expect(await bodies()).toEqual(['fediverse-pages gent m41', 'fediverse-pages gent m42']);
    expect(taken).toEqual(['fediverse-pages', 'fediverse-pages']);
    expect(await rows()).toMatchObject([{ cursor: '42', failures: 0, code: null, isLeased: false }]);
    expect((await rows())[0]?.waitsMs).toBeGreaterThan(50_000);
  });

  it('keeps its cursor while the platform fails, also when the adapter does, and others go on', async () => {
    const outcomes: (() => Promise<PullOutcome>)[] = [
      () => Promise.resolve(page('one', '1')),
      () => Promise.resolve({ kind: 'retry', code: 'AWAY' }),
      () => Promise.reject(new Error('a fault of ours')),
      () => Promise.resolve({ kind: 'park', code: 'TOKEN_REFUSED', detail: 'x'.repeat(900) }),
      () => Promise.resolve(page('two', '2')),
    ];
    const cursors: (string | null)[] = [];
    const gent = account('gent', (cursor) => {
      cursors.push(cursor);
      return outcomes[cursors.length - 1]?.() ?? Promise.resolve({ kind: 'retry', code: 'DONE' });
    });
    const { pull } = platform(() => 5);
    for (let n = 0; n < outcomes.length; n += 1) {
      await turn(gent, account('leuven', pull));
      await makeDue();
    }
    expect(cursors).toEqual([null, '1', '1', '1', '1']);
    expect(failed).toEqual(['gent AWAY', 'gent PULL_FAILED', 'gent TOKEN_REFUSED']);
    expect(await bodies()).toEqual(['fediverse-pages gent one', 'fediverse-pages gent two']);
    expect(await rows()).toMatchObject([
      { account: 'gent', cursor: '2', failures: 0, code: null },
      { account: 'leuven', cursor: '5', failures: 0 },
    ]);
  });

  it('is looked at by one worker at a time', async () => {
    let underWay = 0;
    let most = 0;
    const gent = account('gent', async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 30));
      underWay -= 1;
      return page('x', '1', true);
    });
    await Promise.all([turn(gent), turn(gent), turn(gent), turn(gent)]);
    expect(most).toBe(1);
  });

  it('is taken over from a worker that died, who then changes nothing when it comes back', async () => {
    let release: (outcome: PullOutcome) => void = () => undefined;
    const hung = new Promise<PullOutcome>((resolve) => {
      release = resolve;
    });
    const late = turn(account('gent', () => hung));
    while ((await rows())[0]?.isLeased !== true) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await turn(account('gent', () => Promise.resolve(page('never', '9'))));
    expect(await bodies()).toEqual([]);

    await db.handling.query("update pulled_account set lease_until = now() - interval '1 second'");
    await turn(account('gent', () => Promise.resolve(page('by another', '2'))));
    release(page('too late', '1'));
    await late;
    expect(await bodies()).toEqual(['fediverse-pages gent by another']);
    expect(await rows()).toMatchObject([{ cursor: '2', isLeased: false }]);
  });

  it('goes on where it was when it comes back into the configuration', async () => {
    await turn(account('gent', () => Promise.resolve(page('one', '1'))));
    await makeDue();
    await turn();
    const cursors: (string | null)[] = [];
    await turn(
      account('gent', (cursor) => {
        cursors.push(cursor);
        return Promise.resolve({ kind: 'pulled', body: null, cursor: '1', hasMore: false });
      }),
    );
    expect(cursors).toEqual(['1']);
  });

  it.each([
    ['it failed', 'TOKEN_INVALID', 'null', true],
    ['nothing was wrong', null, 'null', false],
    ['somebody looks', 'TOKEN_INVALID', "now() + interval '1 minute'", false],
  ] as const)(
    'is looked at again at once, or not, when the configuration changed and %s',
    async (_label, code, lease, isDue) => {
      await db.owner.query(
        `insert into pulled_account (channel, account, code, next_at, lease_until)
       values ('fediverse', 'gent', $1, now() + interval '1 hour', ${lease})`,
        [code],
      );
      await hurryFailed(db.handling);
      expect((await rows()).map(({ waitsMs }) => waitsMs <= 0)).toEqual([isDue]);
    },
  );

  it('moves its cursor and keeps what it got, or neither', async () => {
    await db.owner.query("alter table intake add constraint refused check (receiver <> 'fediverse-pages') not valid");
    const gent = account('gent', () => Promise.resolve(page('one', '1')));
    await expect(turn(gent)).rejects.toThrow('refused');
    await db.owner.query('alter table intake drop constraint refused');
    expect(await rows()).toMatchObject([{ cursor: null, isLeased: true }]);
    expect(await bodies()).toEqual([]);
  });
});
