import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/schakel/eventually.js';
import { Scene, type WorkerOptions } from './claim-at-birth-scene.js';
import { CRM } from './small-settings.js';

const WAITS = { state: 'due', attempts: 0, isLeased: false, wasAttempted: false };
const GOES = { state: 'in-flight', attempts: 1, isLeased: true, wasAttempted: true };
const ARRIVED = { state: 'delivered', attempts: 1, isLeased: false, wasAttempted: true };

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.begin();
});
afterEach(() => scene.clear());
afterAll(() => scene.end());

async function delivered(): Promise<void> {
  await eventually('all to be delivered', () => scene.isAllDelivered());
}

describe('a delivery to a target at which nothing waits', () => {
  it('is in flight when its batch is committed, and goes once without being claimed', async () => {
    const answer = scene.crm.fallSilent();
    const worker = scene.worker();
    await scene.says('mia', 'm1');
    await worker.decide();
    expect(await scene.rows()).toEqual([{ what: 'opened m1', ...GOES }]);
    answer();
    await delivered();
    await worker.turn.run();
    await worker.turn.stop();
    expect(await scene.rows()).toEqual([{ what: 'opened m1', ...ARRIVED }]);
    expect(scene.crm.got).toEqual(['opened m1']);
    expect(worker.told).toEqual(['freed']);
    expect(worker.began).not.toContain('deliver.claim');
  });

  it('goes beside those of other tickets of its batch', async () => {
    const worker = scene.worker({ runtime: { maxInFlight: 2 } });
    await scene.says('mia', 'm1');
    await scene.says('jef', 'm2');
    await worker.decide();
    await delivered();
    expect(scene.crm.got.toSorted()).toEqual(['opened m1', 'opened m2']);
    await worker.turn.stop();
    expect(worker.told).toEqual(['freed']);
  });

  it('goes with no more of them at once than the target takes in one go', async () => {
    const worker = scene.worker({ runtime: { maxBatch: 1 } });
    await scene.says('mia', 'm1');
    await scene.says('jef', 'm2');
    await worker.decide();
    await delivered();
    await worker.turn.stop();
    expect(worker.told).toEqual(['freed', 'freed']);
  });

  it('is not sent when its batch is not committed, and goes with the next one', async () => {
    const broken = scene.worker({ beforeCommit: () => Promise.reject(new Error('the machine fell over')) });
    await scene.says('mia', 'm1');
    await expect(broken.decide()).rejects.toThrow('the machine fell over');
    await broken.turn.stop();
    expect(scene.crm.got).toEqual([]);
    expect(broken.began).toEqual(['handling.batch']);
    const worker = scene.worker();
    await worker.decide();
    await delivered();
    expect(scene.crm.got).toEqual(['opened m1']);
    expect(worker.told).not.toContain('due');
  });
});

describe('the next delivery of a ticket', () => {
  it('waits for the first one of its batch, and goes after it', async () => {
    const answer = scene.crm.fallSilent();
    const worker = scene.worker();
    await scene.says('mia', 'm1', 'm2');
    await worker.decide();
    const [first, second] = ['opened m1', 'message-added m2'];
    expect(await scene.rows()).toEqual([
      { what: first, ...GOES },
      { what: second, ...WAITS },
    ]);
    const other = scene.worker();
    await other.turn.run();
    await other.turn.stop();
    expect(other.began).toEqual(['deliver.claim']);
    expect(scene.crm.got).toEqual([first]);
    expect(worker.told).toEqual(['due']);
    answer();
    await eventually('word that it is settled', () => worker.told.includes('freed'));
    expect(await scene.states()).toEqual([`${first}: delivered`, `${second}: due`]);
    expect(scene.crm.got).toEqual([first]);
    await eventually('the second one to be delivered', async () => {
      await worker.turn.run();
      return scene.isAllDelivered();
    });
    expect(scene.crm.got).toEqual([first, second]);
  });

  it.each(['due', 'in-flight', 'unknown', 'parked', 'quarantined'])('waits while an older one is %s', async (state) => {
    await scene.says('mia', 'm1');
    await scene.pipeline.decide();
    // Not to be attempted soon: it is its ticket that has to wait for it, and not the target.
    await scene.db.owner.query(
      "update delivery set state = $1, next_attempt_at = now() + interval '1 hour', lease_until = now() + interval '1 hour'",
      [state],
    );
    const worker = scene.worker();
    await scene.says('mia', 'm2');
    await scene.says('jef', 'm3');
    await worker.decide();
    await eventually('the one of another ticket to be delivered', async () =>
      (await scene.states()).includes('opened m3: delivered'),
    );
    expect((await scene.rows())[1]).toEqual({ what: 'message-added m2', ...WAITS });
    expect(worker.told[0]).toBe('due');
    expect(scene.crm.got).toEqual(['opened m3']);
  });

  it.each(['delivered', 'refused', 'withdrawn'])('goes at once when the older one is %s', async (state) => {
    await scene.says('mia', 'm1');
    await scene.pipeline.decide();
    await scene.db.owner.query('update delivery set state = $1', [state]);
    const worker = scene.worker();
    await scene.says('mia', 'm2');
    await worker.decide();
    await eventually('it to be delivered', async () => (await scene.states()).includes('message-added m2: delivered'));
    expect(worker.told).not.toContain('due');
  });
});

