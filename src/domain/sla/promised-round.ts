import type { Round } from './rounds.js';
import type { PromisedClock } from './terms.js';
import type { TermsFrom } from './track.js';
import type { ClockName } from './vocabulary.js';

/** A round as far as it was promised. */
export interface PromisedRound {
  readonly round: Round;
  /** The terms that count for it, oldest first; each promises its clock. */
  readonly terms: readonly [TermsFrom, ...TermsFrom[]];
}

function isPromised({ terms }: TermsFrom, name: ClockName): boolean {
  return terms.clocks.some((clock) => clock.name === name);
}

/** Throws for terms that do not promise the clock: no round of it counts under them. */
export function promiseOf({ terms }: TermsFrom, name: ClockName): PromisedClock {
  const promise = terms.clocks.find((clock) => clock.name === name);
  if (promise === undefined) {
    throw new Error(`Rule "${terms.rule}" promises no ${name}`);
  }
  return promise;
}

/** The terms that count for a round: what came after its end changes nothing about it. */
function termsDuring(round: Round, all: readonly TermsFrom[]): readonly TermsFrom[] {
  const known = all.filter((terms) => terms.fromMs < (round.endMs ?? Number.POSITIVE_INFINITY));
  const recomputed = known.findLastIndex(({ mode }) => mode === 'recompute');
  return known
    .slice(Math.max(0, recomputed))
    .map((terms, index) => (index === 0 ? { ...terms, fromMs: Number.NEGATIVE_INFINITY } : terms));
}

/**
 * A round runs while the terms promise its clock: terms that drop it end it there (zammad#5624), and terms that add it
 * count from when they hold. Undefined when it was promised at no time.
 */
export function promisedRound(round: Round, all: readonly TermsFrom[]): PromisedRound | undefined {
  const during = termsDuring(round, all);
  const last = during.findLastIndex((terms) => isPromised(terms, round.name));
  const before = during.findLastIndex((terms, index) => index < last && !isPromised(terms, round.name));
  const [first, ...later] = during.slice(before + 1, last + 1);
  if (first === undefined) {
    return undefined;
  }
  const startMs = Math.max(round.startMs, first.fromMs);
  const dropped = during[last + 1];
  if (dropped === undefined) {
    return { round: { ...round, startMs }, terms: [first, ...later] };
  }
  const ended = { ...round, startMs, endMs: dropped.fromMs, end: 'no-longer-promised' } as const;
  return dropped.fromMs <= startMs ? undefined : { round: ended, terms: [first, ...later] };
}
