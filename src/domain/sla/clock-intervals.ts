import { DAY_MS } from '../time.js';
import type { WorkingTime } from '../working-time.js';
import { countedMs } from './count-time.js';
import { calendarOf, type ClockView } from './fold-clocks.js';
import type { SlaTimes } from './sla-time.js';
import type { Span } from './spans.js';
import type { TermsFrom } from './track-ticket.js';
import { PAUSE_REASONS, type PauseReason } from './vocabulary.js';

/** Why a stretch of a clock counts, or does not. `relaxed` counts at a part of the speed, in a crisis. */
export const INTERVAL_REASONS = ['open-hours', 'relaxed', 'outside-hours', ...PAUSE_REASONS] as const;
export type IntervalReason = (typeof INTERVAL_REASONS)[number];

/** A stretch of one round of a clock. UTC milliseconds. */
export interface ClockInterval {
  readonly fromMs: number;
  readonly toMs: number;
  readonly why: IntervalReason;
  /** True for what lies ahead: it will count so if nothing happens. */
  readonly isExpected: boolean;
  /** Working time as it counts. */
  readonly countedMs: number;
  /** How many minutes count as one. */
  readonly factor: number;
  readonly calendar: string;
  readonly terms: TermsFrom;
}

export interface ClockIntervals {
  /** The newest ones, oldest first; they touch each other. */
  readonly intervals: readonly ClockInterval[];
  /** Working time that was used before the first of them; more than zero only when some were left out. */
  readonly earlierMs: number;
  readonly isCut: boolean;
}

/** Calendars list at most 400 days at once. */
const MAX_LISTED_MS = 366 * DAY_MS;

interface Context {
  readonly times: SlaTimes;
  readonly view: ClockView;
  readonly asOfMs: number;
}

/** A clock that runs is shown up to its deadline, so that one sees how that comes about. */
function endOf({ view, asOfMs }: Context): number {
  return view.endedAtMs ?? Math.max(asOfMs, view.dueAtMs ?? asOfMs);
}

/** The spans up to the end, cut at the instant of looking. */
function shownSpans(context: Context): Span[] {
  const { view, asOfMs } = context;
  const endMs = endOf(context);
  return view.spans.flatMap((span) => {
    const toMs = Math.min(span.toMs, endMs);
    const cutMs = Math.max(span.fromMs, Math.min(asOfMs, toMs));
    const parts = [
      { ...span, toMs: cutMs },
      { ...span, fromMs: cutMs, toMs },
    ];
    return parts.filter((part) => part.fromMs < part.toMs);
  });
}

interface Piece {
  readonly fromMs: number;
  readonly toMs: number;
  readonly why: IntervalReason;
}

/** What of at most 400 days is open and what is not, newest first. */
function openAndShut(time: WorkingTime, range: { fromMs: number; toMs: number }, whenOpen: IntervalReason): Piece[] {
  const pieces: Piece[] = [];
  let fromMs = range.fromMs;
  for (const opening of time.openingsBetween(range.fromMs, range.toMs)) {
    pieces.push({ fromMs, toMs: opening.fromMs, why: 'outside-hours' }, { ...opening, why: whenOpen });
    fromMs = opening.toMs;
  }
  pieces.push({ fromMs, toMs: range.toMs, why: 'outside-hours' });
  return pieces.filter((piece) => piece.fromMs < piece.toMs).toReversed();
}

function* piecesOf(span: Span, time: WorkingTime): Generator<Piece> {
  if (span.paused !== null) {
    yield { fromMs: span.fromMs, toMs: span.toMs, why: span.paused satisfies PauseReason };
    return;
  }
  for (let toMs = span.toMs; toMs > span.fromMs;) {
    const fromMs = Math.max(span.fromMs, toMs - MAX_LISTED_MS);
    yield* openAndShut(time, { fromMs, toMs }, span.factor === 1 ? 'open-hours' : 'relaxed');
    toMs = fromMs;
  }
}

function counts({ why }: Piece): boolean {
  return why === 'open-hours' || why === 'relaxed';
}

function* newestFirst(context: Context, spans: readonly Span[]): Generator<ClockInterval> {
  const { times, view, asOfMs } = context;
  for (const span of spans.toReversed()) {
    const time = calendarOf(times, span.terms, view.name);
    for (const piece of piecesOf(span, time)) {
      yield {
        ...piece,
        isExpected: piece.fromMs >= asOfMs,
        countedMs: counts(piece) ? (piece.toMs - piece.fromMs) / span.factor : 0,
        ...{ factor: span.factor, calendar: time.calendar, terms: span.terms },
      };
    }
  }
}

function isSameKind(a: ClockInterval, b: ClockInterval): boolean {
  return (
    a.why === b.why &&
    a.isExpected === b.isExpected &&
    a.factor === b.factor &&
    a.calendar === b.calendar &&
    a.terms === b.terms
  );
}

/** The working time that counted before an instant. */
function countedBefore(context: Context, spans: readonly Span[], untilMs: number): number {
  const { times, view } = context;
  return spans.reduce((sum, span) => {
    const toMs = Math.min(span.toMs, untilMs);
    return sum + countedMs(span, calendarOf(times, span.terms, view.name), span.fromMs, toMs);
  }, 0);
}

/**
 * The stretches that make up a round of a clock: what counted, what did not, and why. What counted up to the instant
 * of looking adds up to the used time of the clock.
 *
 * @param about the instant of the fold, UTC milliseconds, and how many stretches at most; the newest are given
 */
export function clockIntervals(
  view: ClockView,
  times: SlaTimes,
  about: { readonly asOfMs: number; readonly max: number },
): ClockIntervals {
  const context = { times, view, asOfMs: about.asOfMs };
  const spans = shownSpans(context);
  const found: ClockInterval[] = [];
  for (const next of newestFirst(context, spans)) {
    const last = found.at(-1);
    if (last !== undefined && isSameKind(last, next)) {
      found.splice(-1, 1, { ...last, fromMs: next.fromMs, countedMs: last.countedMs + next.countedMs });
    } else if (found.length === about.max) {
      const earlierMs = countedBefore(context, spans, Math.min(next.toMs, about.asOfMs));
      return { intervals: found.toReversed(), earlierMs, isCut: true };
    } else {
      found.push(next);
    }
  }
  return { intervals: found.toReversed(), earlierMs: 0, isCut: false };
}
