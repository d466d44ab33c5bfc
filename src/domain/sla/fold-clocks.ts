import type { TicketState } from '../ticket.js';
import type { WorkingTime } from '../working-time.js';
import { countTime, type Counting } from './count-time.js';
import type { DatedFact } from './dated-fact.js';
import type { Handoff } from './handoff.js';
import { promisedRound, promiseOf } from './promised-round.js';
import type { Round } from './rounds.js';
import type { SlaTimes } from './sla-time.js';
import { spansOf, termsAt, type Span } from './spans.js';
import type { PinnedTerms } from './terms.js';
import type { TermsFrom, TicketCourse } from './track.js';
import { trackTicket } from './track-ticket.js';
import type { ClockName, ClockState, PauseReason, StopReason } from './vocabulary.js';

const MINUTE_MS = 60_000;

export interface FoldRequest {
  /** All facts of one ticket, in any order. */
  readonly facts: readonly DatedFact[];
  /** When targets got the ticket, oldest first. */
  readonly handoffs: readonly Handoff[];
  /** The instant of looking, UTC milliseconds. */
  readonly asOfMs: number;
  readonly times: SlaTimes;
}

/** One clock of a ticket at an instant, with everything that explains it. Instants are UTC milliseconds. */
export interface ClockView {
  readonly name: ClockName;
  readonly round: number;
  readonly state: ClockState;
  readonly reason: PauseReason | StopReason | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** The deadline: the earlier of the promise and the reply window. Null while the clock stands still. */
  readonly dueAtMs: number | null;
  readonly promisedAtMs: number | null;
  /** Last moment at which the channel takes an answer; null where it does not matter. */
  readonly windowAtMs: number | null;
  readonly limit: 'promise' | 'window';
  readonly targetMs: number;
  readonly spentMs: number;
  readonly warnAt: readonly number[];
  readonly terms: PinnedTerms;
  readonly settingsHash: string;
  readonly spans: readonly Span[];
}

export interface FoldedTicket {
  readonly state: TicketState;
  readonly clocks: readonly ClockView[];
}

/** A party counts by its own hours, everything else by the calendar of its rule. */
export function calendarOf(times: SlaTimes, terms: TermsFrom, name: ClockName): WorkingTime {
  return times(terms.settingsHash).calendar(promiseOf(terms, name).calendar);
}

/** How a clock counts up to a share of its time. Only the whole of it has a grace. */
export function countingOf(times: SlaTimes, name: ClockName, share = 1): (terms: TermsFrom) => Counting {
  return (terms) => {
    const targetMs = promiseOf(terms, name).minutes * MINUTE_MS;
    const graceMs = share === 1 ? Math.min(targetMs, terms.terms.resumeGraceMinutes * MINUTE_MS) : 0;
    return { time: calendarOf(times, terms, name), targetMs: targetMs * share, graceMs };
  };
}

/** Why a clock stands still at an instant; after the end of its round, as it stood at the end. */
export function pauseAt(spans: readonly Span[], atMs: number): PauseReason | null {
  let paused: PauseReason | null = null;
  for (const span of spans) {
    paused = span.fromMs <= atMs ? span.paused : paused;
  }
  return paused;
}

/**
 * The reply window, where it closes while the clock runs. One that closed before, or while we waited for the citizen,
 * could not be met by anybody. In a crisis it closes all the same.
 */
function windowOf({ replyUntilMs, startMs }: Round, spans: readonly Span[]): number | null {
  if (replyUntilMs === null || replyUntilMs <= startMs) {
    return null;
  }
  const paused = pauseAt(spans, replyUntilMs);
  return paused === null || paused === 'crisis' ? replyUntilMs : null;
}

type Deadlines = Pick<ClockView, 'promisedAtMs' | 'windowAtMs' | 'dueAtMs' | 'limit'>;

function deadlinesOf(promisedAtMs: number | null, windowAtMs: number | null): Deadlines {
  return windowAtMs !== null && (promisedAtMs === null || windowAtMs < promisedAtMs)
    ? { promisedAtMs, windowAtMs, dueAtMs: windowAtMs, limit: 'window' }
    : { promisedAtMs, windowAtMs, dueAtMs: promisedAtMs, limit: 'promise' };
}

/** A breach that was told is one, also by a clock that is behind the one that told it. */
function isBreached({ name, round }: Round, dueAtMs: number, { facts, asOfMs }: FoldRequest): boolean {
  return (
    dueAtMs <= asOfMs ||
    facts.some(
      ({ fact }) =>
        fact.type === 'sla.breached' && fact.clock === name && fact.round === round && fact.dueAtMs >= dueAtMs,
    )
  );
}

type Standing = Pick<ClockView, 'state' | 'reason'>;

function standingOfOpen(round: Round, dueAtMs: number | null, spans: readonly Span[], request: FoldRequest): Standing {
  if (dueAtMs !== null && isBreached(round, dueAtMs, request)) {
    return { state: 'breached', reason: null };
  }
  const paused = pauseAt(spans, request.asOfMs);
  return { state: paused === null ? 'running' : 'paused', reason: paused };
}

/** What happened at the very deadline happened in time. */
function standingOfEnded(end: 'kept' | StopReason, isLate: boolean): Standing {
  if (end === 'kept') {
    return { state: isLate ? 'met-late' : 'met', reason: null };
  }
  return isLate ? { state: 'breached', reason: null } : { state: 'stopped', reason: end };
}

function viewOf(tracked: Round, course: TicketCourse, request: FoldRequest): ClockView[] {
  const promised = promisedRound(tracked, course.terms);
  if (promised === undefined) {
    return [];
  }
  const { round, terms } = promised;
  const { name, startMs, endMs, end } = round;
  const last = termsAt(terms, Number.POSITIVE_INFINITY);
  const spans = spansOf(round, { terms, crises: course.crises, pauses: course.pauses });
  const counted = countTime(spans, countingOf(request.times, name), endMs ?? request.asOfMs);
  const { promisedAtMs, windowAtMs, dueAtMs, limit } = deadlinesOf(counted.dueAtMs, windowOf(round, spans));
  const { minutes, warnAt } = promiseOf(last, name);
  const { state, reason } =
    end === null
      ? standingOfOpen(round, dueAtMs, spans, request)
      : standingOfEnded(end, dueAtMs !== null && endMs !== null && dueAtMs < endMs);
  // Written out, without spreading parts: this is made for each clock of each message.
  return [
    {
      name,
      round: round.round,
      state,
      reason,
      startedAtMs: startMs,
      endedAtMs: endMs,
      dueAtMs,
      promisedAtMs,
      windowAtMs,
      limit,
      targetMs: minutes * MINUTE_MS,
      spentMs: counted.spentMs,
      warnAt,
      terms: last.terms,
      settingsHash: last.settingsHash,
      spans,
    },
  ];
}

/**
 * All clocks of a ticket at an instant: a pure fold over its facts under the terms that the facts carry. The same
 * facts give the same clocks, whatever order they came in.
 *
 * @throws when the opening is missing, or a snapshot or calendar that the facts name is not known
 */
export function foldClocks(request: FoldRequest): FoldedTicket {
  const course = trackTicket(request.facts, request);
  return { state: course.state, clocks: course.rounds.flatMap((round) => viewOf(round, course, request)) };
}
