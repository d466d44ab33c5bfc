import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WatchOutcome } from '../../src/adapter-sdk/index.js';
import { createWatchers, pullAccounts, type PulledAccount, type Watchers } from '../../src/intake/index.js';
import { createSealer } from '../../src/platform/crypto/sealer.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { eventually } from '../support/schakel/eventually.js';

const sealer = createSealer(Buffer.alloc(32, 1).toString('base64'));

/** A connection that a test holds the other end of. */
interface Line {
  readonly account: string;
  readonly worker: string;
  readonly signal: AbortSignal;
  ring(): void;
  lose(code?: string): void;
}

let db: Database;
let lines: Line[];
let rung: number;
let lost: string[];
let clockMs: number;
const started: Watchers[] = [];

beforeAll(async () => {
  db = await newestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.owner.query('truncate pulled_account');
  [lines, rung, lost, clockMs] = [[], 0, [], 0];
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop()));
});

function account(name: string, by: string): PulledAccount {
  return {
    ...{ channel: 'post', receiver: 'post', account: name, everyMs: () => 3_600_000 },
    pull: () => Promise.resolve({ kind: 'pulled', body: null, cursor: '1', hasMore: false }),
    watch: (ring, signal) =>
      new Promise<WatchOutcome>((resolve) => {
        const lose = (code = 'LINE_LOST'): void => {
          resolve({ kind: 'lost', code });
        };
        signal.addEventListener('abort', () => lose());
        lines.push({ account: name, worker: by, signal, ring, lose });
      }),
  };
}

/** A worker with these accounts. */
function worker(owner: string, accounts: readonly PulledAccount[]): Watchers {
  const watchers = createWatchers({
    ...{ store: db.handling, owner, accounts: () => accounts, now: () => clockMs, random: () => 0 },
    onNews: () => {
      rung += 1;
    },
    onLost: ({ account: of }, code) => lost.push(`${of} ${code}`),
  });
  started.push(watchers);
  return watchers;
}

async function look(accounts: readonly PulledAccount[]): Promise<void> {
  await pullAccounts({
    ...{ store: db.handling, sealer, accounts: () => accounts, now: Date.now, random: () => 1 },
    ...{ onTaken: () => undefined, onFailed: () => undefined },
  });
}

function open(): readonly string[] {
  return lines.filter(({ signal }) => !signal.aborted).map(({ account: of, worker: by }) => `${of} ${by}`);
}

async function isDue(): Promise<boolean> {
  const [row] = await db.handling.query<{ due: boolean }>('select next_at <= now() as due from pulled_account');
  return row?.due === true;
}

describe('who watches an account', () => {
  it('is one worker, and nobody before the first look', async () => {
    const [one, other] = [worker('een', [account('a', 'een')]), worker('twee', [account('a', 'twee')])];
    await one.turn();
    expect(open()).toEqual([]);
    await look([account('a', 'een')]);
    await one.turn();
    await other.turn();
    await one.turn();
    expect(open()).toEqual(['a een']);
  });

  it('is another one when the first stops, and after the lease when it dies', async () => {
    await look([account('a', '')]);
    const first = worker('een', [account('a', 'een')]);
    await first.turn();
    await first.stop();
    await worker('twee', [account('a', 'twee')]).turn();
    expect(open()).toEqual(['a twee']);
    // The second does not say anything any more.
    await db.handling.query("update pulled_account set watch_until = now() - interval '1 second'");
    await worker('drie', [account('a', 'drie')]).turn();
    expect(open()).toEqual(['a twee', 'a drie']);
  });

  it('lets go what it could not keep, what left the configuration, and what a person must act on', async () => {
    const both = [account('a', 'een'), account('b', 'een')];
    const accounts = [...both];
    await look(both);
    const one = worker('een', accounts);
    await one.turn();
    expect(open()).toEqual(['a een', 'b een']);
    accounts.pop();
    await one.turn();
    expect(open()).toEqual(['a een']);
    await db.handling.query("update pulled_account set parked = true, code = 'LOGIN' where account = 'a'");
    clockMs = 29_999;
    await one.turn();
    expect(open()).toEqual(['a een']);
    clockMs = 30_000;
    await one.turn();
    expect(open()).toEqual([]);
  });

  it('connects again under other settings', async () => {
    const accounts = [account('a', 'oud')];
    await look(accounts);
    const one = worker('een', accounts);
    await one.turn();
    accounts[0] = account('a', 'nieuw');
    await one.turn();
    expect(open()).toEqual(['a nieuw']);
  });

  it('connects again when the connection is lost', async () => {
    const accounts = [account('a', 'een')];
    await look(accounts);
    await worker('een', accounts).turn();
    lines[0]?.lose();
    await eventually('another connection', () => lines.length === 2);
    expect(lost).toEqual(['a LINE_LOST']);
  });
});

describe('news of an account', () => {
  it('makes a look due now, and wakes who looks', async () => {
    const accounts = [account('a', 'een')];
    await look(accounts);
    await worker('een', accounts).turn();
    expect(await isDue()).toBe(false);
    lines[0]?.ring();
    await eventually('the ring', () => rung === 1);
    expect(await isDue()).toBe(true);
    await look(accounts);
    expect(await isDue()).toBe(false);
  });

  it('of a hundred at once is told in few words, and after the last of them', async () => {
    const accounts = [account('a', 'een')];
    await look(accounts);
    await worker('een', accounts).turn();
    for (let n = 0; n < 100; n += 1) {
      lines[0]?.ring();
    }
    await eventually('the rings', () => rung === 2);
    expect(await isDue()).toBe(true);
    expect(rung).toBe(2);
  });

  it('that comes during a look makes another one due', async () => {
    const accounts = [account('a', 'een')];
    await look(accounts);
    await worker('een', accounts).turn();
    await db.handling.query('update pulled_account set next_at = now()');
    const looking: PulledAccount = {
      ...account('a', 'een'),
      pull: async () => {
        lines[0]?.ring();
        await eventually('the ring', () => rung === 1);
        return { kind: 'pulled', body: null, cursor: '2', hasMore: false };
      },
    };
    await look([looking]);
    expect(await isDue()).toBe(true);
  });

  it('does not shorten the pause of an account that failed', async () => {
    const accounts = [account('a', 'een')];
    await look(accounts);
    await worker('een', accounts).turn();
    await db.handling.query("update pulled_account set code = 'AWAY', failures = 3");
    lines[0]?.ring();
    await eventually('the ring', () => rung === 1);
    expect(await isDue()).toBe(false);
  });
});
