import { expect, it } from '@jest/globals';
import type { DatedLimit } from './dated-limit.js';
import { ratesAt } from './sending-rate.js';

const FROM = { validFrom: '2026-01-01', validUntil: null, source: 'test' } as const;
const PER_MINUTE = { perSeconds: 60, scope: 'account' } as const;
const LIMITS: readonly DatedLimit[] = [
  { what: 'text', value: 100, unit: 'characters', ...FROM },
  { what: 'rate', value: 5, unit: 'messages', rate: PER_MINUTE, ...FROM, validUntil: '2026-06-01' },
  { what: 'rate', value: 9, unit: 'messages', rate: PER_MINUTE, ...FROM, validFrom: '2026-06-01' },
  { what: 'old', value: 1, unit: 'messages', rate: PER_MINUTE, ...FROM, validUntil: '2026-06-01' },
];

it.each([
  ['2026-05-31T23:59:59Z', [5, 1]],
  ['2026-06-01T00:00:00Z', [9]],
])('the rates that hold at %s', (at, expected) => {
  expect(ratesAt(LIMITS, Date.parse(at)).map(({ limit }) => limit)).toEqual(expected);
});
