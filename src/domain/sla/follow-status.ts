import type { TicketState } from '../ticket.js';
import { PARTY_CLOCKS, partyClock } from './party-clocks.js';
import { isDone, type Track } from './track.js';
import { CLOCK_NAMES } from './vocabulary.js';

export const RESPONSES = ['first-response', 'next-response'] as const;

function beDone(track: Track, atMs: number): void {
  const { rounds } = track;
  for (const name of RESPONSES) {
    rounds.stop(name, atMs, 'closed-without-answer');
  }
  rounds.stop('periodic-update', atMs, 'ticket-done');
  for (const name of ['resolution', ...PARTY_CLOCKS] as const) {
    rounds.stop(name, atMs, 'kept');
  }
}

function reopen(track: Track, atMs: number): void {
  const { rounds } = track;
  if (rounds.terms.onReopen === 'continue' && rounds.latest('resolution')?.end === 'kept') {
    rounds.goOn('resolution', atMs);
  } else {
    rounds.start('resolution', atMs);
  }
  const party = partyClock(track, track.state.target);
  if (rounds.latest(party)?.end === 'kept') {
    rounds.goOn(party, atMs);
  }
}

export function follow(track: Track, before: TicketState, atMs: number): void {
  const { rounds, state } = track;
  if (state.status === 'waiting') {
    for (const name of rounds.terms.pausesWhileWaiting) {
      rounds.pause(name, atMs, 'waiting');
    }
  } else if (before.status === 'waiting') {
    for (const name of CLOCK_NAMES) {
      rounds.resume(name, atMs, 'waiting');
    }
  }
  if (isDone(state) && !isDone(before)) {
    beDone(track, atMs);
  } else if (isDone(before) && !isDone(state)) {
    reopen(track, atMs);
  }
}
