import type { TicketFact } from '../ticket.js';
import type { TimedFact } from './dated-fact.js';
import type { Track } from './track.js';
import { CLOCK_NAMES } from './vocabulary.js';

function underOtherTerms(track: Track, timed: TimedFact, fact: Extract<TicketFact, { type: 'sla.terms' }>): void {
  const { mode, terms } = fact;
  track.terms.push({ fromMs: timed.atMs, mode, settingsHash: timed.settingsHash, terms });
  track.rounds.terms = terms;
  for (const name of CLOCK_NAMES) {
    if (!track.rounds.isPromised(name)) {
      track.rounds.stop(name, timed.atMs, 'no-longer-promised');
    }
  }
}

function endCrisis(track: Track, crisisId: string, atMs: number): void {
  for (const [index, crisis] of track.crises.entries()) {
    if (crisis.crisisId === crisisId) {
      track.crises[index] = { ...crisis, untilMs: Math.max(crisis.fromMs, Math.min(crisis.untilMs, atMs)) };
    }
  }
}

/** Facts about the promises themselves; true when this was one. */
export function takeTerms(track: Track, timed: TimedFact): boolean {
  const { fact } = timed;
  switch (fact.type) {
    case 'sla.terms':
      underOtherTerms(track, timed, fact);
      return true;
    case 'sla.crisis':
      track.crises.push(fact.crisis);
      return true;
    case 'sla.crisis-ended':
      endCrisis(track, fact.crisisId, fact.atMs);
      return true;
    default:
      return false;
  }
}
