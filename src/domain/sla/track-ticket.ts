import { applyFact, type TicketFact, type TicketState } from '../ticket.js';
import {
  answer,
  answerArrived,
  answerFailed,
  answerUnderWay,
  awaitAnswer,
  extendWindow,
  goOnUnanswered,
  startUpdates,
} from './answer-clocks.js';
import { clockStart, inOrder, type DatedFact, type TimedFact } from './dated-fact.js';
import { follow } from './follow-status.js';
import { bringAlong, hearOfWait, splitOff, waitingIn } from './moved-questions.js';
import { forward, give, release } from './party-clocks.js';
import { Questions } from './questions.js';
import { Rounds } from './rounds.js';
import type { CrisisTerms } from './terms.js';
import { isDone, type TicketCourse, type Track, type TrackContext } from './track.js';
import { CLOCK_NAMES } from './vocabulary.js';
import { withoutVoid } from './void-facts.js';

export type { Handoff } from './handoff.js';
export type { TermsFrom } from './track.js';

type Fact<T extends TicketFact['type']> = Extract<TicketFact, { readonly type: T }>;

interface Heard<T extends TicketFact['type']> extends TimedFact {
  readonly fact: Fact<T>;
}

function receive(track: Track, { fact, atMs, receivedAtMs }: Heard<'message.received'>, before: TicketState): void {
  const { messageId, asks, replyUntilMs } = fact;
  const isHere = !track.questions.isGone(messageId);
  follow(track, before, atMs);
  if (isHere && asks) {
    awaitAnswer(track, { from: messageId, askedAtMs: atMs, knownAtMs: receivedAtMs }, replyUntilMs);
  } else if (isHere && isDone(track.state)) {
    track.thanks = { messageId, replyUntilMs };
  }
  extendWindow(track, replyUntilMs);
}

function deliver(track: Track, fact: Fact<'answer.delivered'>, before: TicketState, atMs: number): void {
  answerArrived(track, fact.messageId, atMs);
  if (fact.isHolding === true) {
    startUpdates(track, atMs);
  } else {
    answer(track, before, atMs, track.questions.after(fact.messageId));
  }
}

/**
 * A person who opens a ticket again goes on with what was not answered when it was closed. One who saw a question in a
 * word of thanks owes its answer from then on.
 */
function changeStatus(track: Track, before: TicketState, atMs: number): void {
  follow(track, before, atMs);
  if (isDone(before) && !isDone(track.state) && !goOnUnanswered(track, atMs) && track.thanks !== undefined) {
    const { messageId, replyUntilMs } = track.thanks;
    awaitAnswer(track, { from: messageId, askedAtMs: atMs, knownAtMs: atMs }, replyUntilMs);
  }
}

function absorb(track: Track, fact: Fact<'ticket.absorbed'>, before: TicketState, atMs: number): void {
  follow(track, before, atMs);
  bringAlong(track, fact, atMs);
}

function merge(track: Track, atMs: number): void {
  release(track, atMs, 'merged');
  for (const name of CLOCK_NAMES) {
    track.rounds.stop(name, atMs, 'merged');
  }
}

function take(track: Track, before: TicketState, timed: TimedFact): void {
  const { fact, atMs, settingsHash } = timed;
  switch (fact.type) {
    case 'message.received':
      return receive(track, { ...timed, fact }, before);
    case 'answer.requested':
      if (fact.isHolding !== true) {
        answerUnderWay(track, fact.messageId, atMs);
      }
      return follow(track, before, atMs);
    case 'answer.delivered':
      return deliver(track, fact, before, atMs);
    case 'answer.outside':
      return answer(track, before, atMs);
    case 'answer.failed':
      return answerFailed(track, before, fact.messageId, atMs);
    case 'status.changed':
      return changeStatus(track, before, atMs);
    case 'ticket.forwarded':
      return forward(track, fact.to, timed);
    case 'ticket.merged':
      return merge(track, atMs);
    case 'ticket.absorbed':
      return absorb(track, fact, before, atMs);
    case 'absorbed.waiting':
      return hearOfWait(track, fact, atMs);
    case 'ticket.split':
      return splitOff(track, fact, atMs);
    case 'sla.terms':
      track.terms.push({ fromMs: atMs, mode: fact.mode, settingsHash, terms: fact.terms });
      return undefined;
    default:
      return undefined;
  }
}

