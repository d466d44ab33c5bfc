import type { ClockName } from './vocabulary.js';

/** What was promised for one clock, pinned in a fact. The calendar is the one of that name in the fact's snapshot. */
export interface PromisedClock {
  readonly name: ClockName;
  /** Working minutes. */
  readonly minutes: number;
  /** Name of a calendar; null for the municipality's own, with its closing days. */
  readonly calendar: string | null;
  /** Shares of the time at which a warning falls, ascending. */
  readonly warnAt: readonly number[];
  /** The deadline as it was promised, UTC milliseconds; null for a clock that starts later. */
  readonly dueAtMs: number | null;
}

/** The terms under which the clocks of a ticket run. */
export interface PinnedTerms {
  readonly policy: string;
  /** The version's `validFrom`. */
  readonly policyVersion: string;
  readonly rule: string;
  readonly clocks: readonly PromisedClock[];
  readonly transitMinutes: number;
  readonly pausesWhileWaiting: readonly ClockName[];
  readonly onReopen: 'continue' | 'restart';
  readonly resumeGraceMinutes: number;
  /** Why these deadlines, in one Dutch sentence, as it was said when they were promised. */
  readonly explanation: string;
}

/** A time in which a municipality suspends its promises, or lets their clocks run at a part of the speed. */
export interface CrisisTerms {
  readonly crisisId: string;
  readonly mode: 'suspend' | 'relax';
  /** How many minutes count as one; for `relax` only. */
  readonly factor: number;
  /** UTC milliseconds. */
  readonly fromMs: number;
  readonly untilMs: number;
}
