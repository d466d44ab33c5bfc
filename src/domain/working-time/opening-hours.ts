import { MINUTE_MS, dayNumberOf, easterSunday, isoWeekdayOf, yearOf } from '../time.js';

export interface WorkingInterval {
  readonly from: string;
  readonly to: string;
}

type Weekday = '1' | '2' | '3' | '4' | '5' | '6' | '7';

/** What working time needs of one version of a calendar; those of configuration satisfy it. Validated before. */
export interface CalendarVersion {
  /** The first local date of this version; the oldest version also holds before it. */
  readonly validFrom: string;
  readonly timeZone: string;
  /** By ISO weekday; local wall-clock times `HH:MM`, `24:00` allowed as an end. */
  readonly week: Readonly<Record<Weekday, readonly WorkingInterval[]>>;
  /** By date; they win over holidays. */
  readonly exceptions: Readonly<Record<string, readonly WorkingInterval[]>>;
  readonly holidays: readonly ({ readonly monthDay: string } | { readonly easterOffsetDays: number })[];
}

/** A calendar with all its versions, which share a time zone, and the closing days of whoever uses it. */
export interface WorkingCalendar {
  readonly name: string;
  /** At least one, in any order; each local day is counted by the latest that is valid on it. */
  readonly versions: readonly CalendarVersion[];
  /** Days with other hours, closed when `open` is empty. They win over everything that a version says. */
  readonly closingDays: readonly { readonly date: string; readonly open: readonly WorkingInterval[] }[];
}

/** A stretch of open time on the wall clock, in milliseconds after the midnight that it shows. */
export interface Hours {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The hours of a local day, in order. */
export type HoursOfDay = (dayNumber: number) => readonly Hours[];

function msOfDay(clock: string): number {
  return (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))) * MINUTE_MS;
}

function hoursOf(intervals: readonly WorkingInterval[]): readonly Hours[] {
  return intervals
    .map(({ from, to }) => ({ fromMs: msOfDay(from), toMs: msOfDay(to) }))
    .sort((a, b) => a.fromMs - b.fromMs);
}

/** Day numbers of the closed days of a year. */
function holidaysOf({ holidays }: CalendarVersion, year: number): ReadonlySet<number> {
  const easter = easterSunday(year);
  return new Set(
    holidays.map((rule) =>
      // 29 February is no date in most years; NaN is no day either.
      'monthDay' in rule ? dayNumberOf(`${year}-${rule.monthDay}`) : easter + rule.easterOffsetDays,
    ),
  );
}

/** Remembers the last answer only: days are asked for in order, and so a year is worked out once. */
function holidaysByYear(version: CalendarVersion): (year: number) => ReadonlySet<number> {
  let last: { readonly year: number; readonly holidays: ReadonlySet<number> } | undefined;
  return (year) => {
    last = last?.year === year ? last : { year, holidays: holidaysOf(version, year) };
    return last.holidays;
  };
}

interface VersionHours {
  readonly firstDay: number;
  readonly hoursOfDay: HoursOfDay;
}

function versionHours(version: CalendarVersion): VersionHours {
  const week = new Map(
    Object.entries(version.week).map(([weekday, intervals]) => [Number(weekday), hoursOf(intervals)]),
  );
  const exceptions = new Map(
    Object.entries(version.exceptions).map(([date, intervals]) => [dayNumberOf(date), hoursOf(intervals)]),
  );
  const holidays = holidaysByYear(version);
  return {
    firstDay: dayNumberOf(version.validFrom),
    hoursOfDay(dayNumber) {
      const exception = exceptions.get(dayNumber);
      if (exception !== undefined) {
        return exception;
      }
      return holidays(yearOf(dayNumber)).has(dayNumber) ? [] : (week.get(isoWeekdayOf(dayNumber)) ?? []);
    },
  };
}

/** Prepares the rules of a calendar: closing days before exceptions, exceptions before holidays, then the week. */
export function hoursOfDay(calendar: WorkingCalendar): HoursOfDay {
  const newestFirst = calendar.versions.map(versionHours).sort((a, b) => b.firstDay - a.firstDay);
  const oldest = newestFirst.at(-1);
  const closingDays = new Map(calendar.closingDays.map(({ date, open }) => [dayNumberOf(date), hoursOf(open)]));
  return (dayNumber) => {
    const version = newestFirst.find(({ firstDay }) => firstDay <= dayNumber) ?? oldest;
    return closingDays.get(dayNumber) ?? version?.hoursOfDay(dayNumber) ?? [];
  };
}
