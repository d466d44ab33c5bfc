import type { TicketFact } from '../ticket.js';
import { awaitAnswer, openResponse, settle } from './answer-clocks.js';
import { longestWait, type Question } from './questions.js';
import type { Track } from './track.js';

type Fact<T extends TicketFact['type']> = Extract<TicketFact, { readonly type: T }>;

/** Who waited in a ticket that was merged waits here. */
export function bringAlong(track: Track, fact: Fact<'ticket.absorbed'>, atMs: number): void {
  const { from, awaitingSinceMs, replyUntilMs } = fact;
  const heard = track.questions.heard(from);
  const askedAtMs = heard === undefined ? awaitingSinceMs : heard;
  if (askedAtMs !== null) {
    // Where somebody waits here already, the answer goes out here, and the window of this channel is what binds.
    awaitAnswer(track, { from, askedAtMs, knownAtMs: atMs }, replyUntilMs);
  }
}

/**
 * An answer that was under way in a ticket when it was merged arrived there. It is an answer to what was brought along,
 * or to the first part of it. What was answered here before stays answered.
 */
export function hearOfWait(track: Track, { from, sinceMs }: Fact<'absorbed.waiting'>, atMs: number): void {
  const { questions } = track;
  const known = questions.open.find((question) => question.from === from);
  questions.hear(from, sinceMs);
  if (known !== undefined) {
    const others = questions.open.filter((question) => question !== known);
    settle(track, sinceMs === null ? others : [...others, { ...known, askedAtMs: sinceMs }], atMs);
  }
}

/** Messages leave for a ticket of their own, which owes their answers. The round goes on for the questions that stay. */
export function splitOff(track: Track, { messageIds }: Fact<'ticket.split'>, atMs: number): void {
  const open = openResponse(track);
  const left = track.questions.leave(messageIds);
  const sinceMs = longestWait(left);
  track.questions.open = left;
  track.thanks = track.thanks !== undefined && messageIds.includes(track.thanks.messageId) ? undefined : track.thanks;
  if (open === undefined) {
    return;
  }
  if (sinceMs === undefined) {
    track.rounds.stop(open.name, atMs, 'split');
  } else {
    open.startMs = sinceMs;
  }
}

/** Who waits for an answer: nobody in a ticket that is done, and in one that was merged whoever waited then. */
export function waitingIn({ rounds, questions }: Track): readonly Question[] {
  const last = rounds.all.findLast(({ name }) => name === 'first-response' || name === 'next-response');
  return last?.endMs === null || last?.end === 'merged' ? questions.open : [];
}
