import type { PinnedTerms } from './terms.js';
import type { ClockName, PauseReason, StopReason } from './vocabulary.js';

/** A stretch in which a clock stands still; `toMs` is null while it lasts. */
export interface Pause {
  readonly fromMs: number;
  toMs: number | null;
  readonly reason: PauseReason;
}

/** One run of a clock, from what starts it to what ends it. A ticket can have several of one name, numbered from 1. */
export interface Round {
  readonly name: ClockName;
  readonly round: number;
  startMs: number;
  endMs: number | null;
  /** `kept` when what was promised happened; a reason when it ended without; null while it is open. */
  end: 'kept' | StopReason | null;
  readonly pauses: Pause[];
  /** Last moment at which the channel takes an answer, for clocks of answers; null for none. */
  replyUntilMs: number | null;
}

/** The rounds of a ticket in the making. Only `track-ticket.ts` moves them. */
export class Rounds {
  readonly all: Round[] = [];
  terms: PinnedTerms;

  constructor(terms: PinnedTerms) {
    this.terms = terms;
  }

  isPromised(name: ClockName): boolean {
    return this.terms.clocks.some((clock) => clock.name === name);
  }

  latest(name: ClockName): Round | undefined {
    return this.all.findLast((round) => round.name === name);
  }

  open(name: ClockName): Round | undefined {
    const latest = this.latest(name);
    return latest?.endMs === null ? latest : undefined;
  }

  /** Starts the next round of a clock, if it is promised and none is open. */
  start(name: ClockName, atMs: number, replyUntilMs: number | null = null): void {
    if (this.isPromised(name) && this.open(name) === undefined) {
      const round = (this.latest(name)?.round ?? 0) + 1;
      this.all.push({ name, round, startMs: atMs, endMs: null, end: null, pauses: [], replyUntilMs });
    }
  }

  stop(name: ClockName, atMs: number, end: 'kept' | StopReason): void {
    const round = this.open(name);
    if (round !== undefined) {
      // What is told late can lie before the start; a round has no negative length.
      round.endMs = Math.max(atMs, round.startMs);
      round.end = end;
    }
  }

  /** Goes on with the last round as if it had only stood still since it ended. */
  goOn(name: ClockName, atMs: number): void {
    const round = this.latest(name);
    if (round !== undefined && round.endMs !== null) {
      round.pauses.push({ fromMs: round.endMs, toMs: Math.max(atMs, round.endMs), reason: 'answered' });
      round.endMs = null;
      round.end = null;
    }
  }

  pause(name: ClockName, atMs: number, reason: PauseReason): void {
    const round = this.open(name);
    if (round !== undefined && !round.pauses.some((pause) => pause.reason === reason && pause.toMs === null)) {
      round.pauses.push({ fromMs: atMs, toMs: null, reason });
    }
  }

  resume(name: ClockName, atMs: number, reason: PauseReason): void {
    for (const pause of this.open(name)?.pauses ?? []) {
      if (pause.reason === reason && pause.toMs === null) {
        pause.toMs = Math.max(atMs, pause.fromMs);
      }
    }
  }

  isPausedFor(name: ClockName, reason: PauseReason): boolean {
    return this.open(name)?.pauses.some((pause) => pause.reason === reason && pause.toMs === null) ?? false;
  }
}
