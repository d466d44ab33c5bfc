import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RING_GAP_MS, type Doorbell, type RingOutcome } from '../../../src/platform/queue/doorbell.js';
import { openRedisDoorbell } from '../../../src/platform/queue/redis-doorbell.js';
import { eventually, pause } from './eventually.js';
import { privateRedis, type PrivateRedis } from './private-redis.js';

/** A worker reconnects within seconds, and blocks for at most five seconds on a connection that was replaced. */
const RECOVERY_MS = 15_000;

interface Watched {
  readonly doorbell: Doorbell;
  readonly count: (outcome: RingOutcome) => number;
  readonly problems: string[];
}

describe('the doorbell on a Redis that fails', () => {
  let redis: PrivateRedis;
  const opened: Doorbell[] = [];

  const open = async (connectWithinMs = 5_000): Promise<Watched> => {
    const counts = new Map<RingOutcome, number>();
    const problems: string[] = [];
    const doorbell = await openRedisDoorbell({
      url: redis.url,
      connectWithinMs,
      onOutcome: (_lane, outcome) => counts.set(outcome, (counts.get(outcome) ?? 0) + 1),
      onProblem: (error) => problems.push(String(error)),
    });
    opened.push(doorbell);
    return { doorbell, count: (outcome) => counts.get(outcome) ?? 0, problems };
  };

  /** Rings until it is heard, as a sweeping loop would go on to announce work. */
  const expectHeard = async ({ doorbell, count }: Watched, limitMs = RECOVERY_MS): Promise<void> => {
    const before = count('heard');
    await eventually(
      'a ring is heard again',
      async () => {
        doorbell.ring('handle');
        await pause(50);
        return count('heard') > before;
      },
      limitMs,
    );
  };

  beforeEach(async () => {
    redis = await privateRedis();
  });

  afterEach(async () => {
    redis.thaw();
    await Promise.all(opened.splice(0).map((doorbell) => doorbell.close()));
    await redis.stop();
  });

  it('refuses a Redis that evicts keys, with a sentence', async () => {
    await redis.start('allkeys-lru');
    await expect(open()).rejects.toThrow(
      'The Redis of SCHAKEL_REDIS_URL has maxmemory-policy "allkeys-lru"; it must be "noeviction", ' +
        'because a Redis that evicts keys breaks the queues inside it.',
    );
  });

  // Early in this file: BullMQ's timer on a connection that was cut runs six seconds on, and the tests below outlast it.
  it.each(['down', 'hanging'])('closes in a few seconds while Redis is %s', async (failure) => {
    await redis.start();
    const watched = await open();
    watched.doorbell.onRing('handle', () => {});
    await expectHeard(watched);
    if (failure === 'down') {
      await redis.stop();
      await eventually('the outage is seen', () => !watched.doorbell.state().isHealthy);
    } else {
      redis.freeze();
    }
    const startedAtMs = performance.now();
    await watched.doorbell.close();
    expect(performance.now() - startedAtMs).toBeLessThan(4_000);
  });

  it('wakes at least one process for each ring, whoever rang', async () => {
    await redis.start();
    const ringing = await open();
    const workers = [await open(), await open()];
    for (const { doorbell } of workers) {
      doorbell.onRing('handle', () => {});
    }
    const heard = (): number => workers.reduce((sum, worker) => sum + worker.count('heard'), 0);
    for (let ring = 1; ring <= 50; ring += 1) {
      ringing.doorbell.ring('handle');
      await eventually(`ring ${ring} wakes a worker`, () => heard() >= ring);
    }
  });

  it('does not pile up rings while no worker is there', async () => {
    await redis.start();
    const ringing = await open();
    for (let ring = 0; ring < 60; ring += 1) {
      ringing.doorbell.ring('handle');
      await pause(RING_GAP_MS + 2);
    }
    await eventually('most rings were sent', () => ringing.count('rung') >= 40);
    expect(await redis.command('LLEN {schakel}:doorbell-handle:wait')).toBe(':1');
    const late = await open();
    late.doorbell.onRing('handle', () => {});
    await eventually('the ring that waits wakes a late worker', () => late.count('heard') === 1);
  });

  it('leaves nothing in Redis for rings that were heard', async () => {
    await redis.start();
    const watched = await open();
    watched.doorbell.onRing('handle', () => {});
    for (let ring = 0; ring < 20; ring += 1) {
      await expectHeard(watched);
    }
    await eventually('no ring is left', async () => {
      const lists = ['wait', 'active', 'completed', 'failed', 'delayed'];
      const kinds = await Promise.all(lists.map((list) => redis.command(`EXISTS {schakel}:doorbell-handle:${list}`)));
      return kinds.every((reply) => reply === ':0');
    });
  });

  it('recovers by itself from FLUSHALL under load', async () => {
    await redis.start();
    const watched = await open();
    watched.doorbell.onRing('handle', () => {});
    await expectHeard(watched);
    for (let flush = 0; flush < 40; flush += 1) {
      for (let ring = 0; ring < 10; ring += 1) {
        watched.doorbell.ring('handle');
        await pause(3);
      }
      await redis.command('FLUSHALL');
    }
    await expectHeard(watched, 2_000);
  }, 30_000);

  it('recovers from FLUSHALL while its worker waits for work', async () => {
    await redis.start();
    const watched = await open();
    watched.doorbell.onRing('handle', () => {});
    await expectHeard(watched);
    await pause(300);
    await redis.command('FLUSHALL');
    await redis.command('SCRIPT FLUSH');
    await pause(100);
    await expectHeard(watched, 1_000);
  });

  it('loses rings while Redis is down, says so, and recovers when it is back', async () => {
    await redis.start();
    const watched = await open();
    watched.doorbell.onRing('handle', () => {});
    await expectHeard(watched);
    await redis.stop();
    await eventually('the state is unhealthy', () => !watched.doorbell.state().isHealthy);
    expect(watched.doorbell.state().reason).toBe('the connection to Redis is closed');
    watched.doorbell.ring('handle');
    expect(watched.count('lost')).toBe(1);
    await pause(1_000);
    await redis.start();
    await expectHeard(watched);
    expect(watched.doorbell.state()).toEqual({ kind: 'redis', isHealthy: true, sinceMs: expect.any(Number) });
  }, 30_000);

  it('hears again after each of several short outages', async () => {
    await redis.start();
    const watched = await open();
    watched.doorbell.onRing('handle', () => {});
    for (const downMs of [0, 50, 300, 2_500]) {
      await redis.stop();
      await pause(downMs);
      await redis.start();
      await expectHeard(watched);
    }
  }, 60_000);

  it('opens without Redis, and works as soon as there is one', async () => {
    const watched = await open(200);
    watched.doorbell.onRing('handle', () => {});
    expect(watched.doorbell.state().isHealthy).toBe(false);
    expect(watched.problems).toContain('Error: Redis does not answer; work is found by sweeping until it does.');
    await redis.start();
    await expectHeard(watched);
    expect(watched.doorbell.state().isHealthy).toBe(true);
  }, 30_000);

  it('neither waits nor piles up while Redis hangs, and recovers after', async () => {
    await redis.start();
    const watched = await open();
    watched.doorbell.onRing('handle', () => {});
    await expectHeard(watched);
    redis.freeze();
    const startedAtMs = performance.now();
    for (let ring = 0; ring < 1_000; ring += 1) {
      watched.doorbell.ring('handle');
    }
    expect(performance.now() - startedAtMs).toBeLessThan(100);
    await eventually('the ring under way is given up', () => watched.count('lost') > 0);
    expect(watched.doorbell.state().reason).toBe('Redis did not take a ring');
    redis.thaw();
    await expectHeard(watched);
  }, 30_000);
});
