import type { TicketState } from '../ticket.js';
import type { PinnedTerms, PromisedClock } from './terms.js';
import type { WorkingTime } from '../working-time.js';
import { countTime, type Counted, type TimeOfSpan } from './count-time.js';
import type { DatedFact } from './dated-fact.js';
import type { Round } from './rounds.js';
import type { SlaTimes } from './sla-time.js';
import { spansOf, termsOf, type Span } from './spans.js';
import { trackTicket } from './track-ticket.js';
import type { Handoff, TermsFrom, TicketCourse } from './track.js';
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

interface RoundContext {
  readonly round: Round;
  readonly course: TicketCourse;
  readonly request: FoldRequest;
}

function promiseOf(terms: TermsFrom, name: ClockName): PromisedClock | undefined {
  return terms.terms.clocks.find((clock) => clock.name === name);
}

/** A party counts by its own hours, everything else by the calendar of its rule. */
export function calendarOf(times: SlaTimes, terms: TermsFrom, name: ClockName): WorkingTime {
  return times(terms.settingsHash).calendar(promiseOf(terms, name)?.calendar ?? null);
}

function pauseAt(spans: readonly Span[], atMs: number): PauseReason | null {
  return spans.find((span) => span.fromMs <= atMs && atMs < span.toMs)?.paused ?? null;
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

function verdict(round: Round, dueAtMs: number | null, asOfMs: number): ClockState | 'open' {
  const isLate = dueAtMs !== null && dueAtMs < (round.endMs ?? asOfMs);
  if (round.end === null) {
    return isLate ? 'breached' : 'open';
  }
  if (round.end === 'kept') {
    return isLate ? 'met-late' : 'met';
  }
  return isLate ? 'breached' : 'stopped';
}

function windowOf({ round }: RoundContext, paused: PauseReason | null): number | null {
  return paused === null || paused === 'crisis' ? round.replyUntilMs : null;
}

function stateOf(context: RoundContext, dueAtMs: number | null, paused: PauseReason | null) {
  const { round, request } = context;
  const decided = verdict(round, dueAtMs, request.asOfMs);
  if (decided !== 'open') {
    const reason = decided === 'stopped' && round.end !== 'kept' ? round.end : null;
    return { state: decided, reason };
  }
  return paused === null ? { state: 'running' as const, reason: null } : { state: 'paused' as const, reason: paused };
}

function deadlines(context: RoundContext, counted: Counted, paused: PauseReason | null) {
  // A crisis that ends is known to end: its deadline stands. Nobody knows when a citizen answers.
  const promisedAtMs = counted.dueAtMs === null ? null : Math.round(counted.dueAtMs);
  const windowAtMs = windowOf(context, paused);
  const dueAtMs = earlier(promisedAtMs, windowAtMs);
  const limit = windowAtMs !== null && dueAtMs === windowAtMs && promisedAtMs !== windowAtMs ? 'window' : 'promise';
  return { promisedAtMs, windowAtMs, dueAtMs, limit } as const;
}

function viewOf(context: RoundContext): ClockView[] {
  const { round, course, request } = context;
  const inForce = termsOf(round, course.terms);
  const last = inForce.at(-1);
  const promise = last === undefined ? undefined : promiseOf(last, round.name);
  // Terms that drop a clock end its round: what was promised before tells what it was.
  const kept =
    promise ??
    inForce
      .toReversed()
      .map((terms) => promiseOf(terms, round.name))
      .find((one) => one !== undefined);
  if (last === undefined || kept === undefined) {
    return [];
  }
  const spans = spansOf(round, inForce, course.crises);
  const timeOf: TimeOfSpan = (span) => calendarOf(request.times, span.terms, round.name);
  const targetMs = kept.minutes * MINUTE_MS;
  const graceMs = Math.min(targetMs, last.terms.resumeGraceMinutes * MINUTE_MS);
  const counted = countTime(spans, { targetMs, graceMs }, timeOf, round.endMs ?? request.asOfMs);
  const paused = round.endMs === null ? pauseAt(spans, request.asOfMs) : null;
  const due = deadlines(context, counted, paused);
  return [
    {
      ...{ name: round.name, round: round.round, startedAtMs: round.startMs, endedAtMs: round.endMs },
      ...stateOf(context, due.dueAtMs, paused),
      ...due,
      ...{ targetMs, spentMs: counted.spentMs, warnAt: kept.warnAt, spans },
      ...{ terms: last.terms, settingsHash: last.settingsHash },
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
  const opened = request.facts.find(({ fact }) => fact.type === 'ticket.opened');
  const partyOf = request.times(opened?.settingsHash ?? '').partyOf;
  const course = trackTicket(request.facts, { handoffs: request.handoffs, partyOf, asOfMs: request.asOfMs });
  return { state: course.state, clocks: course.rounds.flatMap((round) => viewOf({ round, course, request })) };
}
