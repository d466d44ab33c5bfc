import type { TicketState } from '../ticket.js';
import { holdOn, release } from './party-clocks.js';
import { isDone, setPaused, type Track } from './track.js';

export const RESPONSES = ['first-response', 'next-response'] as const;

/** A ticket that is done while its answer is on the way is answered when that arrives. */
export function endUnanswered({ rounds, answersUnderWay }: Track, atMs: number): void {
  if (answersUnderWay.size === 0) {
    for (const name of RESPONSES) {
      rounds.stop(name, atMs, 'closed-without-answer');
    }
  }
}

function beDone(track: Track, atMs: number): void {
  const { rounds } = track;
  endUnanswered(track, atMs);
  rounds.stop('periodic-update', atMs, 'ticket-done');
  rounds.stop('resolution', atMs, 'kept');
  release(track, atMs, 'kept');
}

function reopen(track: Track, atMs: number): void {
  if (track.terms.at(-1)?.terms.onReopen === 'continue') {
    track.rounds.goOn('resolution', atMs);
  } else {
    track.rounds.start('resolution', atMs);
  }
  // A party has so much time in all, however often the ticket comes back.
  holdOn(track, atMs);
}

/** What a change of status does to the clocks. */
export function follow(track: Track, before: TicketState, atMs: number): void {
  const { state } = track;
  setPaused(track, 'waiting', state.status === 'waiting', atMs);
  if (isDone(state) && !isDone(before)) {
    beDone(track, atMs);
  } else if (isDone(before) && !isDone(state)) {
    reopen(track, atMs);
  }
}
