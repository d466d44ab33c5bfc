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
  /** Its own; what holds for every clock of the ticket is not among them. */
  readonly pauses: Pause[];
  /** Last moment at which the channel takes an answer, for clocks of answers; null for none. */
  replyUntilMs: number | null;
}

/**
 * The rounds of a ticket in the making, promised or not: whether somebody waits does not depend on what a policy says.
 * Only the files that follow a ticket move them.
 */
export class Rounds {
  readonly all: Round[] = [];

  latest(name: ClockName): Round | undefined {
    return this.all.findLast((round) => round.name === name);
  }

  open(name: ClockName): Round | undefined {
    const latest = this.latest(name);
    return latest?.endMs === null ? latest : undefined;
  }

  /** Starts the next round of a clock. None may be open. */
  start(name: ClockName, atMs: number, replyUntilMs: number | null = null): void {
    const round = (this.latest(name)?.round ?? 0) + 1;
    this.all.push({ name, round, startMs: atMs, endMs: null, end: null, pauses: [], replyUntilMs });
  }

  stop(name: ClockName, atMs: number, end: 'kept' | StopReason): void {
    const round = this.open(name);
    if (round !== undefined) {
      // What is told late can lie before the start; a round has no negative length.
      round.endMs = Math.max(atMs, round.startMs);
      round.end = end;
      endPauses(round, round.endMs);
    }
  }

  /**
   * Takes back a start or a going on that had not come to pass at an instant.
   *
   * @returns whether there was any
   */
  takeBack(round: Round, atMs: number): boolean {
    const pause = round.pauses.at(-1);
    if (round.startMs >= atMs) {
      this.all.splice(this.all.indexOf(round), 1);
      return true;
    }
    if (pause?.reason !== 'answered' || pause.toMs === null || pause.toMs < atMs) {
      return false;
    }
    round.pauses.pop();
    round.endMs = pause.fromMs;
    round.end = 'kept';
    return true;
  }

  /** Goes on with the last round as if it had only stood still since it ended. Starts one where there is none to go on. */
  goOn(name: ClockName, atMs: number): void {
    const round = this.latest(name);
    if (round === undefined || round.endMs === null || round.end === 'merged') {
      this.start(name, atMs);
      return;
    }
    round.pauses.push({ fromMs: round.endMs, toMs: Math.max(atMs, round.endMs), reason: 'answered' });
    round.endMs = null;
    round.end = null;
  }
}

/** Ends the pauses that last, and those that were thought to last longer. */
export function endPauses({ pauses }: Round, atMs: number): void {
  for (const pause of pauses) {
    if (pause.toMs === null || pause.toMs > atMs) {
      pause.toMs = Math.max(atMs, pause.fromMs);
    }
  }
}
