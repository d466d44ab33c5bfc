import { describe, expect, it } from '@jest/globals';
import type { SendingRate } from '../../domain/sending-rate.js';
import { admitted, countedWindows, heldUntilMs, pauseBetweenMs, ratesLeft, roomFor, type AccountUse } from './pace.js';

const NOW = 1_000_050;
const PER_SECOND: SendingRate = { limit: 3, perSeconds: 1, scope: 'account' };
const PRIVATE: SendingRate = { limit: 1, perSeconds: 10, scope: 'account', way: 'private' };
const PAIR: SendingRate = { limit: 1, perSeconds: 6, scope: 'recipient' };

function use(tenths: readonly (readonly [ago: number, count: number])[], underWay = 0): AccountUse {
  const bucket = Math.floor(NOW / 100);
  return {
    nowMs: NOW,
    used: tenths.map(([ago, count]) => ({ way: 'any', perSeconds: 1, bucket: bucket - ago, count })),
    underWay: Array.from({ length: underWay }, (_, index) => ({ who: `busy-${index}`, way: 'private' as const })),
  };
}

describe('what is left of a rate', () => {
  it.each([
    ['nothing was sent', use([]), 3],
    ['some ended', use([[2, 1]]), 2],
    ['some are under way', use([[2, 1]], 1), 1],
    ['a tenth is in the window in part', use([[10, 3]]), 0],
    ['what ended is out of the window', use([[11, 3]]), 3],
    ['more was sent than it allows', use([[1, 9]]), 0],
  ])('counts by what ended and what is under way: %s', (_label, seen, left) => {
    expect(roomFor(ratesLeft([PER_SECOND], seen), 'public')).toBe(left);
  });

  it('is without end where the platform documents none', () => {
    expect(roomFor(ratesLeft([], use([[0, 1_000]])), 'public')).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('an account whose rate is used up', () => {
  const heldUntil = (rates: readonly SendingRate[], seen: AccountUse) => heldUntilMs(ratesLeft(rates, seen));

  it('waits until the oldest tenth that is enough has left the window', () => {
    // The tenth that began at 999,700 ended at 999,800; a window that begins then ends a second later.
    expect(
      heldUntil(
        [PER_SECOND],
        use([
          [3, 2],
          [1, 1],
        ]),
      ),
    ).toBe(1_000_800);
    expect(
      heldUntil(
        [PER_SECOND],
        use([
          [3, 2],
          [1, 3],
        ]),
      ),
    ).toBe(1_001_000);
  });

  it('waits for no time while an attempt that is under way has to end first, or while there is room', () => {
    expect(heldUntil([PER_SECOND], use([], 3))).toBeUndefined();
    expect(heldUntil([PER_SECOND], use([[1, 2]]))).toBeUndefined();
  });

  it('waits for no time while one way has room', () => {
    const used = [{ way: 'private', perSeconds: 10, bucket: Math.floor(NOW / 1000), count: 1 }] as const;
    expect(heldUntil([PRIVATE], { nowMs: NOW, used, underWay: [] })).toBeUndefined();
    expect(roomFor(ratesLeft([PRIVATE], { nowMs: NOW, used, underWay: [] }), 'private')).toBe(0);
  });
});

describe('what may leave', () => {
  const chosen = ['ann', 'bob', 'ann', 'cis', 'dirk'].map((who) => ({ who, way: 'private' as const }));

  it('keeps its order and stops at the limit', () => {
    expect(admitted(chosen, [PER_SECOND], use([])).map(({ who }) => who)).toEqual(['ann', 'bob', 'ann']);
  });

  it('is one at a time for each person, where the platform limits what one gets', () => {
    const seen = { ...use([]), underWay: [{ who: 'bob', way: 'private' as const }] };
    expect(admitted(chosen, [PAIR], seen).map(({ who }) => who)).toEqual(['ann', 'cis', 'dirk']);
  });
});

it('a limit of what one person gets is a pause between two messages', () => {
  expect(pauseBetweenMs([PAIR, { limit: 20, perSeconds: 60, scope: 'recipient' }, PER_SECOND])).toBe(6_000);
  expect(pauseBetweenMs([PER_SECOND])).toBe(0);
});

it('windows of one length are counted once for each way', () => {
  expect(countedWindows([PER_SECOND, { ...PER_SECOND, limit: 5 }, PRIVATE, PAIR])).toEqual([
    { way: 'any', perSeconds: 1 },
    { way: 'private', perSeconds: 10 },
  ]);
});
