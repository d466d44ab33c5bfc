import type { WorkingTime } from '../working-time.js';
import type { Span } from './spans.js';
import type { TermsFrom } from './track.js';

/** How time counts under one set of terms. */
export interface Counting {
  readonly time: WorkingTime;
  readonly targetMs: number;
  /** Working time that is left at least after a stretch without counting. */
  readonly graceMs: number;
}

export interface Counted {
  /** Working time that counted up to the end of the spans or the instant of looking. */
  readonly spentMs: number;
  /** When the target is used up; null while the clock stands still, or when no time is open for a year. */
  readonly dueAtMs: number | null;
}

/** Less than this is an error of floating point: parts of relaxed minutes are not exact. */
const NOTHING_MS = 0.001;

/** Working time between two instants of one span, as it counts. */
export function countedMs(span: Span, time: WorkingTime, fromMs: number, toMs: number): number {
  return span.paused === null && fromMs < toMs ? time.workingMsBetween(fromMs, toMs) / span.factor : 0;
}

interface Walk {
  spentMs: number;
  allowedMs: number;
  terms: TermsFrom | undefined;
  wasPaused: boolean;
}

/** Other terms change what is allowed from then on. What was used stays used. */
function allow(walk: Walk, { terms }: Span, { targetMs }: Counting): void {
  if (walk.terms !== terms) {
    walk.terms = terms;
    walk.allowedMs = targetMs;
  }
}

/** Somebody who gets a ticket back has at least the grace. */
function grantGrace(walk: Walk, { graceMs }: Counting): void {
  if (walk.wasPaused) {
    walk.allowedMs = Math.max(walk.allowedMs, walk.spentMs + graceMs);
    walk.wasPaused = false;
  }
}

/** The instant in a span at which the allowed time is used up; undefined when it lasts longer than the span. */
function endOfTime(walk: Walk, span: Span, time: WorkingTime, isLast: boolean): number | null | undefined {
  const leftMs = Math.max(0, walk.allowedMs - walk.spentMs);
  if (!isLast && leftMs > countedMs(span, time, span.fromMs, span.toMs) + NOTHING_MS) {
    return undefined;
  }
  const due = time.addWorkingMs(span.fromMs, leftMs * span.factor);
  return due.ok ? due.atMs : null;
}

/**
 * Finds the deadline of a round, from left to right: at each moment the terms of that moment count, so what was late
 * under them stays late. It does not depend on the end of the round: it is the one that held when it ended.
 */
function deadlineOf(spans: readonly Span[], countingOf: (terms: TermsFrom) => Counting): number | null {
  const walk: Walk = { spentMs: 0, allowedMs: 0, terms: undefined, wasPaused: false };
  for (const [index, span] of spans.entries()) {
    if (span.paused !== null) {
      walk.wasPaused = true;
      continue;
    }
    const counting = countingOf(span.terms);
    allow(walk, span, counting);
    grantGrace(walk, counting);
    const atMs = endOfTime(walk, span, counting.time, index === spans.length - 1);
    if (atMs !== undefined) {
      return atMs;
    }
    walk.spentMs += countedMs(span, counting.time, span.fromMs, span.toMs);
  }
  return null;
}

/**
 * Counts the time of a round and finds its deadline.
 *
 * @param untilMs the instant of looking, UTC milliseconds: what lies after it is not spent yet
 */
export function countTime(
  spans: readonly Span[],
  countingOf: (terms: TermsFrom) => Counting,
  untilMs: number,
): Counted {
  let spentMs = 0;
  for (const span of spans) {
    spentMs += countedMs(span, countingOf(span.terms).time, span.fromMs, Math.min(span.toMs, untilMs));
  }
  return { spentMs, dueAtMs: deadlineOf(spans, countingOf) };
}
