import { describe, expect, it } from '@jest/globals';
import Holidays from 'date-holidays';
import fc from 'fast-check';
import { MINUTE_MS, dayNumberOf, isoDateOf, isoWeekdayOf } from './time.js';
import { compileCalendar, type CalendarVersion, type WorkingInterval, type WorkingTime } from './working-time.js';

const OFFICE = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
];
const NIGHT_AND_DAY = [{ from: '00:00', to: '24:00' }];

const LEGAL_HOLIDAYS = [
  { monthDay: '01-01' },
  { easterOffsetDays: 1 },
  { monthDay: '05-01' },
  { easterOffsetDays: 39 },
  { easterOffsetDays: 50 },
  { monthDay: '07-21' },
  { monthDay: '08-15' },
  { monthDay: '11-01' },
  { monthDay: '11-11' },
  { monthDay: '12-25' },
];

function calendar(
  weekdays: readonly WorkingInterval[],
  weekend: readonly WorkingInterval[] = [],
  more: Partial<CalendarVersion> = {},
): CalendarVersion {
  return {
    validFrom: '2026-01-01',
    timeZone: 'Europe/Brussels',
    week: { 1: weekdays, 2: weekdays, 3: weekdays, 4: weekdays, 5: weekdays, 6: weekend, 7: weekend },
    exceptions: {},
    holidays: [],
    ...more,
  };
}

function compileVersion(version: CalendarVersion): WorkingTime {
  return compileCalendar({ name: 'test', versions: [version], closingDays: [] });
}

const office = compileVersion(calendar(OFFICE, [], { holidays: LEGAL_HOLIDAYS }));
const always = compileVersion(calendar(NIGHT_AND_DAY, NIGHT_AND_DAY));
const never = compileVersion(calendar([]));

