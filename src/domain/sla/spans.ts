import type { CrisisTerms } from './terms.js';
import type { Round } from './rounds.js';
import type { TermsFrom } from './track.js';
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

/** The terms that count for a round: what came after its end changes nothing about it. */
export function termsOf(round: Round, all: readonly TermsFrom[]): readonly TermsFrom[] {
  const known = all.filter((terms) => terms.fromMs < (round.endMs ?? Number.POSITIVE_INFINITY));
  const last = known.findLastIndex((terms) => terms.mode === 'recompute');
  const [first, ...later] = last === -1 ? known : known.slice(last);
  return first === undefined ? all.slice(0, 1) : [{ ...first, fromMs: Number.NEGATIVE_INFINITY }, ...later];
}

function boundaries(round: Round, terms: readonly TermsFrom[], crises: readonly CrisisTerms[]): number[] {
  const endMs = round.endMs ?? Number.POSITIVE_INFINITY;
  const inside = [
    ...round.pauses.flatMap(({ fromMs, toMs }) => [fromMs, toMs ?? Number.POSITIVE_INFINITY]),
    ...terms.map(({ fromMs }) => fromMs),
    ...crises.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
  ].filter((atMs) => atMs > round.startMs && atMs < endMs);
  return [...new Set([round.startMs, ...inside, endMs])].toSorted((a, b) => a - b);
}

function covers(stretch: { readonly fromMs: number; readonly toMs: number | null }, atMs: number): boolean {
  return stretch.fromMs <= atMs && atMs < (stretch.toMs ?? Number.POSITIVE_INFINITY);
}

function crisisAt(crises: readonly CrisisTerms[], atMs: number): CrisisTerms | undefined {
  return crises
    .filter((crisis) => covers({ fromMs: crisis.fromMs, toMs: crisis.untilMs }, atMs))
    .toSorted((a, b) => Number(b.mode === 'suspend') - Number(a.mode === 'suspend') || b.factor - a.factor)[0];
}

function countingAt(round: Round, crises: readonly CrisisTerms[], atMs: number): Pick<Span, 'paused' | 'factor'> {
  const crisis = crisisAt(crises, atMs);
  const pause = round.pauses.find((one) => covers(one, atMs))?.reason;
  return {
    paused: pause ?? (crisis?.mode === 'suspend' ? 'crisis' : null),
    factor: crisis?.mode === 'relax' ? crisis.factor : 1,
  };
}

/** Cuts a round into stretches in which nothing changes. Of overlapping crises the one that helps most counts. */
export function spansOf(round: Round, terms: readonly TermsFrom[], crises: readonly CrisisTerms[]): Span[] {
  const edges = boundaries(round, terms, crises);
  const spans: Span[] = [];
  for (const [index, fromMs] of edges.slice(0, -1).entries()) {
    const toMs = edges[index + 1] ?? fromMs;
    const inForce = terms.findLast((one) => one.fromMs <= fromMs) ?? terms[0];
    if (inForce !== undefined) {
      spans.push({ fromMs, toMs, terms: inForce, ...countingAt(round, crises, fromMs) });
    }
  }
  return spans;
}
