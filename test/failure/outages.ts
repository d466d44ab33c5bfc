import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { act, environmentOf, removeSet, startSet } from '../support/servers/server-set.mjs';
import { buildScene, type Scene } from './scene.js';

const SAY_EVERY_MS = 60;

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Citizens keep writing while `trouble` lasts, and some of them get an answer. */
async function underLoad(scene: Scene, trouble: () => Promise<void>): Promise<void> {
  const load = { isOver: false };
  const answers: Promise<void>[] = [];
  const talking = (async () => {
    for (let turn = 0; !load.isOver; turn += 1) {
      const text = scene.say();
      if (turn % 8 === 0) {
        answers.push(scene.answer(text));
      }
      await pause(SAY_EVERY_MS);
    }
  })();
  await pause(500);
  await trouble();
  load.isOver = true;
  await talking;
  scene.platform.redeliverNow();
  await Promise.all(answers);
}

/**
 * Each server that Schakel stands on goes away for a while under load, on servers of this file's own. Nothing is lost,
 * nothing comes twice, and it recovers without a hand.
 */
export function outages(awayMs: number): void {
  jest.setTimeout(awayMs * 3 + 180_000);
  const folder = mkdtempSync(join(tmpdir(), 'schakel-outage-'));
  let scene: Scene;

  beforeAll(async () => {
    Object.assign(process.env, environmentOf(await startSet(folder)));
    scene = await buildScene({ profile: 'cluster' });
  });
  afterAll(async () => {
    await scene.close();
    await removeSet(folder);
  });

  async function away(server: 'postgres' | 'redis' | 'rabbitmq', how: 'stop' | 'crash' = 'stop'): Promise<void> {
    await act(folder, how, server);
    await pause(awayMs);
    await act(folder, 'start', server);
  }

  describe(`for ${awayMs / 1000} seconds under load`, () => {
    it.each([
      ['Redis is stopped', () => away('redis')],
      ['RabbitMQ is stopped', () => away('rabbitmq')],
      ['PostgreSQL is stopped', () => away('postgres')],
      ['PostgreSQL is killed', () => away('postgres', 'crash')],
    ] as const)('loses and doubles nothing when %s', async (_label, trouble) => {
      await underLoad(scene, trouble);
      await scene.proveAll(awayMs + 120_000);
    });

    it('loses and doubles nothing when all of Redis is flushed', async () => {
      await underLoad(scene, async () => {
        const redis = new Redis(process.env['SCHAKEL_TEST_REDIS_URL'] ?? '');
        for (let times = 0; times < 5; times += 1) {
          await redis.flushall();
          await pause(awayMs / 10);
        }
        redis.disconnect();
      });
      await scene.proveAll();
    });

    it.each(['worker', 'intake', 'api', 'scheduler'])(
      'loses and doubles nothing when the %s is killed',
      async (role) => {
        await underLoad(scene, async () => {
          await scene.schakel.kill(role);
          await pause(awayMs / 3);
          await scene.schakel.start();
        });
        await scene.proveAll();
      },
    );
  });
}
