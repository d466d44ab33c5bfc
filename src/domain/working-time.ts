import { DAY_MS, MINUTE_MS, easterSunday, isoDateOf, isoWeekdayOf, segmentsOfDay } from './time.js';

export interface WorkingInterval {
  readonly from: string;
  readonly to: string;
}

type Weekday = '1' | '2' | '3' | '4' | '5' | '6' | '7';

/** What working time needs of a calendar; the calendars of configuration satisfy it. Validated before it comes here. */
export interface WorkingCalendar {
  readonly name: string;
  readonly timeZone: string;
  /** By ISO weekday; local wall-clock times `HH:MM`, `24:00` allowed as an end. */
  readonly week: Readonly<Record<Weekday, readonly WorkingInterval[]>>;
  /** By date; they win over holidays. */
  readonly exceptions: Readonly<Record<string, readonly WorkingInterval[]>>;
  readonly holidays: readonly ({ readonly monthDay: string } | { readonly easterOffsetDays: number })[];
}

export type Moment =
  { readonly ok: true; readonly atMs: number } | { readonly ok: false; readonly code: 'NO_OPEN_TIME' };

/**
 * Working time by one calendar. An instant is open when the wall clock of the zone shows a time inside an interval of
 * its day: an hour that the clock skips is not there, an hour that it repeats counts twice. All instants are UTC
 * milliseconds.
 */
export interface WorkingTime {
  readonly calendar: string;
  /**
   * The earliest instant with that many working minutes after `startMs`; so the end of an interval, not the start of
   * the next. Fails with NO_OPEN_TIME when nothing opens for 366 days, or the time does not fit in ten years.
   * Throws RangeError for a negative amount, which no policy can hold.
   */
  addWorkingTime(startMs: number, minutes: number): Moment;
  /** Exact, with fractions; negative when `toMs` lies before `fromMs`, so that parts always add up. */
  workingMinutesBetween(fromMs: number, toMs: number): number;
  isOpen(ms: number): boolean;
  /** The instant itself when it is open. */
  nextOpening(ms: number): Moment;
  /** What the wall clock shows, `YYYY-MM-DD` and `HH:MM`. */
  wallClock(ms: number): { readonly date: string; readonly time: string };
}

const MAX_IDLE_DAYS = 366;
const MAX_DAYS = 3660;
// About four years of days: a live calendar never fills it, a replay over decades starts afresh now and then.
const MAX_CACHED_DAYS = 1500;
const NO_OPEN_TIME = { ok: false, code: 'NO_OPEN_TIME' } as const;

