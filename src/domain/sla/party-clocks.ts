import type { TimedFact } from './dated-fact.js';
import { isDone, type Track } from './track.js';
import type { ClockName } from './vocabulary.js';

export const PARTY_CLOCKS = ['party-1700', 'party-municipality'] as const;

/** The time of the party that has the ticket goes on, or starts. */
export function holdOn({ rounds, holder }: Track, atMs: number): void {
  const fromMs = Math.max(atMs, holder.fromMs);
  if (rounds.open(holder.clock) === undefined) {
    rounds.goOn(holder.clock, fromMs);
  } else {
    rounds.resume(holder.clock, fromMs);
  }
}

/** The clock of whoever answers at a target, by the settings under which it got the ticket. */
function partyClock(track: Track, target: string, settingsHash: string): ClockName {
  return `party-${track.times(settingsHash).partyOf(target)}`;
}

/** How far the clocks of a platform, of a target and of ours may differ. */
const MAX_SKEW_MS = 60_000;

/** Each arrival belongs to one turn; it cannot lie before the fact that sent the ticket there. */
function takeArrival({ arrivals }: Track, target: string, { atMs, receivedAtMs }: TimedFact): number | undefined {
  const earliestMs = Math.min(atMs, receivedAtMs) - MAX_SKEW_MS;
  const index = arrivals.findIndex((one) => one.target === target && one.atMs >= earliestMs);
  return index === -1 ? undefined : arrivals.splice(index, 1)[0]?.atMs;
}

/**
 * A party holds a ticket from when it got it. One that is still under way to it is taken to arrive at this moment: the
 * earliest that its time can begin. A ticket that is done takes nobody's time, wherever it is.
 */
export function give(track: Track, target: string, timed: TimedFact): void {
  const clock = partyClock(track, target, timed.settingsHash);
  const arrivedAtMs = takeArrival(track, target, timed) ?? track.asOfMs;
  track.holder = { clock, fromMs: Math.max(arrivedAtMs, timed.atMs) };
  if (!isDone(track.state)) {
    holdOn(track, timed.atMs);
  }
}

/** Within one party a ticket changes desks, not hands. */
export function forward(track: Track, to: string, timed: TimedFact): void {
  if (partyClock(track, to, timed.settingsHash) !== track.holder.clock) {
    track.rounds.pause(track.holder.clock, timed.atMs, 'elsewhere');
    give(track, to, timed);
  }
}
