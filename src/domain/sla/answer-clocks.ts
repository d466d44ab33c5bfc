import { endUnanswered, follow, RESPONSES } from './follow-status.js';
import type { Round } from './rounds.js';
import type { TicketState } from '../ticket.js';
import { isDone, setPaused, type Track } from './track.js';

function openResponse({ rounds }: Track): Round | undefined {
  return RESPONSES.map((name) => rounds.open(name)).find((round) => round !== undefined);
}

/** Somebody waits for an answer since `atMs`. Nobody answered yet: it is the first response that is waited for. */
export function awaitAnswer(track: Track, atMs: number, replyUntilMs: number | null): void {
  const { rounds } = track;
  const open = openResponse(track);
  if (open !== undefined) {
    open.startMs = Math.min(open.startMs, atMs);
    return;
  }
  const isAnswered = rounds.all.some((round) => round.name === 'first-response' && round.end === 'kept');
  rounds.start(isAnswered ? 'next-response' : 'first-response', atMs, replyUntilMs);
}

/**
 * Goes on with the answer that was owed when the ticket was closed: closing a ticket and opening it again is no answer.
 *
 * @returns whether there was any
 */
export function goOnUnanswered({ rounds }: Track, atMs: number): boolean {
  const last = rounds.all.findLast(({ name }) => name === 'first-response' || name === 'next-response');
  if (last?.end !== 'closed-without-answer') {
    return false;
  }
  rounds.goOn(last.name, atMs);
  return true;
}

/** What a citizen writes opens the reply window anew, and never makes it shorter: messages can come in any order. */
export function extendWindow(track: Track, replyUntilMs: number | null): void {
  const open = openResponse(track);
  if (open !== undefined) {
    const known = open.replyUntilMs;
    open.replyUntilMs = known === null || replyUntilMs === null ? null : Math.max(known, replyUntilMs);
  }
}

/** From one word to the citizen to the next. */
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
  track.thanks = undefined;
  startUpdates(track, atMs);
  follow(track, before, atMs);
}

export function answerUnderWay(track: Track, messageId: string, atMs: number): void {
  track.answersUnderWay.add(messageId);
  setPaused(track, 'answer-under-way', true, atMs);
}

export function answerArrived(track: Track, messageId: string, atMs: number): void {
  track.answersUnderWay.delete(messageId);
  setPaused(track, 'answer-under-way', track.answersUnderWay.size > 0, atMs);
}

export function answerFailed(track: Track, before: TicketState, messageId: string, atMs: number): void {
  answerArrived(track, messageId, atMs);
  follow(track, before, atMs);
  if (isDone(track.state)) {
    endUnanswered(track, atMs);
  }
}