interface Hindrance {
  readonly because: string;
  readonly worker?: WorkerOptions;
  /** What was done before, by somebody else. */
  readonly sql?: string;
  /** Of a citizen who wrote before, what was decided by a worker without births. */
  readonly isBehindAnother?: boolean;
}

const HINDRANCES: readonly Hindrance[] = [
  { because: 'another is due at the target', isBehindAnother: true },
  {
    because: 'what became of another is unknown',
    isBehindAnother: true,
    sql: "update delivery set state = 'unknown', attempts = 1",
  },
  {
    because: 'the breaker is open',
    sql: `insert into breaker (target, state, failures, open_until) values ('${CRM}', 'open', 0, now() + interval '1 hour')`,
  },
  {
    because: 'the breaker is open and its pause is over',
    sql: `insert into breaker (target, state, failures, open_until) values ('${CRM}', 'open', 0, now() - interval '1 hour')`,
  },
  {
    because: 'the target failed before',
    sql: `insert into breaker (target, state, failures) values ('${CRM}', 'closed', 1)`,
  },
  {
    because: 'nothing may be sent to the target before a moment to come',
    sql: `insert into breaker (target, state, held_until) values ('${CRM}', 'closed', now() + interval '1 hour')`,
  },
  { because: 'not all of the batch find room', worker: { runtime: { maxInFlight: 1 } } },
  {
    because: 'what is under way leaves no room for all of the batch',
    worker: { runtime: { maxInFlight: 2 } },
    isBehindAnother: true,
    sql: "update delivery set state = 'in-flight', attempts = 1, lease_until = now() + interval '1 hour'",
  },
  {
    because: 'newer settings are in force',
    sql: `insert into settings_activation (hash, effective_from, author)
          select hash, now() - interval '1 second', 'test' from settings_activation`,
  },
  {
    because: 'the platform of the target limits how many go',
    worker: { runtime: { rates: () => [{ limit: 100, perSeconds: 1, scope: 'account' }] } },
  },
  { because: 'the target is not configured', worker: { isConfigured: false } },
];

describe('nothing goes at once', () => {
  it.each(HINDRANCES)('when $because', async ({ worker: options, sql, isBehindAnother }) => {
    const worker = scene.worker(options);
    if (isBehindAnother === true) {
      await scene.says('piet', 'm0');
      await scene.pipeline.decide();
    }
    if (sql !== undefined) {
      await scene.db.owner.query(sql);
    }
    await scene.says('mia', 'm1');
    await scene.says('jef', 'm2');
    await worker.decide();
    await worker.turn.stop();
    expect((await scene.rows()).filter(({ what }) => what !== 'opened m0')).toEqual([
      { what: 'opened m1', ...WAITS },
      { what: 'opened m2', ...WAITS },
    ]);
    expect(worker.told).toEqual(['due']);
    expect(scene.crm.got).toEqual([]);
  });

  it('when the worker stops', async () => {
    const worker = scene.worker();
    await worker.turn.stop();
    await scene.says('mia', 'm1');
    await worker.decide();
    expect(await scene.rows()).toEqual([{ what: 'opened m1', ...WAITS }]);
    expect(worker.told).toEqual(['due']);
  });

  it('but it does when what stood in the way is over', async () => {
    await scene.db.owner.query(
      `insert into breaker (target, state, failures, held_until) values ('${CRM}', 'closed', 0, now() - interval '1 second')`,
    );
    await scene.db.owner.query(
      `insert into settings_activation (hash, effective_from, author)
       select hash, now() + interval '1 hour', 'test' from settings_activation`,
    );
    const worker = scene.worker();
    await scene.says('mia', 'm1');
    await worker.decide();
    await delivered();
    expect(worker.told).not.toContain('due');
  });
});
