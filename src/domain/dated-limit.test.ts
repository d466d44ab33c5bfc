import { describe, expect, it } from '@jest/globals';
import {
  faultsOfLimits,
  limitAt,
  newestVersion,
  sunsetsWithin,
  tightestText,
  windowMsAt,
  type DatedLimit,
} from './dated-limit.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SOURCE = 'https://platform.example/limits';

function limit(what: string, value: number | string, validFrom: string, validUntil: string | null): DatedLimit {
  const unit = what === 'text' ? 'characters' : what === 'api-version' ? 'version' : 'hours';
  return { what, value, unit, validFrom, validUntil, source: SOURCE };
}

const LIMITS = [
  limit('reply-window', 48, '2026-12-15', null),
  limit('reply-window', 24, '2026-01-01', '2026-12-15'),
  limit('text', 2000, '2026-01-01', '2026-12-15'),
  limit('text', 1000, '2026-12-15', null),
];

describe('a dated limit', () => {
  it.each([
    ['before the first one is known', '2019-06-01T00:00:00Z', 24],
    ['on the last millisecond of the old one', '2026-12-14T23:59:59.999Z', 24],
    ['on the first of the new one', '2026-12-15T00:00:00Z', 48],
    ['years later', '2031-01-01T00:00:00Z', 48],
  ])('is the one that held %s', (_label, at, hours) => {
    expect(limitAt(LIMITS, 'reply-window', Date.parse(at)).value).toBe(hours);
    expect(windowMsAt(LIMITS, 'reply-window', Date.parse(at))).toBe(hours * HOUR_MS);
  });

  it('cuts for the tighter of two texts, before and after the change', () => {
    expect(tightestText(LIMITS)).toEqual({ max: 1000, unit: 'characters' });
  });

  it('gives the newest version', () => {
    const versions = [
      limit('api-version', 'v26', '2026-07-29', null),
      limit('api-version', 'v25', '2026-02-18', '2026-07-29'),
    ];
    expect(newestVersion(versions)).toBe('v26');
  });

  it('is asked for by its name', () => {
    expect(() => limitAt(LIMITS, 'no-such-limit', 0)).toThrow('no-such-limit');
  });
});

describe('the faults of a list', () => {
  it('are none where each successor begins when the one before it ends', () => {
    expect(faultsOfLimits(LIMITS)).toEqual([]);
  });

  it.each<readonly [string, readonly DatedLimit[], string]>([
    [
      'a gap',
      [limit('w', 1, '2026-01-01', '2026-02-01'), limit('w', 2, '2026-02-02', null)],
      'w: one entry ends on 2026-02-01, the next begins on 2026-02-02',
    ],
    [
      'an overlap',
      [limit('w', 1, '2026-01-01', '2026-02-02'), limit('w', 2, '2026-02-01', null)],
      'w: one entry ends on 2026-02-02, the next begins on 2026-02-01',
    ],
    [
      'a second one without end',
      [limit('w', 1, '2026-01-01', null), limit('w', 2, '2026-02-01', null)],
      'w: one entry ends on no day, the next begins on 2026-02-01',
    ],
    ['an end before the beginning', [limit('w', 1, '2026-02-01', '2026-01-01')], 'w: it ends before it begins'],
    ['a day that is none', [limit('w', 1, '2026-13-01', null)], 'w: "2026-13-01" is no day'],
    ['a source that is none', [{ ...limit('w', 1, '2026-01-01', null), source: ' ' }], 'w: it has no source'],
    ['a rate in no time', [{ ...limit('w', 1, '2026-01-01', null), unit: 'messages' }], 'w: messages in which time?'],
    [
      'a rate of hours',
      [{ ...limit('w', 1, '2026-01-01', null), rate: { perSeconds: 1, scope: 'account' } }],
      'w: hours are no rate',
    ],
    ['a window of nothing', [limit('w', 0, '2026-01-01', null)], 'w: 0 is no amount'],
  ])('tell %s', (_label, limits, fault) => {
    expect(faultsOfLimits(limits)).toEqual([fault]);
  });
});

describe('a sunset', () => {
  const ending: DatedLimit = {
    ...limit('api-version', '202607', '2026-07-01', '2027-07-01'),
    whenItEnds: 'Try a newer month.',
  };
  const endMs = Date.parse('2027-07-01T00:00:00Z');

  it.each([
    ['31 days before', endMs - 31 * DAY_MS, false],
    ['exactly 30 days before', endMs - 30 * DAY_MS, false],
    ['a millisecond later', endMs - 30 * DAY_MS + 1, true],
    ['on the day itself', endMs, true],
    ['long after', endMs + 300 * DAY_MS, true],
  ])('is told or not: %s', (_label, nowMs, isTold) => {
    expect(sunsetsWithin([ending], nowMs, 30)).toEqual(
      isTold ? [`api-version 202607 ends on 2027-07-01 (${SOURCE}): Try a newer month.`] : [],
    );
  });

  it('is none where a successor stands in the list, or no end is known', () => {
    const successor = limit('api-version', '202705', '2027-07-01', null);
    expect(sunsetsWithin([ending, successor], endMs, 30)).toEqual([]);
    expect(sunsetsWithin([limit('reply-window', 24, '2026-01-01', null)], endMs, 30)).toEqual([]);
  });
});
