import type { CalendarVersion, Opening, WorkingCalendar, WorkingInterval } from '../../src/domain/working-time.js';

const MINUTE_MS = 60_000;

/** From published tables, so that the arithmetic of the domain is not compared with itself. */
const EASTER: Readonly<Record<string, string>> = {
  '2006': '2006-04-16',
  '2011': '2011-04-24',
  '2012': '2012-04-08',
  '2018': '2018-04-01',
  '2026': '2026-04-05',
  '2027': '2027-03-28',
  '2028': '2028-04-16',
};

function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000;
}

function isHoliday({ holidays }: CalendarVersion, date: string): boolean {
  const easter = EASTER[date.slice(0, 4)];
  if (easter === undefined) {
    throw new Error(`the table of Easter lacks ${date.slice(0, 4)}`);
  }
  return holidays.some((rule) =>
    'monthDay' in rule ? date.endsWith(rule.monthDay) : daysBetween(easter, date) === rule.easterOffsetDays,
  );
}

function intervalsOf(version: CalendarVersion, date: string): readonly WorkingInterval[] {
  const exception = version.exceptions[date];
  if (exception !== undefined) {
    return exception;
  }
  if (isHoliday(version, date)) {
    return [];
  }
  const { week } = version;
  return [week[7], week[1], week[2], week[3], week[4], week[5], week[6]][new Date(`${date}T00:00Z`).getUTCDay()] ?? [];
}

function intervalsOn(calendar: WorkingCalendar, date: string): readonly WorkingInterval[] {
  const closing = calendar.closingDays.find((day) => day.date === date);
  if (closing !== undefined) {
    return closing.open;
  }
  const oldToNew = [...calendar.versions].sort((a, b) => a.validFrom.localeCompare(b.validFrom));
  const version = oldToNew.findLast((one) => one.validFrom <= date) ?? oldToNew[0];
  return version === undefined ? [] : intervalsOf(version, date);
}

/** Asks the platform what a clock on the wall shows, as `2026-11-23 09:00`. Answers are kept: asking is slow. */
export function wallClocks(): (timeZone: string, ms: number) => string {
  const clocks = new Map<string, (ms: number) => string>();
  return (timeZone, ms) => {
    const clock = clocks.get(timeZone) ?? wallClockOf(timeZone);
    clocks.set(timeZone, clock);
    return clock(ms);
  };
}

function wallClockOf(timeZone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });
  const texts = new Map<number, string>();
  return (ms) => {
    const text = texts.get(ms) ?? format.format(ms);
    texts.set(ms, text);
    return text;
  };
}

/**
 * Working time in the slow and obvious way: looks at a clock on the wall every minute. It shares no code with
 * `src/domain/working-time.ts`, which must agree with it. All instants are whole minutes.
 */
export function slowWorkingTime(calendar: WorkingCalendar, wallClock: ReturnType<typeof wallClocks>) {
  const timeZone = calendar.versions[0]?.timeZone ?? '';
  const days = new Map<string, readonly WorkingInterval[]>();

  function isOpen(ms: number): boolean {
    const text = wallClock(timeZone, ms);
    const date = text.slice(0, 10);
    const time = text.slice(11);
    const intervals = days.get(date) ?? intervalsOn(calendar, date);
    days.set(date, intervals);
    return intervals.some(({ from, to }) => from <= time && time < to);
  }

  function minutesBetween(fromMs: number, toMs: number): number {
    let minutes = 0;
    for (let ms = fromMs; ms < toMs; ms += MINUTE_MS) {
      minutes += isOpen(ms) ? 1 : 0;
    }
    return minutes;
  }

  /** Undefined when there are not so many minutes before the limit. */
  function add(startMs: number, minutes: number, limitMs: number): number | undefined {
    let leftMinutes = minutes;
    let ms = startMs;
    for (; leftMinutes > 0 && ms < limitMs; ms += MINUTE_MS) {
      leftMinutes -= isOpen(ms) ? 1 : 0;
    }
    return leftMinutes === 0 ? ms : undefined;
  }

  function nextOpening(fromMs: number, limitMs: number): number | undefined {
    for (let ms = fromMs; ms < limitMs; ms += MINUTE_MS) {
      if (isOpen(ms)) {
        return ms;
      }
    }
    return undefined;
  }

  function previousOpen(fromMs: number, limitMs: number): number | undefined {
    for (let ms = fromMs; ms > limitMs; ms -= MINUTE_MS) {
      if (isOpen(ms) || isOpen(ms - MINUTE_MS)) {
        return ms;
      }
    }
    return undefined;
  }

  function openings(fromMs: number, toMs: number): readonly Opening[] {
    const found: Opening[] = [];
    for (let ms = fromMs; ms < toMs; ms += MINUTE_MS) {
      const last = found.at(-1);
      if (isOpen(ms) && last?.toMs === ms) {
        found.splice(-1, 1, { fromMs: last.fromMs, toMs: ms + MINUTE_MS });
      } else if (isOpen(ms)) {
        found.push({ fromMs: ms, toMs: ms + MINUTE_MS });
      }
    }
    return found;
  }

  return { isOpen, minutesBetween, add, nextOpening, previousOpen, openings };
}