/** Crises and their ends, whichever was told first. */
function crisesOf(facts: readonly DatedFact[]): CrisisTerms[] {
  const ends = facts.flatMap(({ fact }) => (fact.type === 'sla.crisis-ended' ? [fact] : []));
  return facts.flatMap(({ fact }) => {
    const crisis = fact.type === 'ticket.opened' || fact.type === 'sla.crisis' ? fact.crisis : undefined;
    if (crisis === undefined) {
      return [];
    }
    const ended = ends.filter(({ crisisId }) => crisisId === crisis.crisisId).map(({ atMs }) => atMs);
    return [{ ...crisis, untilMs: Math.max(crisis.fromMs, Math.min(crisis.untilMs, ...ended)) }];
  });
}

/** A delivery in the light of what was asked meanwhile, in the order of what happened. */
function withOvertaken(track: Track, fact: TicketFact): TicketFact {
  return fact.type === 'answer.delivered'
    ? { ...fact, isOvertaken: waitingIn(track).length > 0 && track.questions.after(fact.messageId).length > 0 }
    : fact;
}

interface Opening extends DatedFact {
  readonly fact: Fact<'ticket.opened'>;
}

function isOpening(dated: DatedFact): dated is Opening {
  return dated.fact.type === 'ticket.opened';
}

function begin(opening: Opening, about: TrackContext): Track {
  const { fact, settingsHash, occurredAtMs, receivedAtMs } = opening;
  const atMs = clockStart(occurredAtMs, receivedAtMs, fact.terms.transitMinutes);
  const track: Track = {
    handoffs: about.handoffs,
    times: about.times,
    asOfMs: about.asOfMs,
    rounds: new Rounds(),
    questions: new Questions(),
    state: applyFact(undefined, fact, atMs),
    terms: [{ fromMs: Number.NEGATIVE_INFINITY, mode: 'opened', settingsHash, terms: fact.terms }],
    pauses: [],
    answersUnderWay: new Set(),
    holder: { clock: 'party-municipality', fromMs: atMs },
    thanks: undefined,
  };
  // Whoever answers in a ticket knows what opened it, however far the clocks of two machines differ.
  const question = { from: fact.messageId, askedAtMs: atMs, knownAtMs: Number.NEGATIVE_INFINITY };
  awaitAnswer(track, question, fact.replyUntilMs);
  track.rounds.start('resolution', atMs);
  give(track, fact.target, { atMs, receivedAtMs, settingsHash });
  return track;
}

/**
 * Follows a ticket through its facts, in the order of what happened: which clocks started, stood still and ended.
 *
 * @param facts all of them, in any order
 * @throws when the opening is not among the facts
 */
export function trackTicket(facts: readonly DatedFact[], about: TrackContext): TicketCourse {
  const opening = facts.find(isOpening);
  if (opening === undefined) {
    throw new Error('A ticket without its opening has no clocks');
  }
  const track = begin(opening, about);
  const later = facts.filter((dated) => !isOpening(dated));
  for (const timed of withoutVoid(inOrder(later, opening.fact.terms.transitMinutes))) {
    const before = track.state;
    const fact = withOvertaken(track, timed.fact);
    track.state = applyFact(before, fact, timed.atMs);
    take(track, before, { ...timed, fact });
  }
  const { rounds, terms, pauses, state } = track;
  return { rounds: rounds.all, terms, crises: crisesOf(facts), pauses, state, waiting: waitingIn(track) };
}
