import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnswerWay } from '../../domain/dated-limit.js';
import type { SendingRate } from '../../domain/sending-rate.js';
import {
  admitted,
  countedWindows,
  heldUntilMs,
  ratesLeft,
  tenthMs,
  type AccountUse,
  type GoingWay,
  type UsedTenth,
} from './pace.js';

interface Message {
  readonly who: string;
  readonly way: GoingWay;
  /** How long its attempt takes, and after how much of that the platform counts it. */
  readonly takesMs: number;
  readonly countedAt: number;
}

interface Attempt extends Message {
  readonly startMs: number;
  readonly endMs: number;
  readonly platformMs: number;
}

const RATES: fc.Arbitrary<readonly SendingRate[]> = fc.array(
  fc.record(
    {
      limit: fc.integer({ min: 1, max: 12 }),
      perSeconds: fc.constantFrom(1, 3, 30),
      scope: fc.constant<'account'>('account'),
      way: fc.constantFrom<AnswerWay>('public', 'private', 'private-reply'),
    },
    { requiredKeys: ['limit', 'perSeconds', 'scope'] },
  ),
  { minLength: 1, maxLength: 3 },
);

const MESSAGES: fc.Arbitrary<readonly Message[]> = fc.array(
  fc.record({
    who: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    way: fc.constantFrom<GoingWay>('public', 'private', 'private-reply'),
    takesMs: fc.integer({ min: 1, max: 4_000 }),
    countedAt: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 60 },
);

/** The tenths as the database keeps them of attempts that ended. */
function tenthsOf(rates: readonly SendingRate[], ended: readonly Attempt[]): readonly UsedTenth[] {
  return countedWindows(rates).flatMap(({ way, perSeconds }) => {
    const counts = new Map<number, number>();
    for (const { endMs } of ended.filter((one) => way === 'any' || way === one.way)) {
      const bucket = Math.floor(endMs / tenthMs(perSeconds));
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    return [...counts].map(([bucket, count]) => ({ way, perSeconds, bucket, count }));
  });
}

function useAt(rates: readonly SendingRate[], attempts: readonly Attempt[], nowMs: number): AccountUse {
  const ended = attempts.filter(({ endMs }) => endMs <= nowMs);
  return { nowMs, used: tenthsOf(rates, ended), underWay: attempts.filter(({ endMs }) => endMs > nowMs) };
}

/** Workers that look every so often, each taking at most ten, until all is sent or nothing can move any more. */
function run(rates: readonly SendingRate[], messages: readonly Message[], everyMs: number): readonly Attempt[] {
  const attempts: Attempt[] = [];
  let waiting = [...messages];
  for (let nowMs = 1_000_000; waiting.length > 0 && nowMs < 100_000_000; nowMs += everyMs) {
    const use = useAt(rates, attempts, nowMs);
    const going = admitted(waiting.slice(0, 10), rates, use);
    waiting = waiting.filter((one) => !going.includes(one));
    for (const one of going) {
      const platformMs = nowMs + one.takesMs * one.countedAt;
      attempts.push({ ...one, startMs: nowMs, endMs: nowMs + one.takesMs, platformMs });
    }
    const untilMs = going.length === 0 ? heldUntilMs(ratesLeft(rates, use)) : undefined;
    nowMs = Math.max(nowMs, (untilMs ?? 0) - everyMs);
  }
  return attempts;
}

it('a platform never counts more than its limit in any window, however long calls take, and all is sent', () => {
  fc.assert(
    fc.property(RATES, MESSAGES, fc.integer({ min: 20, max: 700 }), (rates, messages, everyMs) => {
      const attempts = run(rates, messages, everyMs);
      expect(attempts).toHaveLength(messages.length);
      for (const { limit, perSeconds, way } of rates) {
        const counted = attempts
          .filter((one) => way === undefined || way === one.way)
          .map(({ platformMs }) => platformMs)
          .toSorted((a, b) => a - b);
        // Any `limit + 1` messages in a row take longer than the window.
        for (const [index, first] of counted.entries()) {
          const beyond = counted[index + limit];
          expect(beyond === undefined || beyond - first >= perSeconds * 1000).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});

it('what waits only waits for a rate that is used up: a way with room goes on', () => {
  const rates = [
    { limit: 1, perSeconds: 900, scope: 'account', way: 'private' },
    { limit: 5, perSeconds: 900, scope: 'account', way: 'public' },
  ] as const;
  const use = { nowMs: 1_000_000, used: [], underWay: [] };
  const chosen = [false, false, true, false, true].map((isPublic, index) => ({
    who: `${index}`,
    way: isPublic ? ('public' as const) : ('private' as const),
  }));
  expect(admitted(chosen, rates, use).map(({ who }) => who)).toEqual(['0', '2', '4']);
});
