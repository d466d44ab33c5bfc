import { Temporal } from 'temporal-polyfill';

// The only home of temporal-polyfill, so that the built-in Temporal can replace it in one place.
// Everything here costs tens of microseconds: callers on a hot path keep what they got (see working-time/).

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** A stretch of time with one offset from UTC. */
export interface OffsetStretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly offsetMs: number;
}

/** Days since 1970-01-01 of a calendar date `YYYY-MM-DD`; `NaN` for text that is no date. */
export function dayNumberOf(isoDate: string): number {
  const ms = Date.parse(`${isoDate}T00:00:00Z`);
  // Date.parse rolls 2026-02-30 over to March; a date that does not come back unchanged does not exist.
  return isoDateOf(ms / DAY_MS) === isoDate ? ms / DAY_MS : Number.NaN;
}

// Deadlines fall on the same few days again and again.
const MAX_DATES = 4_000;
const dates = new Map<number, string>();

/** The calendar date `YYYY-MM-DD` of a day number; an empty text for `NaN`. */
export function isoDateOf(dayNumber: number): string {
  const known = dates.get(dayNumber);
  if (known !== undefined || Number.isNaN(dayNumber)) {
    return known ?? '';
  }
  const date = new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
  if (dates.size >= MAX_DATES) {
    dates.clear();
  }
  dates.set(dayNumber, date);
  return date;
}

/** ISO weekday of a day number: 1 (Monday) to 7. */
export function isoWeekdayOf(dayNumber: number): number {
  // Day 0 was a Thursday.
  return ((((dayNumber + 3) % 7) + 7) % 7) + 1;
}

/** The year of a day number. */
export function yearOf(dayNumber: number): number {
  return new Date(dayNumber * DAY_MS).getUTCFullYear();
}

/** Day number of Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876, by Meeus). */
export function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const correction = Math.floor((century + 8) / 25);
  const epact =
    (19 * golden + century - Math.floor(century / 4) - Math.floor((century - correction + 1) / 3) + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const monthAndDay = epact + weekday - 7 * late + 114;
  return Date.UTC(year, Math.floor(monthAndDay / 31) - 1, (monthAndDay % 31) + 1) / DAY_MS;
}

/** True for an IANA zone name. Offsets such as `+01:00` are refused: they know nothing of summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) {
    return false;
  }
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    // An unknown name is an answer here, not a failure.
    return false;
  }
}

/** The stretches between two instants in order, without holes: one, and one more for each change of the clocks. */
export function offsetStretches(fromMs: number, toMs: number, timeZone: string): readonly OffsetStretch[] {
  const stretches: OffsetStretch[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(timeZone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    const isLast = next === null || next.epochMilliseconds >= toMs;
    const endMs = isLast ? toMs : next.epochMilliseconds;
    stretches.push({ startMs: at.epochMilliseconds, endMs, offsetMs: at.offsetNanoseconds / 1e6 });
    if (isLast) {
      return stretches;
    }
    at = next;
  }
}

/** The local calendar date `YYYY-MM-DD` of an instant. */
export function localDateOf(ms: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The first instant of a local calendar date, UTC milliseconds: where a policy version or billing month begins. */
export function startOfDateMs(isoDate: string, timeZone: string): number {
  return Temporal.PlainDate.from(isoDate).toZonedDateTime(timeZone).epochMilliseconds;
}
