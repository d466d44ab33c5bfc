import { applyFact, type TicketFact, type TicketState } from '../ticket.js';
import { answer, awaitAnswer, extendWindow, startUpdates } from './answer-clocks.js';
import { takeTerms } from './change-terms.js';
import { inOrder, type DatedFact, type TimedFact } from './dated-fact.js';
import { follow } from './follow-status.js';
import { answerArrived, answerUnderWay, forward, handOver } from './party-clocks.js';
import { Rounds } from './rounds.js';
import type { TicketCourse, Track } from './track.js';
import { CLOCK_NAMES } from './vocabulary.js';

export type { Handoff } from './track.js';

type Opened = Extract<TicketFact, { type: 'ticket.opened' }>;

/** Facts about answers; true when this was one. */
function takeAnswer(track: Track, before: TicketState, { fact, atMs }: TimedFact): boolean {
  switch (fact.type) {
    case 'answer.requested':
      if (fact.isHolding !== true) {
        answerUnderWay(track, fact.messageId, atMs);
      }
      follow(track, before, atMs);
      return true;
    case 'answer.delivered':
      answerArrived(track, fact.messageId, atMs);
      if (fact.isHolding === true) {
        startUpdates(track, atMs);
      } else {
        answer(track, before, atMs);
      }
      return true;
    case 'answer.outside':
      answer(track, before, atMs);
      return true;
    case 'answer.failed':
      answerArrived(track, fact.messageId, atMs);
      follow(track, before, atMs);
      return true;
    default:
      return false;
  }
}

function takeOther(track: Track, before: TicketState, { fact, atMs }: TimedFact): void {
  switch (fact.type) {
    case 'message.received':
      follow(track, before, atMs);
      if (fact.asks) {
        awaitAnswer(track, atMs, fact.replyUntilMs);
      } else {
        extendWindow(track, fact.replyUntilMs);
      }
      return;
    case 'ticket.forwarded':
      forward(track, fact.from, fact.to, atMs);
      return;
    case 'ticket.merged':
      for (const name of CLOCK_NAMES) {
        track.rounds.stop(name, atMs, 'merged');
      }
      return;
    case 'ticket.absorbed':
      follow(track, before, atMs);
      if (fact.awaitingSinceMs !== null) {
        awaitAnswer(track, fact.awaitingSinceMs, fact.replyUntilMs);
      }
      return;
    default:
      follow(track, before, atMs);
  }
}

/** Messages that the platform took and that did not arrive after all: nobody was answered by them. */
function failedAnswers(facts: readonly DatedFact[]): ReadonlySet<string> {
  return new Set(facts.flatMap(({ fact }) => (fact.type === 'answer.failed' ? [fact.messageId] : [])));
}

function isVoid({ fact }: DatedFact, failed: ReadonlySet<string>): boolean {
  return fact.type === 'answer.delivered' && failed.has(fact.messageId);
}

function opening(facts: readonly DatedFact[]): Opened {
  const opened = facts.find(({ fact }) => fact.type === 'ticket.opened')?.fact;
  if (opened?.type !== 'ticket.opened') {
    throw new Error('A ticket without its opening has no clocks');
  }
  return opened;
}

function begin(first: TimedFact, opened: Opened, about: Pick<Track, 'handoffs' | 'partyOf' | 'asOfMs'>): Track {
  const { atMs, settingsHash } = first;
  const track: Track = {
    ...about,
    rounds: new Rounds(opened.terms),
    state: applyFact(undefined, opened, atMs),
    terms: [{ fromMs: Number.NEGATIVE_INFINITY, mode: 'opened', settingsHash, terms: opened.terms }],
    crises: opened.crisis === undefined ? [] : [opened.crisis],
    answersUnderWay: new Set(),
  };
  track.rounds.start('first-response', atMs, opened.replyUntilMs);
  track.rounds.start('resolution', atMs);
  handOver(track, opened.target, atMs);
  return track;
}

/**
 * Follows a ticket through its facts, in the order of what happened: which clocks started, stood still and ended.
 *
 * @param facts all of them, in any order
 * @param about the targets that got the ticket, whose each target is, and the instant of looking (UTC milliseconds)
 * @throws when the opening is not among the facts
 */
export function trackTicket(
  facts: readonly DatedFact[],
  about: Pick<Track, 'handoffs' | 'partyOf' | 'asOfMs'>,
): TicketCourse {
  const opened = opening(facts);
  const failed = failedAnswers(facts);
  const [first, ...later] = inOrder(facts, opened.terms.transitMinutes);
  if (first === undefined) {
    throw new Error('A ticket without facts has no clocks');
  }
  const track = begin(first, opened, about);
  for (const timed of later) {
    if (isVoid(timed, failed) || takeTerms(track, timed)) {
      continue;
    }
    const before = track.state;
    track.state = applyFact(before, timed.fact, timed.atMs);
    if (!takeAnswer(track, before, timed)) {
      takeOther(track, before, timed);
    }
  }
  return { rounds: track.rounds.all, terms: track.terms, crises: track.crises, state: track.state };
}
