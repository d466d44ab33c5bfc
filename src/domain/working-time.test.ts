import { describe, expect, it } from '@jest/globals';
import { dayNumberOf, isoDateOf } from './time.js';
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
    expect(() => office.addWorkingMs(0, -1)).toThrow(RangeError);
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

  // The dates make the 366 days cross two borders of the years in which open time is kept.
  const once = compileVersion(calendar([], [], { exceptions: { '2026-12-18': [{ from: '09:00', to: '10:00' }] } }));

  it.each([
    ['2025-12-17 10:00', '2026-12-18 08:30'],
    ['2025-12-16 10:00', 'NO_OPEN_TIME'],
  ])('looks 366 days ahead from %s and finds %s', (start, expected) => {
    const opening = once.nextOpening(utc(start));
    expect(due(once, start, 30)).toBe(expected);
    expect(opening.ok ? opening.atMs : opening.code).toBe(
      expected === 'NO_OPEN_TIME' ? expected : utc('2026-12-18 08:00'),
    );
  });

  it('measures the 366 days from the last opening', () => {
    const hour = [{ from: '09:00', to: '10:00' }];
    const twice = (first: string) =>
      compileVersion(calendar([], [], { exceptions: { [first]: hour, '2026-12-18': hour } }));
    expect(due(twice('2025-12-17'), '2025-03-03 10:00', 90)).toBe('2026-12-18 08:30');
    expect(due(twice('2025-12-16'), '2025-03-03 10:00', 90)).toBe('NO_OPEN_TIME');
  });

  it('says so when the time does not fit in ten years', () => {
    expect(due(office, '2026-11-23 08:00', 10 * 366 * 1440)).toBe('NO_OPEN_TIME');
    expect(due(always, '2026-11-23 08:00', 3660 * 1440)).toBe('2036-11-30 08:00');
    expect(due(always, '2026-11-23 08:00', 3660 * 1440 + 1)).toBe('NO_OPEN_TIME');
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

describe('the last staffed moment', () => {
  it.each([
    ['open', '2026-11-23 08:30', '2026-11-23 08:30'],
    ['at the start of an interval', '2026-11-23 08:00', '2026-11-23 08:00'],
    ['at the end of one', '2026-11-23 16:00', '2026-11-23 16:00'],
    ['in the lunch break', '2026-11-23 11:30', '2026-11-23 11:00'],
    ['on a Sunday', '2026-11-29 10:00', '2026-11-27 16:00'],
  ])('is found when it is %s', (_, at, expected) => {
    expect(office.previousOpenMs(utc(at))).toEqual({ ok: true, atMs: utc(expected) });
  });

  it('is not sought for more than 366 days', () => {
    const rare = compileVersion(calendar([], [], { exceptions: { '2025-11-23': OFFICE } }));
    expect(rare.previousOpenMs(utc('2026-11-24 20:00'))).toEqual({ ok: true, atMs: utc('2025-11-23 16:00') });
    expect(rare.previousOpenMs(utc('2026-11-25 20:00'))).toEqual({ ok: false, code: 'NO_OPEN_TIME' });
  });
});

describe('a list of openings', () => {
  const list = (time: WorkingTime, from: string, to: string) =>
    time
      .openingsBetween(utc(from), utc(to))
      .map(({ fromMs, toMs }) =>
        [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(5, 16).replace('T', ' ')).join(' – '),
      );

  it('is cut at both ends', () => {
    expect(list(office, '2026-11-23 10:00', '2026-11-24 08:30')).toEqual([
      '11-23 10:00 – 11-23 11:00',
      '11-23 12:00 – 11-23 16:00',
      '11-24 08:00 – 11-24 08:30',
    ]);
  });

  it('is one stretch for a calendar that never closes, over every border', () => {
    expect(list(always, '2026-01-01 00:00', '2027-02-01 00:00')).toEqual(['01-01 00:00 – 02-01 00:00']);
  });

  it('is empty where nothing opens, and for an interval that ends where it begins or before', () => {
    expect(list(office, '2026-11-28 00:00', '2026-11-29 00:00')).toEqual([]);
    expect(list(office, '2026-11-24 09:00', '2026-11-23 09:00')).toEqual([]);
    expect(list(office, '2026-11-23 09:00', '2026-11-23 09:00')).toEqual([]);
  });

  it('is refused for more than 400 days', () => {
    expect(() => office.openingsBetween(0, 401 * 86_400_000)).toThrow(RangeError);
    expect(() => office.openingsBetween(0, Number.NaN)).toThrow(RangeError);
  });
});

describe('versions of a calendar', () => {
  const until17 = calendar(OFFICE);
  const until12 = calendar([{ from: '09:00', to: '12:00' }], [], { validFrom: '2026-12-01' });

  it('each count their own days, whatever their order', () => {
    const time = compileCalendar({ name: 'test', versions: [until12, until17], closingDays: [] });
    expect(due(time, '2026-11-30 15:30', 60)).toBe('2026-12-01 08:30');
    expect(due(time, '2026-12-01 10:30', 60)).toBe('2026-12-02 08:30');
  });

  it('begin at the midnight of their zone', () => {
    const nights = calendar(NIGHT_AND_DAY, NIGHT_AND_DAY);
    const never2026 = calendar([], [], { validFrom: '2026-12-01' });
    const time = compileCalendar({ name: 'test', versions: [nights, never2026], closingDays: [] });
    expect(time.previousOpenMs(utc('2026-12-05 00:00'))).toEqual({ ok: true, atMs: utc('2026-11-30 23:00') });
  });

  it('hold before their first date when they are the oldest', () => {
    const time = compileCalendar({ name: 'test', versions: [until12], closingDays: [] });
    expect(due(time, '2026-11-23 10:30', 60)).toBe('2026-11-24 08:30');
  });

  it('must be there', () => {
    expect(() => compileCalendar({ name: 'leeg', versions: [], closingDays: [] })).toThrow(/"leeg" has no version/);
  });
});

/** What date-holidays 3.37.0 gives for `BE` as public: Easter Monday, Ascension and Whit Monday, between days that stay. */
const PUBLIC_HOLIDAYS = [
  [2024, '01-01 04-01 05-01 05-09 05-20 07-21 08-15 11-01 11-11 12-25'],
  [2025, '01-01 04-21 05-01 05-29 06-09 07-21 08-15 11-01 11-11 12-25'],
  [2026, '01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25'],
  [2027, '01-01 03-29 05-01 05-06 05-17 07-21 08-15 11-01 11-11 12-25'],
  [2028, '01-01 04-17 05-01 05-25 06-05 07-21 08-15 11-01 11-11 12-25'],
  [2029, '01-01 04-02 05-01 05-10 05-21 07-21 08-15 11-01 11-11 12-25'],
  [2030, '01-01 04-22 05-01 05-30 06-10 07-21 08-15 11-01 11-11 12-25'],
] as const;

describe('Belgian holidays', () => {
  const everyDay = compileVersion(calendar(OFFICE, OFFICE, { holidays: LEGAL_HOLIDAYS }));

  it.each(PUBLIC_HOLIDAYS)('closes on the public holidays that date-holidays knows of %i', (year, monthDays) => {
    const closed: string[] = [];
    for (let day = dayNumberOf(`${year}-01-01`); day < dayNumberOf(`${year + 1}-01-01`); day += 1) {
      if (!everyDay.isOpen(utc(`${isoDateOf(day)} 09:00`))) {
        closed.push(isoDateOf(day));
      }
    }
    expect(closed).toEqual(monthDays.split(' ').map((monthDay) => `${year}-${monthDay}`));
  });
});
