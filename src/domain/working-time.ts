import { DAY_MS, MINUTE_MS, isoDateOf } from './time.js';
import {
  blockTable,
  instantAfter,
  offsetAt,
  openMsUntil,
  openingAt,
  openingBefore,
  placeAfter,
  type BlockTable,
  type Opening,
} from './working-time/open-blocks.js';
import { hoursOfDay, type WorkingCalendar } from './working-time/opening-hours.js';

export type { Opening } from './working-time/open-blocks.js';
export type { CalendarVersion, WorkingCalendar, WorkingInterval } from './working-time/opening-hours.js';

export type Moment =
  | { readonly ok: true; readonly atMs: number }
  | { readonly ok: false; readonly code: 'NO_OPEN_TIME' };

/**
 * Working time by one calendar. An instant is open when the wall clock of the zone shows a time inside an interval of
 * its day: an hour that the clock skips is not there, an hour that it repeats counts twice. All instants are UTC
 * milliseconds. The cost of a question does not grow with the days that it spans, only with the years.
 */
export interface WorkingTime {
  readonly calendar: string;
  /**
   * The earliest instant with that many working minutes after `startMs`; so the end of an interval, not the start of
   * the next. Fails with NO_OPEN_TIME when nothing opens for 366 days, or the time does not fit in ten years.
   * Throws RangeError for a negative amount, which no policy can hold.
   */
  addWorkingTime(startMs: number, minutes: number): Moment;
  /** The same in whole milliseconds. */
  addWorkingMs(startMs: number, ms: number): Moment;
  /** Exact, with fractions; negative when `toMs` lies before `fromMs`, so that parts always add up. */
  workingMinutesBetween(fromMs: number, toMs: number): number;
  /** The same in milliseconds. */
  workingMsBetween(fromMs: number, toMs: number): number;
  isOpen(ms: number): boolean;
  /** The instant itself when it is open. */
  nextOpening(ms: number): Moment;
  /** The latest instant, `ms` or before it, that is open or the end of an interval. Looks back 366 days. */
  previousOpenMs(ms: number): Moment;
  /**
   * What is open between two instants, for an explanation: stretches in order, cut at both instants, none touching the
   * next. Throws RangeError for more than 400 days.
   */
  openingsBetween(fromMs: number, toMs: number): readonly Opening[];
  /** What the wall clock shows, `YYYY-MM-DD` and `HH:MM`. */
  wallClock(ms: number): { readonly date: string; readonly time: string };
}

const MAX_IDLE_DAYS = 366;
/** Borders of blocks that 366 days can cross. */
const MAX_BORDERS = 2;
const MAX_SPAN_MS = 3660 * DAY_MS;
const MAX_LISTED_MS = 400 * DAY_MS;
const NO_OPEN_TIME = { ok: false, code: 'NO_OPEN_TIME' } as const;

function localMs(table: BlockTable, ms: number): number {
  return ms + offsetAt(table.of(ms), ms);
}

function dayAt(table: BlockTable, ms: number): number {
  return Math.floor(localMs(table, ms) / DAY_MS);
}

/** True when more than 366 local days lie between two instants: nobody waits for that. */
function isTooFar(table: BlockTable, fromMs: number, toMs: number): boolean {
  return dayAt(table, toMs) - dayAt(table, fromMs) > MAX_IDLE_DAYS;
}

function addWorkingMs(table: BlockTable, startMs: number, ms: number): Moment {
  if (!(ms >= 0)) {
    throw new RangeError('working time must be zero or more');
  }
  if (Math.round(ms) === 0) {
    return { ok: true, atMs: startMs };
  }
  let leftMs = Math.round(ms) + openMsUntil(table.of(startMs), startMs);
  let idleSinceMs = startMs;
  for (let block = table.of(startMs); block.startMs < startMs + MAX_SPAN_MS; block = table.at(block.index + 1)) {
    const first = openingAt(block, placeAfter(block, startMs));
    if (first !== undefined && isTooFar(table, idleSinceMs, first.fromMs)) {
      return NO_OPEN_TIME;
    }
    if (leftMs <= block.totalMs) {
      const atMs = instantAfter(block, leftMs);
      return atMs <= startMs + MAX_SPAN_MS ? { ok: true, atMs } : NO_OPEN_TIME;
    }
    leftMs -= block.totalMs;
    idleSinceMs = first === undefined ? idleSinceMs : (block.toMs.at(-1) ?? idleSinceMs);
  }
  return NO_OPEN_TIME;
}

