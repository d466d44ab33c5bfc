import type { WorkingTime } from '../working-time.js';
import type { Span } from './spans.js';

/** The calendar by which a stretch of a round counts. */
export type TimeOfSpan = (span: Span) => WorkingTime;

export interface Counting {
  readonly targetMs: number;
  /** Working time that is left at least after a stretch without counting. */
  readonly graceMs: number;
}

export interface Counted {
  /** Working time that counted up to the end of the spans or the instant of looking. */
  readonly spentMs: number;
  /** When `targetMs` is used up; null while the clock stands still, or when no time is open for a year. */
  readonly dueAtMs: number | null;
  /** True when the calendar has no open time to come. */
  readonly hasNoOpenTime: boolean;
}

/** Working time between two instants of one span, as it counts. */
export function countedMs(span: Span, time: WorkingTime, fromMs: number, toMs: number): number {
  return span.paused === null && fromMs < toMs ? time.workingMsBetween(fromMs, toMs) / span.factor : 0;
}

interface Walk {
  spentMs: number;
  allowedMs: number;
  dueAtMs: number | null;
  hasNoOpenTime: boolean;
  wasPaused: boolean;
}

/** Somebody who gets a ticket back has at least the grace, unless the time was over before. */
function grantGrace(walk: Walk, { graceMs }: Counting): void {
  const leftMs = walk.allowedMs - walk.spentMs;
  if (walk.wasPaused && leftMs > 0 && leftMs < graceMs) {
    walk.allowedMs = walk.spentMs + graceMs;
  }
  walk.wasPaused = false;
}

function walkSpan(walk: Walk, span: Span, time: WorkingTime, isLast: boolean): void {
  const endsMs = isLast ? Number.POSITIVE_INFINITY : span.toMs;
  const leftMs = walk.allowedMs - walk.spentMs;
  const openMs = Number.isFinite(endsMs) ? countedMs(span, time, span.fromMs, endsMs) : Number.POSITIVE_INFINITY;
  if (walk.dueAtMs === null && leftMs <= openMs) {
    const due = time.addWorkingMs(span.fromMs, leftMs * span.factor);
    walk.dueAtMs = due.ok ? due.atMs : null;
    walk.hasNoOpenTime = !due.ok;
  }
  walk.spentMs += Number.isFinite(openMs) ? openMs : 0;
}

/**
 * Counts the time of a round and finds its deadline. The deadline does not depend on the end of the round: it is the
 * one that held when it ended.
 *
 * @param untilMs the instant of looking, UTC milliseconds: what lies after it is not spent yet
 */
export function countTime(spans: readonly Span[], counting: Counting, timeOf: TimeOfSpan, untilMs: number): Counted {
  const walk: Walk = {
    spentMs: 0,
    allowedMs: counting.targetMs,
    dueAtMs: null,
    hasNoOpenTime: false,
    wasPaused: false,
  };
  let spentMs = 0;
  for (const [index, span] of spans.entries()) {
    if (span.paused !== null) {
      walk.wasPaused = true;
      continue;
    }
    const time = timeOf(span);
    grantGrace(walk, counting);
    walkSpan(walk, span, time, index === spans.length - 1);
    spentMs += countedMs(span, time, span.fromMs, Math.min(span.toMs, untilMs));
  }
  return { spentMs, dueAtMs: walk.dueAtMs, hasNoOpenTime: walk.hasNoOpenTime };
}
