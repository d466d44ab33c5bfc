import type { TicketState } from '../ticket.js';
import { follow, RESPONSES } from './follow-status.js';
import { isDone, type Track } from './track.js';

/** Somebody waits for an answer since `atMs`. Nobody answered yet: it is the first response that is waited for. */
export function awaitAnswer(track: Track, atMs: number, replyUntilMs: number | null): void {
  const { rounds } = track;
  const open = RESPONSES.map((name) => rounds.open(name)).find((round) => round !== undefined);
  if (open !== undefined) {
    open.startMs = Math.min(open.startMs, atMs);
    open.replyUntilMs = replyUntilMs;
    return;
  }
  const isAnswered = rounds.all.some((round) => round.name === 'first-response' && round.end === 'kept');
  rounds.start(isAnswered ? 'next-response' : 'first-response', atMs, replyUntilMs);
}

export function extendWindow(track: Track, replyUntilMs: number | null): void {
  for (const name of RESPONSES) {
    const round = track.rounds.open(name);
    if (round !== undefined) {
      round.replyUntilMs = replyUntilMs;
    }
  }
}

export function startUpdates(track: Track, atMs: number): void {
  track.rounds.stop('periodic-update', atMs, 'kept');
  if (!isDone(track.state)) {
    track.rounds.start('periodic-update', atMs);
  }
}

export function answer(track: Track, before: TicketState, atMs: number): void {
  for (const name of RESPONSES) {
    track.rounds.stop(name, atMs, 'kept');
  }
  follow(track, before, atMs);
  startUpdates(track, atMs);
}