function workingMsFromTo(table: BlockTable, fromMs: number, toMs: number): number {
  const first = table.of(fromMs);
  const last = table.of(toMs);
  let sumMs = openMsUntil(last, toMs) - openMsUntil(first, fromMs);
  for (let index = first.index; index < last.index; index += 1) {
    sumMs += table.at(index).totalMs;
  }
  return sumMs;
}

function workingMsBetween(table: BlockTable, fromMs: number, toMs: number): number {
  return fromMs <= toMs ? workingMsFromTo(table, fromMs, toMs) : 0 - workingMsFromTo(table, toMs, fromMs);
}

function isOpen(table: BlockTable, ms: number): boolean {
  const opening = openingBefore(table.of(ms), ms);
  return opening !== undefined && ms < opening.toMs;
}

function nextOpening(table: BlockTable, ms: number): Moment {
  const { index } = table.of(ms);
  for (let step = 0; step <= MAX_BORDERS; step += 1) {
    const block = table.at(index + step);
    const opening = openingAt(block, placeAfter(block, ms));
    if (opening !== undefined) {
      return isTooFar(table, ms, opening.fromMs) ? NO_OPEN_TIME : { ok: true, atMs: Math.max(ms, opening.fromMs) };
    }
  }
  return NO_OPEN_TIME;
}

function previousOpenMs(table: BlockTable, ms: number): Moment {
  const { index } = table.of(ms);
  for (let step = 0; step <= MAX_BORDERS; step += 1) {
    const opening = openingBefore(table.at(index - step), ms);
    if (opening !== undefined) {
      const atMs = Math.min(ms, opening.toMs);
      return isTooFar(table, atMs, ms) ? NO_OPEN_TIME : { ok: true, atMs };
    }
  }
  return NO_OPEN_TIME;
}

function openingsBetween(table: BlockTable, fromMs: number, toMs: number): readonly Opening[] {
  if (!(toMs - fromMs <= MAX_LISTED_MS)) {
    throw new RangeError('openings can be listed over 400 days at most');
  }
  const openings: Opening[] = [];
  if (fromMs >= toMs) {
    return openings;
  }
  for (let block = table.of(fromMs); block.startMs < toMs; block = table.at(block.index + 1)) {
    for (let place = placeAfter(block, fromMs); place < block.fromMs.length; place += 1) {
      const opening = openingAt(block, place);
      if (opening === undefined || opening.fromMs >= toMs) {
        break;
      }
      const last = openings.at(-1);
      const isLonger = last?.toMs === opening.fromMs;
      const startMs = isLonger ? last.fromMs : Math.max(fromMs, opening.fromMs);
      openings.splice(isLonger ? -1 : openings.length, 1, { fromMs: startMs, toMs: Math.min(toMs, opening.toMs) });
    }
  }
  return openings;
}

function wallClock(table: BlockTable, ms: number): { readonly date: string; readonly time: string } {
  const local = localMs(table, ms);
  const day = Math.floor(local / DAY_MS);
  const minute = Math.floor((local - day * DAY_MS) / MINUTE_MS);
  const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return { date: isoDateOf(day), time };
}

/**
 * Prepares a calendar for questions by the thousand: each year is worked out once, when it is asked for, and kept. Make
 * it once per settings snapshot. `calendar` must have passed the checks of `src/settings`; throws for one without a
 * version.
 */
export function compileCalendar(calendar: WorkingCalendar): WorkingTime {
  const [version] = calendar.versions;
  if (version === undefined) {
    throw new Error(`calendar "${calendar.name}" has no version: it was never checked`);
  }
  const table = blockTable(version.timeZone, hoursOfDay(calendar));
  return {
    calendar: calendar.name,
    addWorkingTime: (startMs, minutes) => addWorkingMs(table, startMs, minutes * MINUTE_MS),
    addWorkingMs: (startMs, ms) => addWorkingMs(table, startMs, ms),
    workingMinutesBetween: (fromMs, toMs) => workingMsBetween(table, fromMs, toMs) / MINUTE_MS,
    workingMsBetween: (fromMs, toMs) => workingMsBetween(table, fromMs, toMs),
    isOpen: (ms) => isOpen(table, ms),
    nextOpening: (ms) => nextOpening(table, ms),
    previousOpenMs: (ms) => previousOpenMs(table, ms),
    openingsBetween: (fromMs, toMs) => openingsBetween(table, fromMs, toMs),
    wallClock: (ms) => wallClock(table, ms),
  };
}