/** `YYYY-MM-DD HH:MM` in UTC. */
function utc(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00Z`);
}

function due(time: WorkingTime, start: string, minutes: number): string {
  const moment = time.addWorkingTime(utc(start), minutes);
  return moment.ok ? new Date(moment.atMs).toISOString().slice(0, 16).replace('T', ' ') : moment.code;
}

describe('deadlines', () => {
  it.each([
    ['inside one interval', '2026-11-23 08:30', 60, '2026-11-23 09:30'],
    ['over the lunch break', '2026-11-23 10:30', 60, '2026-11-23 12:30'],
    ['from before opening', '2026-11-23 03:00', 60, '2026-11-23 09:00'],
    ['at the very end of an interval', '2026-11-23 15:00', 60, '2026-11-23 16:00'],
    ['over the night', '2026-11-23 15:30', 60, '2026-11-24 08:30'],
    ['over the weekend', '2026-11-27 15:30', 60, '2026-11-30 08:30'],
    ['over a holiday', '2026-11-10 15:30', 60, '2026-11-12 08:30'],
    ['over Easter Monday and the start of summer time', '2024-03-29 15:30', 60, '2024-04-02 07:30'],
    ['over the end of summer time', '2026-10-23 14:30', 60, '2026-10-26 08:30'],
    ['over the turn of the year', '2026-12-31 15:30', 60, '2027-01-04 08:30'],
    ['over whole days', '2026-11-23 08:00', 3 * 420, '2026-11-25 16:00'],
    ['of nothing, also when closed', '2026-11-22 03:00', 0, '2026-11-22 03:00'],
  ])('puts a deadline %s', (_, start, minutes, expected) => {
    expect(due(office, start, minutes)).toBe(expected);
  });

  it('counts 23 hours on the day that summer time begins and 25 on the day that it ends', () => {
    expect(always.workingMinutesBetween(utc('2026-03-28 23:00'), utc('2026-03-29 22:00'))).toBe(23 * 60);
    expect(always.workingMinutesBetween(utc('2026-10-24 22:00'), utc('2026-10-25 23:00'))).toBe(25 * 60);
  });

  it('leaves out the part of an interval that the clock skips', () => {
    const night = compileVersion(calendar([], [{ from: '01:30', to: '03:30' }]));
    expect(night.workingMinutesBetween(utc('2026-03-28 23:00'), utc('2026-03-29 22:00'))).toBe(60);
    expect(night.isOpen(utc('2026-03-29 00:45'))).toBe(true);
    expect(night.isOpen(utc('2026-03-29 01:15'))).toBe(true);
    expect(night.isOpen(utc('2026-03-29 01:30'))).toBe(false);
  });

  it('is open twice at an hour that the clock shows twice', () => {
    const night = compileVersion(calendar([], [{ from: '02:30', to: '03:30' }]));
    expect(night.workingMinutesBetween(utc('2026-10-24 22:00'), utc('2026-10-25 23:00'))).toBe(90);
    expect(due(night, '2026-10-25 00:00', 45)).toBe('2026-10-25 01:45');
  });

  it('takes intervals in any order', () => {
    expect(due(compileVersion(calendar([...OFFICE].reverse())), '2026-11-23 10:30', 60)).toBe('2026-11-23 12:30');
  });

  it('lets an exception win over a holiday and over the week', () => {
    const exceptions = { '2026-11-11': [{ from: '10:00', to: '11:00' }], '2026-11-12': [] };
    const time = compileVersion(calendar(OFFICE, [], { holidays: LEGAL_HOLIDAYS, exceptions }));
    expect(due(time, '2026-11-10 16:30', 60)).toBe('2026-11-11 10:00');
    expect(due(time, '2026-11-11 10:30', 60)).toBe('2026-11-13 09:00');
  });

  it('refuses an amount that no policy can hold', () => {
    expect(() => office.addWorkingTime(0, -1)).toThrow(RangeError);
    expect(() => office.addWorkingTime(0, Number.NaN)).toThrow(RangeError);
  });
});

describe('a calendar that hardly opens', () => {
  it('says so when nothing opens for 366 days', () => {
    expect(due(never, '2026-11-23 08:00', 1)).toBe('NO_OPEN_TIME');
    expect(never.nextOpening(utc('2026-11-23 08:00'))).toEqual({ ok: false, code: 'NO_OPEN_TIME' });
  });

  it('finds the one opening within the year', () => {
    const rare = compileVersion(calendar([], [], { exceptions: { '2027-11-22': [{ from: '09:00', to: '10:00' }] } }));
    expect(due(rare, '2026-11-23 08:00', 30)).toBe('2027-11-22 08:30');
    expect(due(rare, '2026-11-23 08:00', 61)).toBe('NO_OPEN_TIME');
  });

  it('says so when the time does not fit in ten years', () => {
    expect(due(office, '2026-11-23 08:00', 10 * 366 * 1440)).toBe('NO_OPEN_TIME');
  });
});

describe('opening hours', () => {
  it('is open from the start of an interval until just before its end', () => {
    expect([7, 8, 10, 11, 12, 15, 16].map((hour) => office.isOpen(Date.UTC(2026, 10, 23, hour)))).toEqual([
      false,
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['2026-11-23 08:30', '2026-11-23 08:30'],
    ['2026-11-23 11:00', '2026-11-23 12:00'],
    ['2026-11-27 16:00', '2026-11-30 08:00'],
  ])('opens next after %s at %s', (from, expected) => {
    expect(office.nextOpening(utc(from))).toEqual({ ok: true, atMs: utc(expected) });
  });

  it('shows the wall clock on both sides of a clock change and of midnight', () => {
    expect(office.wallClock(utc('2026-10-25 00:30'))).toEqual({ date: '2026-10-25', time: '02:30' });
    expect(office.wallClock(utc('2026-10-25 01:30'))).toEqual({ date: '2026-10-25', time: '02:30' });
    expect(office.wallClock(utc('2026-07-01 22:05'))).toEqual({ date: '2026-07-02', time: '00:05' });
  });

  it('works west of Greenwich, where the local day is behind the UTC day', () => {
    const newYork = compileVersion(calendar(OFFICE, [], { timeZone: 'America/New_York' }));
    expect(due(newYork, '2026-11-24 02:00', 60)).toBe('2026-11-24 15:00');
    expect(newYork.wallClock(utc('2026-11-24 02:00'))).toEqual({ date: '2026-11-23', time: '21:00' });
  });
});

describe('Belgian holidays', () => {
  it('closes on the public holidays that date-holidays knows, 2024 to 2030', () => {
    const everyDay = compileVersion(calendar(OFFICE, OFFICE, { holidays: LEGAL_HOLIDAYS }));
    const oracle = new Holidays('BE');
    for (let year = 2024; year <= 2030; year += 1) {
      const expected = oracle
        .getHolidays(year)
        .filter((holiday) => holiday.type === 'public')
        .map((holiday) => holiday.date.slice(0, 10))
        .sort();
      const closed: string[] = [];
      for (let day = dayNumberOf(`${year}-01-01`); day < dayNumberOf(`${year + 1}-01-01`); day += 1) {
        if (!everyDay.isOpen(utc(`${isoDateOf(day)} 09:00`))) {
          closed.push(isoDateOf(day));
        }
      }
      expect(closed).toEqual(expected);
    }
  });
});

/** The slow truth: asks the platform's own clock, minute by minute. */
function isOpenByWallClock(rules: CalendarVersion, wall: Intl.DateTimeFormat, ms: number): boolean {
  const parts = Object.fromEntries(wall.formatToParts(ms).map((part) => [part.type, part.value]));
  const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
  const weekday = isoWeekdayOf(dayNumberOf(date));
  const closed = rules.holidays.some((rule) => 'monthDay' in rule && rule.monthDay === date.slice(5));
  const week = Object.entries(rules.week).find(([key]) => key === String(weekday))?.[1] ?? [];
  const clock = `${parts['hour']}:${parts['minute']}`;
  return (rules.exceptions[date] ?? (closed ? [] : week)).some((slot) => slot.from <= clock && clock < slot.to);
}

const clockTexts = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 })
  .map((minutes) => [...minutes].sort((a, b) => a - b))
  .map((minutes) =>
    minutes.map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`),
  );
