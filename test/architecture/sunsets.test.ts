import { expect, it } from '@jest/globals';
import { loadAdapters } from '../../src/app/adapters.js';
import { sunsetsWithin } from '../../src/domain/dated-limit.js';

const DAYS = 30;

/**
 * By the real clock, on purpose: it fails a month before a platform switches off what an adapter relies on, and names it.
 * `src/domain/dated-limit.test.ts` proves the counting.
 */
it('nothing that a channel relies on ends within a month without a successor in its limits.ts', async () => {
  const { channels } = await loadAdapters();
  const ending = [...channels.values()].flatMap(({ id, limits = [] }) =>
    sunsetsWithin(limits, Date.now(), DAYS).map((sentence) => `adapters/channels/${id}/limits.ts: ${sentence}`),
  );
  expect(channels.size).toBeGreaterThan(5);
  expect(ending).toEqual([]);
});
