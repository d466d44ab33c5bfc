import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { BornClaim } from '../../src/handling/deliver/claim-at-birth.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import { eventually } from '../support/schakel/eventually.js';
import { Scene, type Worker } from './claim-at-birth-scene.js';

/** Over before anybody could send by it. */
const SHORT_LEASE_MS = 20;

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.begin();
});
afterEach(() => scene.end());

/** Turns of a worker until everything arrived, with nothing that waits for its time. */
async function deliveredBy({ turn }: Worker): Promise<void> {
  await eventually('everything to be delivered', async () => {
    await scene.pipeline.passWaits();
    await turn.run();
    return scene.isAllDelivered();
  });
}

/** What became of its attempts before the one that delivered. */
async function traces(): Promise<unknown> {
  const rows = await scene.db.owner.query<{ code: string }>('select code from delivery_attempt order by attempt');
  return rows.map(({ code }) => code);
}

it('what a worker claimed before it died is looked for by another, and arrives once', async () => {
  const dead = scene.worker({ leaseMs: SHORT_LEASE_MS, attempt: () => undefined });
  await scene.says('mia', 'm1');
  await dead.decide();
  expect(await scene.rows()).toEqual([
    { what: 'opened m1', state: 'in-flight', attempts: 1, isLeased: true, wasAttempted: true },
  ]);
  const other = scene.worker();
  await deliveredBy(other);
  expect(scene.crm.got).toEqual(['opened m1']);
  expect(await traces()).toEqual(['LEASE_EXPIRED', 'NOT_THERE_SENT_AGAIN']);
  expect((await reconcile(scene.db.handling, scene.pipeline.nowMs)).findings).toEqual([]);
});

it('what arrived before its worker died is found by another, and is not sent again', async () => {
  const answer = scene.crm.fallSilent();
  const dead = scene.worker();
  await scene.says('mia', 'm1');
  await dead.decide();
  await eventually('it to be there', () => scene.crm.got.length > 0);
  await scene.db.owner.query("update delivery set lease_until = now() - interval '1 second'");
  await deliveredBy(scene.worker());
  // The one that was thought dead comes back, and changes nothing.
  answer();
  await dead.turn.stop();
  expect(scene.crm.got).toEqual(['opened m1']);
  expect(await scene.rows()).toEqual([expect.objectContaining({ state: 'delivered', attempts: 2 })]);
  expect(await traces()).toEqual(['LEASE_EXPIRED']);
  expect((await reconcile(scene.db.handling, scene.pipeline.nowMs)).findings).toEqual([]);
});

it('a claim that is too old when it could be attempted is not sent, and who comes after looks first', async () => {
  const claims: BornClaim[] = [];
  const late = scene.worker({ leaseMs: SHORT_LEASE_MS, attempt: (born) => claims.push(born) });
  await scene.says('mia', 'm1');
  await late.decide();
  expect(claims).toHaveLength(1);
  await delay(SHORT_LEASE_MS);
  for (const born of claims) {
    late.turn.births.attempt(born);
  }
  await late.turn.stop();
  expect(late.told).toEqual([expect.stringContaining('too old to send by'), 'freed']);
  expect(scene.crm.got).toEqual([]);
  await deliveredBy(scene.worker());
  expect(scene.crm.got).toEqual(['opened m1']);
  expect(await traces()).toEqual(['LEASE_EXPIRED', 'NOT_THERE_SENT_AGAIN']);
});

it('a worker that stops waits for what it attempts of what was claimed at birth', async () => {
  const answer = scene.crm.fallSilent();
  const worker = scene.worker();
  await scene.says('mia', 'm1');
  await worker.decide();
  await eventually('it to be there', () => scene.crm.got.length > 0);
  const happened: string[] = [];
  const stopped = worker.turn.stop().then(() => happened.push('stopped'));
  await delay(50);
  happened.push('answered');
  answer();
  await stopped;
  expect(happened).toEqual(['answered', 'stopped']);
  expect(await scene.states()).toEqual(['opened m1: delivered']);
});
