import type { TimedFact } from './dated-fact.js';
import { arrivalOf } from './handoff.js';
import { endPauses } from './rounds.js';
import { isDone, type Track } from './track.js';
import type { ClockName } from './vocabulary.js';

const PARTY_CLOCKS = ['party-1700', 'party-municipality'] as const;

/** What counts of the fact that sent a ticket to a party. */
type Moved = Pick<TimedFact, 'atMs' | 'receivedAtMs' | 'settingsHash'>;

/** The ticket leaves a party that may see it again. One that did not get it before never had it. */
function leave({ rounds, holder }: Track, atMs: number): void {
  const round = rounds.open(holder.clock);
  if (round !== undefined && !rounds.takeBack(round, atMs)) {
    round.pauses.push({ fromMs: atMs, toMs: null, reason: 'elsewhere' });
  }
}

/** The ticket is done, for all parties. */
export function release({ rounds }: Track, atMs: number, end: 'kept' | 'merged'): void {
  for (const name of PARTY_CLOCKS) {
    const round = rounds.open(name);
    if (round !== undefined && !rounds.takeBack(round, atMs)) {
      rounds.stop(name, atMs, end);
    }
  }
}

/** The time of the party that has the ticket goes on, or starts. */
export function holdOn({ rounds, holder }: Track, atMs: number): void {
  const fromMs = Math.max(atMs, holder.fromMs);
  const open = rounds.open(holder.clock);
  if (open === undefined) {
    rounds.goOn(holder.clock, fromMs);
  } else {
    endPauses(open, fromMs);
  }
}

/** The clock of whoever answers at a target, by the settings under which it got the ticket. */
function partyClock(track: Track, target: string, settingsHash: string): ClockName {
  return `party-${track.times(settingsHash).partyOf(target)}`;
}

/**
 * A party holds a ticket from when it got it. One that is still under way to it is taken to arrive at this moment: the
 * earliest that its time can begin. A ticket that is done takes nobody's time, wherever it is.
 */
export function give(track: Track, target: string, timed: Moved): void {
  const clock = partyClock(track, target, timed.settingsHash);
  const arrivedAtMs = arrivalOf(track.handoffs, target, timed) ?? track.asOfMs;
  track.holder = { clock, fromMs: Math.max(arrivedAtMs, timed.atMs) };
  if (!isDone(track.state)) {
    holdOn(track, timed.atMs);
  }
}

/** Within one party a ticket changes desks, not hands. */
export function forward(track: Track, to: string, timed: Moved): void {
  if (partyClock(track, to, timed.settingsHash) !== track.holder.clock) {
    leave(track, timed.atMs);
    give(track, to, timed);
  }
}
