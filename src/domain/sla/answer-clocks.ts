import { endUnanswered, follow, RESPONSES } from './follow-status.js';
import { longestWait, type Question } from './questions.js';
import type { Round } from './rounds.js';
import type { TicketState } from '../ticket.js';
import { isDone, setPaused, type Track } from './track.js';

export function openResponse({ rounds }: Track): Round | undefined {
  return RESPONSES.map((name) => rounds.open(name)).find((round) => round !== undefined);
}

/** Nobody answered yet: it is the first response that is waited for. */
function startResponse({ rounds }: Track, atMs: number, replyUntilMs: number | null): void {
  const isAnswered = rounds.all.some((round) => round.name === 'first-response' && round.end === 'kept');
  rounds.start(isAnswered ? 'next-response' : 'first-response', atMs, replyUntilMs);
}

/** Somebody waits for an answer. One round counts for all who wait, since the first of them asked. */
export function awaitAnswer(track: Track, question: Question, replyUntilMs: number | null): void {
  const { questions } = track;
  const open = openResponse(track);
  if (open === undefined) {
    questions.open = [question];
    startResponse(track, question.askedAtMs, replyUntilMs);
  } else {
    questions.open = [...questions.open, question];
    open.startMs = Math.min(open.startMs, question.askedAtMs);
  }
}

/**
 * Goes on with the answer that was owed when the ticket was closed: closing a ticket and opening it again is no answer.
 *
 * @returns whether there was any
 */
export function goOnUnanswered({ rounds, questions }: Track, atMs: number): boolean {
  const last = rounds.all.findLast(({ name }) => name === 'first-response' || name === 'next-response');
  const sinceMs = longestWait(questions.open);
  if (last?.end !== 'closed-without-answer' || sinceMs === undefined) {
    return false;
  }
  rounds.goOn(last.name, atMs);
  last.startMs = sinceMs;
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

/** Whoever waited longest got an answer, and the round ends. Who still waits has the next one, since he asked. */
export function settle(track: Track, left: readonly Question[], atMs: number): void {
  const open = openResponse(track);
  const sinceMs = longestWait(left);
  track.questions.open = left;
  if (open !== undefined && sinceMs !== open.startMs) {
    track.rounds.stop(open.name, atMs, 'kept');
    if (sinceMs !== undefined) {
      startResponse(track, sinceMs, open.replyUntilMs);
    }
  }
  // It may have been the last answer on the way in a ticket that somebody closed meanwhile.
  if (isDone(track.state)) {
    endUnanswered(track, atMs);
  }
}

/** @param left what this answer is no answer to */
export function answer(track: Track, before: TicketState, atMs: number, left: readonly Question[] = []): void {
  settle(track, left, atMs);
  track.thanks = undefined;
  startUpdates(track, atMs);
  follow(track, before, atMs);
}

export function answerUnderWay(track: Track, messageId: string, atMs: number): void {
  track.answersUnderWay.add(messageId);
  track.questions.write(messageId, atMs);
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
