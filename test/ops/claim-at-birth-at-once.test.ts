import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import { eventually } from '../support/schakel/eventually.js';
import { latch, Scene, type Worker } from './claim-at-birth-scene.js';
import { CRM } from './small-settings.js';

jest.setTimeout(60_000);

const CITIZENS = 30;
const AT_FIRST = 24;
const WORKERS = 4;
const MAX_IN_FLIGHT = 2;

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.begin(12);
});
afterEach(() => scene.end());

/** Takes the lock under which a target is claimed; gives what lets go of it. */
async function lockTarget(): Promise<() => Promise<void>> {
  const [taken, over] = [latch(), latch()];
  const holding = scene.db.owner.transaction('deliver.claim', async (sql) => {
    await sql.query("select pg_advisory_xact_lock(hashtext('deliver ' || $1))", [CRM]);
    taken.open();
    await over.opened;
  });
  await Promise.race([taken.opened, holding]);
  return () => {
    over.open();
    return holding;
  };
}

async function deliveredBy({ turn }: Worker): Promise<void> {
  await eventually('everything to be delivered', async () => {
    await turn.run();
    return scene.isAllDelivered();
  });
}

describe('while another has the lock of the target', () => {
  it('a batch leaves its deliveries to be claimed, and the next one goes at once again', async () => {
    const letGo = await lockTarget();
    const worker = scene.worker();
    await scene.says('mia', 'm1');
    await worker.decide();
    expect(await scene.rows()).toEqual([
      { what: 'opened m1', state: 'due', attempts: 0, isLeased: false, wasAttempted: false },
    ]);
    expect(worker.told).toEqual(['due']);
    await letGo();
    await deliveredBy(worker);
    await scene.says('jef', 'm2');
    await worker.decide();
    await eventually('it to be delivered', () => scene.isAllDelivered());
    await worker.turn.stop();
    expect(worker.told).toEqual(['due', 'freed']);
    expect(scene.crm.got).toEqual(['opened m1', 'opened m2']);
  });

  it('a batch waits a moment for it', async () => {
    const letGo = await lockTarget();
    let tries = 0;
    const worker = scene.worker({
      beforeQuery: async (text) => {
        tries += text.includes('pg_try_advisory_xact_lock') ? 1 : 0;
        await (tries === 3 ? letGo() : undefined);
      },
    });
    await scene.says('mia', 'm1');
    await worker.decide();
    await eventually('it to be delivered', () => scene.isAllDelivered());
    await worker.turn.stop();
    expect(worker.told).toEqual(['freed']);
    expect(tries).toBe(3);
  });

  it('a batch that claims at birth has it until its commit', async () => {
    const before = scene.worker();
    // The first charge ever of a tariff holds up the others until its commit; that is not what is looked at here.
    await scene.says('piet', 'm0');
    await before.decide();
    await deliveredBy(before);
    const beside = scene.worker();
    let hasDecided = false;
    const first = scene.worker({
      beforeCommit: async () => {
        if (!hasDecided) {
          hasDecided = true;
          await scene.says('jef', 'm2');
          await beside.decide();
        }
      },
    });
    await scene.says('mia', 'm1');
    await first.decide();
    expect(beside.told).toEqual(['due']);
    await first.turn.stop();
    expect(first.told).toEqual(['freed']);
    await deliveredBy(beside);
    expect(scene.crm.got).toEqual(['opened m0', 'opened m1', 'opened m2']);
  });
});

describe('workers that decide and deliver side by side', () => {
  it('never have more under way than the target takes, and send everything once', async () => {
    const inFlight: number[] = [];
    scene.crm.takes = async () => {
      const [row] = await scene.db.handling.query<{ count: number }>(
        "select count(*)::int as count from delivery where state = 'in-flight'",
      );
      inFlight.push(row?.count ?? 0);
      await delay(50);
    };
    const workers = Array.from({ length: WORKERS }, () =>
      // What was counted before it is written has a while to become wrong.
      scene.worker({ runtime: { maxInFlight: MAX_IN_FLIGHT }, beforeCommit: () => delay(50) }),
    );
    async function allDelivered(count: number): Promise<void> {
      await eventually(`${count} to be delivered`, async () => {
        const states = await scene.states();
        return states.length === count && states.every((state) => state.endsWith('delivered'));
      });
    }
    // At first more than find room, and then one after the other.
    for (let number = 1; number <= AT_FIRST; number += 1) {
      await scene.says(`citizen ${number}`, `m${number}`);
    }
    let isOver = false;
    const working = workers.map(async (worker) => {
      while (!isOver) {
        await worker.decide();
        await worker.turn.run();
        await delay(5);
      }
    });
    await allDelivered(AT_FIRST);
    for (let number = AT_FIRST + 1; number <= CITIZENS; number += 1) {
      await scene.says(`citizen ${number}`, `m${number}`);
      await allDelivered(number);
    }
    isOver = true;
    await Promise.all(working);
    await Promise.all(workers.map(({ turn }) => turn.stop()));

    expect(Math.max(...inFlight)).toBeLessThanOrEqual(MAX_IN_FLIGHT);
    expect(scene.crm.most).toBeLessThanOrEqual(MAX_IN_FLIGHT);
    expect(scene.crm.most).toBeGreaterThan(1);
    expect(new Set(scene.crm.got).size).toBe(CITIZENS);
    expect(scene.crm.got).toHaveLength(CITIZENS);
    const told = workers.flatMap((worker) => worker.told);
    expect(told).toContain('freed');
    expect(told).toContain('due');
    expect((await reconcile(scene.db.handling, scene.pipeline.nowMs)).findings).toEqual([]);
  });
});
