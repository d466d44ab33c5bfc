import type { Pause, Round } from './rounds.js';
import type { CrisisTerms } from './terms.js';
import type { TermsFrom, TicketCourse } from './track.js';
import type { PauseReason } from './vocabulary.js';

/** A stretch of one round in which time counts in one way. `toMs` is infinite while the round is open. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  /** Why no time counts; null where it does. */
  readonly paused: PauseReason | null;
  /** How many working minutes count as one; more than 1 in a relaxed crisis. */
  readonly factor: number;
  /** The terms whose calendar counts here. */
  readonly terms: TermsFrom;
}

/** What cuts a round into stretches, beside its own pauses. */
export type SpanContext = Pick<TicketCourse, 'crises' | 'pauses'> & {
  /** Those that count for the round, oldest first. */
  readonly terms: readonly [TermsFrom, ...TermsFrom[]];
};

function covers(stretch: { readonly fromMs: number; readonly toMs: number | null }, atMs: number): boolean {
  return stretch.fromMs <= atMs && atMs < (stretch.toMs ?? Number.POSITIVE_INFINITY);
}

/** Whether a pause of the ticket holds for this clock under these terms. */
function holdsFor({ name }: Round, { reason }: Pause, { terms }: TermsFrom): boolean {
  return reason === 'waiting' ? terms.pausesWhileWaiting.includes(name) : name.startsWith('party-');
}

function relevantPauses(round: Round, { pauses, terms }: SpanContext): readonly Pause[] {
  return [...round.pauses, ...pauses.filter((pause) => terms.some((one) => holdsFor(round, pause, one)))];
}

/** Where something changes after the start, the end of the round last. */
function endsOf(round: Round, context: SpanContext): number[] {
  const endMs = round.endMs ?? Number.POSITIVE_INFINITY;
  const inside = [
    ...relevantPauses(round, context).flatMap(({ fromMs, toMs }) => [fromMs, toMs ?? Number.POSITIVE_INFINITY]),
    ...context.terms.map(({ fromMs }) => fromMs),
    ...context.crises.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
  ].filter((atMs) => atMs > round.startMs && atMs < endMs);
  return [...[...new Set(inside)].toSorted((a, b) => a - b), endMs];
}

/** Of overlapping crises the one that helps most counts. */
function crisisAt(crises: readonly CrisisTerms[], atMs: number): CrisisTerms | undefined {
  return crises
    .filter((crisis) => covers({ fromMs: crisis.fromMs, toMs: crisis.untilMs }, atMs))
    .toSorted((a, b) => Number(b.mode === 'suspend') - Number(a.mode === 'suspend') || b.factor - a.factor)[0];
}

function pausedAt(round: Round, { pauses }: SpanContext, terms: TermsFrom, atMs: number): PauseReason | undefined {
  const own = round.pauses.find((pause) => covers(pause, atMs));
  return (own ?? pauses.find((pause) => covers(pause, atMs) && holdsFor(round, pause, terms)))?.reason;
}

/** The terms in force at an instant. */
export function termsAt([first, ...later]: SpanContext['terms'], atMs: number): TermsFrom {
  let inForce = first;
  for (const terms of later) {
    inForce = terms.fromMs <= atMs ? terms : inForce;
  }
  return inForce;
}

function spanOf(round: Round, context: SpanContext, fromMs: number, toMs: number): Span {
  const terms = termsAt(context.terms, fromMs);
  const crisis = crisisAt(context.crises, fromMs);
  return {
    fromMs,
    toMs,
    paused: pausedAt(round, context, terms, fromMs) ?? (crisis?.mode === 'suspend' ? 'crisis' : null),
    factor: crisis?.mode === 'relax' ? crisis.factor : 1,
    terms,
  };
}

/** Cuts a round into stretches in which nothing changes: at least one, empty when it ended at its start. */
export function spansOf(round: Round, context: SpanContext): Span[] {
  const spans: Span[] = [];
  let fromMs = round.startMs;
  for (const toMs of endsOf(round, context)) {
    spans.push(spanOf(round, context, fromMs, toMs));
    fromMs = toMs;
  }
  return spans;
}
