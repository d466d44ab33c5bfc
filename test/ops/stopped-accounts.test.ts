import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import { channelHealth } from '../../src/app/channel-health.js';
import { probeAccounts } from '../../src/ops/probe/index.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import type { Database } from '../../src/platform/store/store.js';
import { newestDatabase } from '../support/newest-database.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { CHANNEL, SETTINGS, smallWorld } from './small-settings.js';

let db: Database;
let pipeline: Pipeline;
const { compiled } = smallWorld(SETTINGS);

beforeAll(async () => {
  db = await newestDatabase();
  pipeline = await pipelineOn(db, () => [{ kind: 'delivered', remoteId: 'r' }]);
});
afterAll(() => db.close());

function revoked(account: string): ChannelEvent {
  return {
    ...{ channel: CHANNEL, account, key: `ops:${account}`, conversation: 'account', action: 'ops' },
    ...{ occurredAtMs: pipeline.nowMs, reason: 'X_ACCESS_REVOKED', stopsAccount: 'token' },
  };
}

async function healthOf(account: string) {
  const parts = { store: db.handling, adapters: { channels: new Map() }, now: () => pipeline.nowMs };
  const all = await channelHealth(parts, { compiled, resolve: () => ({}) });
  return all.find((one) => one.account === account);
}

describe('an account of which its platform tells that nothing goes any more', () => {
  it('is unhealthy with what to do as soon as that was read, and its answers wait', async () => {
    expect(await healthOf('page-alfa')).toMatchObject({ healthy: true, problem: null });
    await pipeline.post({ events: [revoked('page-alfa'), revoked('page-nobody')] });
    await pipeline.split();
    expect(await healthOf('page-alfa')).toMatchObject({
      healthy: false,
      problem: { code: 'X_ACCESS_REVOKED', advice: expect.stringContaining('opnieuw toestemming') as unknown },
    });
    expect(await healthOf('page-beta')).toMatchObject({ healthy: true });
    expect(await db.owner.query('select target, state, code from breaker where open_until > now()')).toEqual([
      { target: `${CHANNEL}:page-alfa`, state: 'open', code: 'X_ACCESS_REVOKED' },
    ]);
    // An account of nobody has no health.
    expect(await db.owner.query('select account from channel_probe')).toEqual([{ account: 'page-alfa' }]);
    await pipeline.decide();
    expect(await reconcile(db.handling, Date.now())).toMatchObject({ ok: true, findings: [] });
  });

  it('is well again by the next probe, which is due at once, and not by one that asked before', async () => {
    const key = { channel: CHANNEL, account: 'page-alfa' };
    let asking: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      asking = resolve;
    });
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const probing = (probe: () => Promise<{ readonly kind: 'well' }>) =>
      probeAccounts({
        ...{ store: db.handling, random: () => 0, onDead: () => undefined, onAbsent: () => undefined },
        accounts: () => [{ ...key, everyMs: 1, probe, resubscribe: () => Promise.resolve(false) }],
      });
    const slow = probing(async () => {
      asking();
      await answered;
      return { kind: 'well' };
    });
    await asked;
    await pipeline.post({ events: [{ ...revoked('page-alfa'), key: 'ops:again' }] });
    await pipeline.split();
    answer();
    await slow;
    expect(await healthOf('page-alfa')).toMatchObject({ healthy: false });
    // A redelivery of the same word says nothing new.
    await probing(() => Promise.resolve({ kind: 'well' }));
    await db.owner.query("update breaker set state = 'closed'");
    await pipeline.post({ events: [{ ...revoked('page-alfa'), key: 'ops:again' }] });
    await pipeline.split();
    expect(await healthOf('page-alfa')).toMatchObject({ healthy: true });
  });
});