interface Opening {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Day {
  readonly number: number;
  readonly date: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly segments: ReturnType<typeof segmentsOfDay>;
  readonly openings: readonly Opening[];
  readonly openMs: number;
}

interface DayTable {
  at(dayNumber: number): Day;
  dayOf(ms: number): Day;
}

function minuteOfDay(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

function isHoliday(calendar: WorkingCalendar, dayNumber: number, date: string): boolean {
  const sinceEaster = dayNumber - easterSunday(Number(date.slice(0, 4)));
  return calendar.holidays.some((rule) =>
    'monthDay' in rule ? rule.monthDay === date.slice(5) : rule.easterOffsetDays === sinceEaster,
  );
}

function intervalsOn(calendar: WorkingCalendar, dayNumber: number, date: string): readonly WorkingInterval[] {
  const exception = calendar.exceptions[date];
  if (exception !== undefined) {
    return exception;
  }
  return isHoliday(calendar, dayNumber, date) ? [] : calendar.week[String(isoWeekdayOf(dayNumber)) as Weekday];
}

function buildDay(calendar: WorkingCalendar, dayNumber: number): Day {
  const date = isoDateOf(dayNumber);
  const segments = segmentsOfDay(dayNumber, calendar.timeZone);
  const openings: Opening[] = [];
  for (const segment of segments) {
    // Local midnight as this segment's offset sees it: on a day that the clock changes it differs per segment.
    const midnightMs = dayNumber * DAY_MS - segment.offsetMs;
    for (const interval of intervalsOn(calendar, dayNumber, date)) {
      const fromMs = Math.max(segment.startMs, midnightMs + minuteOfDay(interval.from) * MINUTE_MS);
      const toMs = Math.min(segment.endMs, midnightMs + minuteOfDay(interval.to) * MINUTE_MS);
      if (fromMs < toMs) {
        openings.push({ fromMs, toMs });
      }
    }
  }
  openings.sort((a, b) => a.fromMs - b.fromMs);
  const openMs = openings.reduce((sum, opening) => sum + opening.toMs - opening.fromMs, 0);
  const startMs = Math.min(...segments.map((segment) => segment.startMs));
  const endMs = Math.max(...segments.map((segment) => segment.endMs));
  return { number: dayNumber, date, startMs, endMs, segments, openings, openMs };
}

function dayTable(calendar: WorkingCalendar): DayTable {
  const days = new Map<number, Day>();
  function at(dayNumber: number): Day {
    const known = days.get(dayNumber);
    if (known !== undefined) {
      return known;
    }
    if (days.size >= MAX_CACHED_DAYS) {
      days.clear();
    }
    const day = buildDay(calendar, dayNumber);
    days.set(dayNumber, day);
    return day;
  }
  function dayOf(ms: number): Day {
    // The UTC day is at most one away from the local day.
    let day = at(Math.floor(ms / DAY_MS));
    while (ms < day.startMs) {
      day = at(day.number - 1);
    }
    while (ms >= day.endMs) {
      day = at(day.number + 1);
    }
    return day;
  }
  return { at, dayOf };
}

function openMsBetween(day: Day, fromMs: number, toMs: number): number {
  if (fromMs <= day.startMs && toMs >= day.endMs) {
    return day.openMs;
  }
  let sum = 0;
  for (const opening of day.openings) {
    sum += Math.max(0, Math.min(toMs, opening.toMs) - Math.max(fromMs, opening.fromMs));
  }
  return sum;
}

/** The instant within a day that has `leftMs` of open time after `fromMs`; the caller knows that it is there. */
function instantWithin(day: Day, fromMs: number, leftMs: number): number {
  let atMs = fromMs;
  let restMs = leftMs;
  for (const opening of day.openings) {
    const startMs = Math.max(fromMs, opening.fromMs);
    const spanMs = Math.min(restMs, Math.max(0, opening.toMs - startMs));
    atMs = spanMs > 0 ? startMs + spanMs : atMs;
    restMs -= spanMs;
  }
  return atMs;
}

function addWorkingTime(table: DayTable, startMs: number, minutes: number): Moment {
  if (!(minutes >= 0)) {
    throw new RangeError('working time must be a number of minutes, zero or more');
  }
  let leftMs = Math.round(minutes * MINUTE_MS);
  if (leftMs === 0) {
    return { ok: true, atMs: startMs };
  }
  let day = table.dayOf(startMs);
  let idleDays = 0;
  for (let count = 0; count < MAX_DAYS && idleDays <= MAX_IDLE_DAYS; count += 1) {
    const openMs = openMsBetween(day, startMs, day.endMs);
    if (leftMs <= openMs) {
      return { ok: true, atMs: instantWithin(day, startMs, leftMs) };
    }
    leftMs -= openMs;
    idleDays = openMs === 0 ? idleDays + 1 : 0;
    day = table.at(day.number + 1);
  }
  return NO_OPEN_TIME;
}

function openMsFromTo(table: DayTable, fromMs: number, toMs: number): number {
  let sum = 0;
  for (let day = table.dayOf(fromMs); day.startMs < toMs; day = table.at(day.number + 1)) {
    sum += openMsBetween(day, fromMs, toMs);
  }
  return sum;
}

function nextOpening(table: DayTable, ms: number): Moment {
  let day = table.dayOf(ms);
  for (let count = 0; count <= MAX_IDLE_DAYS; count += 1) {
    const opening = day.openings.find((candidate) => candidate.toMs > ms);
    if (opening !== undefined) {
      return { ok: true, atMs: Math.max(ms, opening.fromMs) };
    }
    day = table.at(day.number + 1);
  }
  return NO_OPEN_TIME;
}

function wallClock(table: DayTable, ms: number): { readonly date: string; readonly time: string } {
  const day = table.dayOf(ms);
  // Segments lie in order: the last one that began is the one in force.
  const offsetMs = day.segments.reduce((offset, segment) => (segment.startMs <= ms ? segment.offsetMs : offset), 0);
  const minute = Math.floor((ms + offsetMs) / MINUTE_MS) % 1440;
  const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return { date: day.date, time };
}

/**
 * Prepares a calendar for questions by the thousand: each local day is worked out once and kept. Make it once per
 * settings snapshot. `calendar` must have passed the checks of `src/settings`.
 */
export function compileCalendar(calendar: WorkingCalendar): WorkingTime {
  const table = dayTable(calendar);
  return {
    calendar: calendar.name,
    addWorkingTime: (startMs, minutes) => addWorkingTime(table, startMs, minutes),
    workingMinutesBetween: (fromMs, toMs) =>
      (fromMs <= toMs ? openMsFromTo(table, fromMs, toMs) : -openMsFromTo(table, toMs, fromMs)) / MINUTE_MS,
    isOpen: (ms) => table.dayOf(ms).openings.some((opening) => opening.fromMs <= ms && ms < opening.toMs),
    nextOpening: (ms) => nextOpening(table, ms),
    wallClock: (ms) => wallClock(table, ms),
  };
}
