import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChannelAdapter, ChannelEvent, PullRequest } from '../../src/adapter-sdk/index.js';
import type { ActiveSettings } from '../../src/app/active-settings.js';
import { channelHealth } from '../../src/app/channel-health.js';
import { pulledAccounts } from '../../src/app/pulled-accounts.js';
import { thriftWatch } from '../../src/app/thrift.js';
import { billingPeriodAt } from '../../src/billing/index.js';
import { projectCharges } from '../../src/billing/usage-ledger/project-charges.js';
import { pullAccounts } from '../../src/intake/index.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import { createSealer } from '../../src/platform/crypto/sealer.js';
import type { Database } from '../../src/platform/store/store.js';
import type { Settings } from '../../src/settings/snapshot.js';
import { newestDatabase } from '../support/newest-database.js';
import { mailOverHttp } from '../conformance/channel/mail-over-http.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL, SETTINGS, smallWorld } from './small-settings.js';

const NOW = Date.parse('2026-12-15T10:00:00Z');
const ITEM = `${CHANNEL}.read`;
const PAUSE_MS = 60_000;

/** One cent a message; the first municipality means to spend three on platforms. */
const settings: Settings = {
  ...SETTINGS,
  municipalities: SETTINGS.municipalities.map((one, index) =>
    index === 0 ? { ...one, budget: { monthEuro: '1.00', warnAt: [1], platformEuro: '0.03' } } : one,
  ),
  platformPrices: [{ platform: CHANNEL, validFrom: '2026-10-01', source: 'test', prices: { [ITEM]: '0.01' } }],
};
const [ALFA, BETA] = settings.municipalities;
const world = smallWorld(settings);
const asked: PullRequest[] = [];
const changes: string[] = [];

/** A platform whose looks are paid for. */
const adapter = {
  id: CHANNEL,
  receiver: { id: CHANNEL },
  baseUrl: { env: [], standard: '' },
  puller: {
    isPaid: true,
    everyMs: () => PAUSE_MS,
    pull: (request: PullRequest) => {
      asked.push(request);
      return Promise.resolve({ kind: 'pulled', body: null, cursor: '1', hasMore: false });
    },
  },
} as unknown as ChannelAdapter;

let db: Database;
let pipeline: Pipeline;
beforeAll(async () => {
  db = await newestDatabase();
  pipeline = await pipelineOn(db, () => [{ kind: 'delivered', remoteTicketId: 'r' }], {
    world: () => world,
    now: () => NOW,
  });
});
afterAll(() => db.close());

const active = { compiled: world.compiled, resolve: (raw: object) => raw } as unknown as ActiveSettings;

/** One turn of a loop that looks, a minute after the one before; gives the pauses that follow by account. */
async function looks(turn: number): Promise<Readonly<Record<string, number>>> {
  const thrift = thriftWatch({
    store: db.handling,
    now: () => NOW + turn * 60_000,
    onChange: (tenant, readsLess) => changes.push(`${tenant} ${readsLess}`),
  });
  await thrift.refresh(settings.municipalities);
  const accounts = pulledAccounts({
    adapters: { channels: new Map([[CHANNEL, adapter]]) } as unknown as Parameters<
      typeof pulledAccounts
    >[0]['adapters'],
    ...{ current: () => active, env: {}, now: () => NOW, isThrifty: thrift.has },
    http: () => Promise.reject(new Error('Nothing is called here')),
    mail: mailOverHttp(() => Promise.reject(new Error('Nothing is mailed here')), ''),
  });
  await db.handling.query('update pulled_account set next_at = now()');
  await pullAccounts({
    ...{ store: db.handling, sealer: createSealer('11'.repeat(32)), accounts, now: () => NOW, random: () => 1 },
    ...{ onTaken: () => undefined, onFailed: () => undefined },
  });
  const rows = await db.handling.query<{ account: string; seconds: number }>(
    'select account, round(extract(epoch from next_at - now()))::float8 as seconds from pulled_account',
  );
  return Object.fromEntries(rows.map(({ account, seconds }) => [account, seconds]));
}

function written(account: string, who: string): ChannelEvent {
  return {
    ...{ channel: CHANNEL, account, key: `m:${who}`, conversation: who, action: 'open', occurredAtMs: NOW - 60_000 },
    message: { id: `m-${who}`, text: 'Mijn stoep is stuk', attachments: [], isPublic: false },
    price: { item: ITEM },
  };
}

async function write(account: string, ...who: readonly string[]): Promise<void> {
  await pipeline.post({ events: who.map((one) => written(account, one)) });
  await pipeline.split();
  await pipeline.decide();
  // As the scheduler does every few seconds.
  await projectCharges(
    db.handling,
    settings.municipalities.map(({ tenant }) => tenant),
    billingPeriodAt(NOW),
  );
}

async function tickets(): Promise<number> {
  const [row] = await db.handling.query<{ count: number }>('select count(*)::int as count from ticket');
  return row?.count ?? 0;
}

describe('the soft cap of what platforms charge', () => {
  it('above its budget a municipality pays for fewer reads, and every citizen still gets a ticket', async () => {
    const [alfa = '', beta = ''] = [ALFA, BETA].map((one) => one?.accounts[0]?.account ?? '');
    await write(alfa, 'an', 'bo');
    await write(beta, 'cis', 'dirk', 'els', 'fien');
    expect(await looks(1)).toMatchObject({ [alfa]: 60, [beta]: 60 });
    expect(asked.every(({ isThrifty }) => isThrifty === false)).toBe(true);

    await write(alfa, 'gust');
    asked.length = 0;
    expect(await looks(2)).toMatchObject({ [alfa]: 720, [beta]: 60 });
    expect(asked.map(({ account, isThrifty }) => `${account} ${isThrifty}`).toSorted()).toEqual(
      [`${alfa} true`, `${beta} false`].toSorted(),
    );
    expect(changes).toContain(`${ALFA?.tenant} true`);
    const health = await channelHealth(
      { store: db.handling, adapters: { channels: new Map([[CHANNEL, adapter]]) }, now: () => NOW },
      active,
    );
    expect(health.filter(({ readsLess }) => readsLess).map(({ municipality }) => municipality)).toEqual([ALFA?.tenant]);

    await write(alfa, 'hilde', 'ivo');
    expect(await tickets()).toBe(9);
  });

  it('is reached by what the ledger holds, which adds up', async () => {
    const [row] = await db.handling.query<{ cents: number }>(
      "select sum(quantity)::float8 / 10000 as cents from usage_entry where meter = 'platform.cost' and tenant = $1",
      [ALFA?.tenant ?? ''],
    );
    expect(row?.cents).toBe(5);
    const { findings } = await reconcile(db.handling, NOW);
    expect(findings.filter(({ check }) => check.includes('cost') || check.includes('usage'))).toEqual([]);
  });
});