const slots = clockTexts.map((texts) =>
  texts.flatMap((from, index) => (index % 2 === 0 && texts[index + 1] ? [{ from, to: String(texts[index + 1]) }] : [])),
);
const anyCalendar = fc
  .record({ weekdays: slots, weekend: fc.oneof(fc.constant([]), slots), exception: fc.oneof(fc.constant([]), slots) })
  .map(({ weekdays, weekend, exception }) =>
    calendar(weekdays, weekend, { exceptions: { '2026-03-27': exception }, holidays: [{ monthDay: '10-26' }] }),
  );
/** Around both clock changes of 2026. */
const anyInstant = fc
  .tuple(fc.constantFrom('2026-03-27 00:00', '2026-10-23 00:00'), fc.integer({ min: 0, max: 4 * 1440 }))
  .map(([start, minutes]) => utc(start) + minutes * MINUTE_MS);

describe('properties', () => {
  it('agrees with walking minute by minute', () => {
    const wall = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Brussels',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    fc.assert(
      fc.property(anyCalendar, anyInstant, fc.integer({ min: 1, max: 300 }), (rules, startMs, minutes) => {
        const time = compileVersion(rules);
        let open = 0;
        let ms = startMs;
        for (; open < minutes && ms < startMs + 1440 * MINUTE_MS; ms += MINUTE_MS) {
          expect(time.isOpen(ms)).toBe(isOpenByWallClock(rules, wall, ms));
          open += time.isOpen(ms) ? 1 : 0;
        }
        expect(time.workingMinutesBetween(startMs, ms)).toBe(open);
        if (open === minutes) {
          expect(time.addWorkingTime(startMs, minutes)).toEqual({ ok: true, atMs: ms });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('spends exactly the promised minutes before the deadline, and the parts add up', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, fc.nat(600), fc.nat(600), (rules, startMs, first, second) => {
        const time = compileVersion(rules);
        const middle = time.addWorkingTime(startMs, first);
        const end = time.addWorkingTime(startMs, first + second);
        expect(middle.ok && end.ok).toBe(true);
        if (middle.ok && end.ok) {
          expect(time.workingMinutesBetween(startMs, middle.atMs)).toBe(first);
          expect(time.addWorkingTime(middle.atMs, second)).toEqual(end);
          expect(time.workingMinutesBetween(end.atMs, startMs)).toBe(-(first + second) + 0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('opens next at the first open minute', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, (rules, startMs) => {
        const time = compileVersion(rules);
        const opening = time.nextOpening(startMs);
        if (opening.ok) {
          expect(time.isOpen(opening.atMs)).toBe(true);
          expect(time.workingMinutesBetween(startMs, opening.atMs)).toBe(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same answers after more days than it keeps', () => {
    const before = due(office, '2026-11-23 08:00', 600);
    office.workingMinutesBetween(utc('2020-01-01 00:00'), utc('2025-01-01 00:00'));
    expect(due(office, '2026-11-23 08:00', 600)).toBe(before);
  });
});
