import { DAY_MS, isoWeekdayOf, offsetStretches } from './time.js';

/** When an account receives something, counted from its own past. */
export interface Habit {
  /** How often in each hour of the week, local time; 168 numbers, the first one is Monday from midnight. */
  readonly hours: readonly number[];
  /** From when on they are counted, UTC milliseconds. */
  readonly sinceMs: number;
}

/** A stretch of an hour of the week. */
interface HourStretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** From 0 for Monday, midnight. */
  readonly hour: number;
}

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * DAY_MS;
const ZONE = 'Europe/Brussels';

/** Less than two weeks say nothing about a weekend or a closing day. */
const LEAST_WEEKS = 2;

function hourOfWeek(localMs: number): number {
  const day = Math.floor(localMs / DAY_MS);
  return (isoWeekdayOf(day) - 1) * 24 + Math.floor((localMs - day * DAY_MS) / HOUR_MS);
}

/** The week up to an instant, newest hour first. All accounts share it, because time zones are slow. */
export function lastWeek(nowMs: number): readonly HourStretch[] {
  return offsetStretches(nowMs - WEEK_MS, nowMs, ZONE)
    .flatMap(({ startMs, endMs, offsetMs }) => {
      const stretches: HourStretch[] = [];
      for (let fromMs = startMs; fromMs < endMs;) {
        const toMs = Math.min(endMs, (Math.floor((fromMs + offsetMs) / HOUR_MS) + 1) * HOUR_MS - offsetMs);
        stretches.push({ fromMs, toMs, hour: hourOfWeek(fromMs + offsetMs) });
        fromMs = toMs;
      }
      return stretches;
    })
    .toReversed();
}

/**
 * How many times an account should have received something since it last did, by its own weeks; null while those are
 * too few to say. Something that comes twice within ten seconds was counted once.
 *
 * @param week `lastWeek(nowMs)`
 */
export function missedSince(
  { hours, sinceMs }: Habit,
  lastEventMs: number,
  nowMs: number,
  week: readonly HourStretch[],
): number | null {
  const weeks = (nowMs - sinceMs) / WEEK_MS;
  if (weeks < LEAST_WEEKS) {
    return null;
  }
  const silentMs = Math.max(0, nowMs - lastEventMs);
  const wholeWeeks = Math.floor(silentMs / WEEK_MS);
  const fromMs = nowMs - (silentMs - wholeWeeks * WEEK_MS);
  let counted = wholeWeeks * hours.reduce((sum, count) => sum + count, 0);
  for (const stretch of week) {
    if (stretch.toMs <= fromMs) {
      break;
    }
    counted += ((hours[stretch.hour] ?? 0) * (stretch.toMs - Math.max(fromMs, stretch.fromMs))) / HOUR_MS;
  }
  return counted / weeks;
}
