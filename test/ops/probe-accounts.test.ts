import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ProbeOutcome } from '../../src/adapter-sdk/index.js';
import { hurryProbes, probeAccounts, type ProbedAccount } from '../../src/ops/probe/index.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';

const EVERY_MS = 900_000;
const WELL = { kind: 'well' } as const;
const DEAD = { kind: 'dead', about: 'token', code: 'META_TOKEN_INVALID', detail: 'code 190' } as const;
const AWAY = { kind: 'unsure', code: 'META_NOT_REACHED' } as const;
const ABSENT = { kind: 'well', subscription: 'absent' } as const;

let db: Database;
let dead: string[];
let absent: string[];

beforeAll(async () => {
  db = await newestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.owner.query('truncate channel_probe');
  [dead, absent] = [[], []];
});

/** An account whose probes give these outcomes, in order; the last one again and again. */
function account(name: string, outcomes: readonly (ProbeOutcome | Error)[], isTaken = false) {
  const seen = { probes: 0, resubscribed: 0 };
  const probed: ProbedAccount = {
    ...{ channel: 'messenger', account: name, everyMs: EVERY_MS },
    probe: () => {
      const outcome = outcomes[Math.min(seen.probes, outcomes.length - 1)] ?? WELL;
      seen.probes += 1;
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
    resubscribe: () => {
      seen.resubscribed += 1;
      return Promise.resolve(isTaken);
    },
  };
  return { ...probed, seen };
}

function turn(...accounts: readonly ProbedAccount[]): Promise<'more' | 'idle'> {
  return probeAccounts({
    ...{ store: db.handling, accounts: () => accounts, random: () => 0.5 },
    onDead: ({ account: name }, { code }) => dead.push(`${name} ${String(code)}`),
    onAbsent: ({ account: name }, isBack) => absent.push(`${name} ${isBack ? 'back' : 'gone'}`),
  });
}

async function rows(): Promise<readonly object[]> {
  return db.handling.query(
    `select account, verdict, about, code, detail, expires_at as "expiresAt", missing, subscription, failures, failure,
            checked_at is not null as "isChecked", lease_until is not null as "isLeased",
            round(extract(epoch from next_at - now()))::int as "waitsSeconds"
     from channel_probe order by account`,
  );
}

async function makeDue(): Promise<void> {
  await db.handling.query('update channel_probe set next_at = now()');
}

describe('an account that is probed', () => {
  it('is well, with all that the platform told, and rests', async () => {
    const expiresAtMs = Date.parse('2027-01-20T10:00:00Z');
    const gent = account('gent', [{ ...WELL, expiresAtMs, subscription: 'present', missing: [] }]);
    expect(await turn(gent)).toBe('idle');
    await turn(gent);
    expect(gent.seen.probes).toBe(1);
    expect(await rows()).toMatchObject([
      {
        ...{ account: 'gent', verdict: 'well', about: null, code: null, missing: [], subscription: 'present' },
        ...{ expiresAt: new Date(expiresAtMs), failures: 0, isChecked: true, isLeased: false },
        waitsSeconds: expect.closeTo(900, -1),
      },
    ]);
    expect([dead, absent]).toEqual([[], []]);
  });

  it('keeps what was told while the platform cannot be asked, and others go on', async () => {
    const gent = account('gent', [DEAD, AWAY, new Error('a fault of ours'), WELL]);
    const leuven = account('leuven', [WELL]);
    const seen: object[] = [];
    for (let n = 0; n < 4; n += 1) {
      await turn(gent, leuven);
      const [row = {}] = await rows();
      seen.push(row);
      await makeDue();
    }
    expect(seen).toMatchObject([
      {
        verdict: 'dead',
        about: 'token',
        code: 'META_TOKEN_INVALID',
        detail: 'code 190',
        failures: 0,
        waitsSeconds: 300,
      },
      { verdict: 'dead', code: 'META_TOKEN_INVALID', failures: 1, failure: 'META_NOT_REACHED' },
      { verdict: 'dead', code: 'META_TOKEN_INVALID', failures: 2, failure: 'PROBE_FAILED' },
      { verdict: 'well', code: null, detail: null, failures: 0, failure: null },
    ]);
    expect(dead).toEqual(['gent META_TOKEN_INVALID']);
    expect(leuven.seen.probes).toBe(4);
  });

  it('gets its subscription back where the platform lets us, and it is told', async () => {
    const gent = account('gent', [ABSENT, { ...WELL, subscription: 'present' }], true);
    await turn(gent);
    expect(gent.seen).toEqual({ probes: 2, resubscribed: 1 });
    expect(await rows()).toMatchObject([{ verdict: 'well', subscription: 'present' }]);
    expect([dead, absent]).toEqual([[], ['gent back']]);
  });

  it.each([
    ['does not let us', [ABSENT], false, 1],
    ['says yes and does not do it', [ABSENT, ABSENT], true, 2],
    ['cannot be asked afterwards', [ABSENT, AWAY], true, 2],
  ] as const)(
    'is unhealthy where its subscription is gone and the platform %s',
    async (_label, outcomes, isTaken, probes) => {
      const gent = account('gent', outcomes, isTaken);
      await turn(gent);
      expect(gent.seen).toEqual({ probes, resubscribed: 1 });
      expect(await rows()).toMatchObject([
        { verdict: 'dead', about: 'subscription', code: 'CHANNEL_SUBSCRIPTION_ABSENT' },
      ]);
      expect([dead, absent]).toEqual([['gent CHANNEL_SUBSCRIPTION_ABSENT'], ['gent gone']]);
    },
  );

  it('is probed by one worker, and who was thought dead changes nothing', async () => {
    let release: (outcome: ProbeOutcome) => void = () => undefined;
    const hung: ProbedAccount = {
      ...account('gent', []),
      probe: () => new Promise<ProbeOutcome>((resolve) => (release = resolve)),
    };
    const late = turn(hung);
    while ((await rows()).length === 0 || (await rows()).every((row) => 'isLeased' in row && row.isLeased !== true)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const other = account('gent', [WELL]);
    await turn(other);
    expect(other.seen.probes).toBe(0);
    await db.handling.query("update channel_probe set lease_until = now() - interval '1 second'");
    await turn(other);
    release(DEAD);
    await late;
    expect(other.seen.probes).toBe(1);
    expect(await rows()).toMatchObject([{ verdict: 'well', code: null, isLeased: false }]);
    expect(dead).toEqual([]);
  });

  it.each([
    [
      'start',
      [
        ['dead', true],
        ['unsure', true],
        ['well', false],
      ],
    ],
    [
      'configuration',
      [
        ['dead', true],
        ['unsure', true],
        ['well', true],
      ],
    ],
  ] as const)('is probed again soon, or not: %s', async (why, expected) => {
    await db.owner.query(
      `insert into channel_probe (channel, account, verdict, failures, checked_at, next_at)
       select 'messenger', name, verdict, failures, now() - interval '5 minutes', now() + interval '10 minutes'
       from (values ('dead', 'dead', 0), ('unsure', 'well', 1), ('well', 'well', 0)) as t(name, verdict, failures)`,
    );
    await hurryProbes(db.handling, why);
    const soon = await db.handling.query<{ account: string; soon: boolean }>(
      "select account, next_at <= now() + interval '30 seconds' as soon from channel_probe order by account",
    );
    expect(soon.map(({ account: name, soon: isSoon }) => [name, isSoon])).toEqual(expected);
  });
});
