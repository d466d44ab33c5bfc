import { describe, expect, it } from '@jest/globals';
import {
  DAY_MS,
  dayNumberOf,
  easterSunday,
  isTimeZone,
  isoDateOf,
  isoWeekdayOf,
  localDateOf,
  segmentsOfDay,
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

describe('segments of a day', () => {
  it('has one segment of 24 hours on a plain day', () => {
    const startMs = Date.parse('2026-11-22T23:00:00Z');
    expect(segmentsOfDay(dayNumberOf('2026-11-23'), 'Europe/Brussels')).toEqual([
      { startMs, endMs: startMs + DAY_MS, offsetMs: HOUR_MS },
    ]);
  });

  it('has two segments and 23 hours when summer time begins', () => {
    const startMs = Date.parse('2026-03-28T23:00:00Z');
    expect(segmentsOfDay(dayNumberOf('2026-03-29'), 'Europe/Brussels')).toEqual([
      { startMs, endMs: startMs + 2 * HOUR_MS, offsetMs: HOUR_MS },
      { startMs: startMs + 2 * HOUR_MS, endMs: startMs + 23 * HOUR_MS, offsetMs: 2 * HOUR_MS },
    ]);
  });

  it('has two segments and 25 hours when summer time ends', () => {
    const startMs = Date.parse('2026-10-24T22:00:00Z');
    expect(segmentsOfDay(dayNumberOf('2026-10-25'), 'Europe/Brussels')).toEqual([
      { startMs, endMs: startMs + 3 * HOUR_MS, offsetMs: 2 * HOUR_MS },
      { startMs: startMs + 3 * HOUR_MS, endMs: startMs + 25 * HOUR_MS, offsetMs: HOUR_MS },
    ]);
  });

  it('knows zones without clock changes', () => {
    expect(segmentsOfDay(0, 'UTC')).toEqual([{ startMs: 0, endMs: DAY_MS, offsetMs: 0 }]);
  });
});
