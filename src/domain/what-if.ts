import type { ClockName } from './sla/vocabulary.js';

/** What became of a promise, as far as anybody who counts promises cares. */
export const PROMISE_VERDICTS = ['met', 'breached', 'excluded', 'open'] as const;
export type PromiseVerdict = (typeof PROMISE_VERDICTS)[number];

/** A ticket by its id and the number that a person can say. */
export interface NamedTicket {
  readonly id: string;
  readonly number: number;
}

/** A number with the tickets behind it: the count is exact, the tickets are the first of them. */
export interface Counted {
  readonly count: number;
  readonly tickets: readonly NamedTicket[];
}

export interface BeforeAndAfter {
  readonly before: number;
  readonly after: number;
}

/** Promises of one clock to one municipality. A ticket can have several of one clock: every round is one. */
export interface ClockDifference {
  readonly clock: ClockName;
  readonly promises: BeforeAndAfter;
  /** Not kept, or kept too late; the three lists below add up to both. */
  readonly breaches: BeforeAndAfter;
  readonly breachedBoth: Counted;
  readonly breachedBeforeOnly: Counted;
  readonly breachedAfterOnly: Counted;
}

export interface MunicipalityDifference {
  readonly tenant: string;
  readonly tickets: number;
  readonly clocks: readonly ClockDifference[];
}

/** What a target has to do. */
export interface TargetDifference {
  readonly target: string;
  readonly tickets: BeforeAndAfter;
  /** Time in which the target had tickets while it was staffed. */
  readonly workingSeconds: BeforeAndAfter;
  readonly gained: Counted;
  readonly lost: Counted;
  readonly kept: Counted;
}

/** First responses whose verdict is another one; null where there is no such promise. */
export interface VerdictDifference extends Counted {
  readonly before: PromiseVerdict | null;
  readonly after: PromiseVerdict | null;
}

/** Tickets that could not be decided again, and why. They are in no other number. */
export interface Undecided extends Counted {
  readonly code: string;
}

/** What a change of settings would have done to the tickets of a month. */
export interface WhatIfReport {
  readonly period: string;
  /** ISO instants; `until` is not included. */
  readonly from: string;
  readonly until: string;
  /** The instant at which every clock was looked at. */
  readonly asOf: string;
  /** Hashes of the settings in force and of those that were tried. */
  readonly settings: { readonly inForce: string; readonly tried: string };
  /** Versions that begin after the month's first day and were tried as if they had held since then. */
  readonly broughtForward: readonly string[];
  /** Tickets that opened in the month and could be decided again. */
  readonly tickets: number;
  /** Of those, the ones that opened under other settings than those in force. */
  readonly underOtherSettings: number;
  /** Tickets with another deadline, verdict or target. */
  readonly changed: Counted;
  readonly municipalities: readonly MunicipalityDifference[];
  readonly targets: readonly TargetDifference[];
  readonly firstResponses: readonly VerdictDifference[];
  readonly undecided: readonly Undecided[];
}

/** How open tickets would stand right after a change, in one of the three ways to treat them. */
export interface OpenTicketsUnder {
  /** Tickets with an open clock whose deadline is over. */
  readonly breached: Counted;
  /** Of those, the ones that are not over as it is. */
  readonly newlyBreached: Counted;
  /** Tickets whose next deadline moves. */
  readonly earlier: number;
  readonly later: number;
}

/** What becomes of the open tickets of one municipality when other settings come into force. */
export interface ChangePreview {
  readonly tenant: string;
  readonly openTickets: number;
  /** They keep their terms. */
  readonly pin: OpenTicketsUnder;
  /** They go on under the new terms from now on. */
  readonly migrate: OpenTicketsUnder;
  /** They are counted as if the new terms had always held. */
  readonly recompute: OpenTicketsUnder;
  readonly undecided: readonly Undecided[];
}
