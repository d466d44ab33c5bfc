import { expect, it } from '@jest/globals';
import { resting } from './resting.js';

it('rests in proportion to what the work took', async () => {
  let nowMs = 1_000_000;
  let tookMs = 0;
  const doneAtMs: number[] = [];
  const work = resting(
    () => nowMs,
    50,
    () => {
      doneAtMs.push(nowMs);
      nowMs += tookMs;
      return Promise.resolve();
    },
  );
  const turnAt = async (atMs: number): Promise<void> => {
    nowMs = atMs;
    await work.turn();
  };
  await turnAt(1_000_000);
  tookMs = 1_000;
  await turnAt(1_005_000);
  await turnAt(1_055_999);
  await turnAt(1_056_000);
  work.wake();
  await turnAt(1_060_000);
  expect(doneAtMs).toEqual([1_000_000, 1_005_000, 1_056_000, 1_060_000]);
});

it('does not rest after work that failed', async () => {
  const work = resting(
    () => 5,
    50,
    () => Promise.reject(new Error('away')),
  );
  await expect(work.turn()).rejects.toThrow('away');
  await expect(work.turn()).rejects.toThrow('away');
});
