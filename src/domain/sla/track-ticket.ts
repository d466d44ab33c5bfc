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
import { forward, give, release } from './party-clocks.js';
import { Rounds } from './rounds.js';
import type { CrisisTerms } from './terms.js';
import { isDone, type TicketCourse, type Track, type TrackContext } from './track.js';
import { CLOCK_NAMES } from './vocabulary.js';

export type { Handoff } from './handoff.js';
export type { TermsFrom } from './track.js';

type Fact<T extends TicketFact['type']> = Extract<TicketFact, { readonly type: T }>;

function receive(track: Track, fact: Fact<'message.received'>, before: TicketState, atMs: number): void {
  follow(track, before, atMs);
  if (fact.asks) {
    awaitAnswer(track, atMs, fact.replyUntilMs);
  } else if (isDone(track.state)) {
    track.thanks = { replyUntilMs: fact.replyUntilMs };
  }
  extendWindow(track, fact.replyUntilMs);
}

function deliver(track: Track, fact: Fact<'answer.delivered'>, before: TicketState, atMs: number): void {
  answerArrived(track, fact.messageId, atMs);
  if (fact.isHolding === true) {
    startUpdates(track, atMs);
  } else {
    answer(track, before, atMs);
  }
}

/**
 * A person who opens a ticket again goes on with what was not answered when it was closed. One who saw a question in a
 * word of thanks owes its answer from then on.
 */
function changeStatus(track: Track, before: TicketState, atMs: number): void {
  follow(track, before, atMs);
  if (isDone(before) && !isDone(track.state) && !goOnUnanswered(track, atMs) && track.thanks !== undefined) {
    awaitAnswer(track, atMs, track.thanks.replyUntilMs);
  }
}

function absorb(track: Track, fact: Fact<'ticket.absorbed'>, before: TicketState, atMs: number): void {
  follow(track, before, atMs);
  if (fact.awaitingSinceMs !== null) {
    // Where somebody waits here already, the answer goes out here, and the window of this channel is what binds.
    awaitAnswer(track, fact.awaitingSinceMs, fact.replyUntilMs);
  }
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
      return receive(track, fact, before, atMs);
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

/**
 * Facts without the deliveries that did not hold: the platform took the message, and said later that it did not arrive.
 * Nobody was answered by it.
 */
export function withoutVoid(ordered: readonly TimedFact[]): readonly TimedFact[] {
  const later = new Map<string, 'answer.delivered' | 'answer.failed'>();
  return ordered
    .toReversed()
    .filter(({ fact }) => {
      if (fact.type !== 'answer.delivered' && fact.type !== 'answer.failed') {
        return true;
      }
      const isVoid = fact.type === 'answer.delivered' && later.get(fact.messageId) === 'answer.failed';
      later.set(fact.messageId, fact.type);
      return !isVoid;
    })
    .toReversed();
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
    ...about,
    rounds: new Rounds(),
    state: applyFact(undefined, fact, atMs),
    terms: [{ fromMs: Number.NEGATIVE_INFINITY, mode: 'opened', settingsHash, terms: fact.terms }],
    pauses: [],
    answersUnderWay: new Set(),
    holder: { clock: 'party-municipality', fromMs: atMs },
    thanks: undefined,
  };
  track.rounds.start('first-response', atMs, fact.replyUntilMs);
  track.rounds.start('resolution', atMs);
  give(track, fact.target, { ...opening, atMs });
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
    track.state = applyFact(before, timed.fact, timed.atMs);
    take(track, before, timed);
  }
  const { rounds, terms, pauses, state } = track;
  return { rounds: rounds.all, terms, crises: crisesOf(facts), pauses, state };
}
