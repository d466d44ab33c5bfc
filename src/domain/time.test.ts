import { describe, expect, it } from '@jest/globals';
import {
  DAY_MS,
  dayNumberOf,
  easterSunday,
  isTimeZone,
  isoDateOf,
  isoWeekdayOf,
  localDateOf,
  offsetStretches,
  startOfDateMs,
} from './time.js';

const HOUR_MS = 3_600_000;

describe('calendar dates', () => {
  it('goes from a date to a day number and back', () => {
    expect(dayNumberOf('1970-01-02')).toBe(1);
    expect(isoDateOf(dayNumberOf('2028-02-29'))).toBe('2028-02-29');
  });

  it.each(['2026-02-30', '2027-02-29', 'vandaag', '2026-13-01'])('knows that %s is no date', (text) => {
    expect(dayNumberOf(text)).toBeNaN();
  });

  it.each([
    ['1969-12-31', 3],
    ['1970-01-01', 4],
    ['2026-11-23', 1],
    ['2026-11-29', 7],
  ])('gives %s weekday %i', (date, weekday) => {
    expect(isoWeekdayOf(dayNumberOf(date))).toBe(weekday);
  });

  it.each(['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2028-04-16', '2038-04-25', '1954-04-18'])(
    'puts Easter on %s',
    (date) => {
      expect(isoDateOf(easterSunday(Number(date.slice(0, 4))))).toBe(date);
    },
  );
});

describe('time zones', () => {
  it.each([
    ['Europe/Brussels', true],
    ['UTC', true],
    ['+01:00', false],
    ['Europe/Gent', false],
    ['', false],
  ])('judges %s', (name, expected) => {
    expect(isTimeZone(name)).toBe(expected);
  });

  it('gives the local date and the start of a local date', () => {
    const lateEvening = Date.parse('2026-10-31T23:30:00Z');
    expect(localDateOf(lateEvening, 'Europe/Brussels')).toBe('2026-11-01');
    expect(startOfDateMs('2026-11-01', 'Europe/Brussels')).toBe(Date.parse('2026-10-31T23:00:00Z'));
  });
});

describe('stretches with one offset', () => {
  const stretchesOf = (from: string, to: string, timeZone: string) =>
    offsetStretches(Date.parse(from), Date.parse(to), timeZone).map(
      ({ startMs, endMs, offsetMs }) =>
        `${new Date(startMs).toISOString().slice(0, 16)} ${(endMs - startMs) / HOUR_MS} ${offsetMs / HOUR_MS}`,
    );

  it('is one where the clocks do not change', () => {
    expect(stretchesOf('2026-11-23T00:00Z', '2026-11-24T00:00Z', 'Europe/Brussels')).toEqual(['2026-11-23T00:00 24 1']);
    expect(offsetStretches(0, DAY_MS, 'UTC')).toEqual([{ startMs: 0, endMs: DAY_MS, offsetMs: 0 }]);
  });

  it('is one more for each change of the clocks', () => {
    expect(stretchesOf('2026-03-28T23:00Z', '2026-10-25T23:00Z', 'Europe/Brussels')).toEqual([
      '2026-03-28T23:00 2 1',
      '2026-03-29T01:00 5040 2',
      '2026-10-25T01:00 22 1',
    ]);
  });

  it('does not end with a stretch without length', () => {
    expect(stretchesOf('2026-03-28T23:00Z', '2026-03-29T01:00Z', 'Europe/Brussels')).toEqual(['2026-03-28T23:00 2 1']);
    expect(stretchesOf('2026-03-29T01:00Z', '2026-03-29T02:00Z', 'Europe/Brussels')).toEqual(['2026-03-29T01:00 1 2']);
  });

  it('knows a zone that left out a whole day', () => {
    expect(stretchesOf('2011-12-30T00:00Z', '2011-12-31T00:00Z', 'Pacific/Apia')).toEqual([
      '2011-12-30T00:00 10 -10',
      '2011-12-30T10:00 14 14',
    ]);
  });

  it('refuses what is no instant', () => {
    expect(() => offsetStretches(Number.NaN, 0, 'UTC')).toThrow(RangeError);
  });
});
