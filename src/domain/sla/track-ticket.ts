import { applyFact, type CrisisTerms, type PinnedTerms, type TicketFact, type TicketState } from '../ticket.js';
import { CLOCK_NAMES, type ClockName, type Party } from './vocabulary.js';
import { inOrder, type DatedFact, type TimedFact } from './dated-fact.js';
import { Rounds, type Round } from './rounds.js';

/** A target got the ticket: from the deliveries that arrived there. */
export interface Handoff {
  readonly target: string;
  readonly atMs: number;
}

/** Terms from an instant on, with the snapshot that holds their calendars. */
export interface TermsFrom {
  readonly fromMs: number;
  readonly mode: 'opened' | 'migrate' | 'recompute';
  readonly settingsHash: string;
  readonly terms: PinnedTerms;
}

/** The whole course of a ticket as its clocks see it. */
export interface TicketCourse {
  readonly rounds: readonly Round[];
  readonly terms: readonly TermsFrom[];
  readonly crises: readonly CrisisTerms[];
  readonly state: TicketState;
}

interface Track {
  readonly rounds: Rounds;
  state: TicketState;
  readonly terms: TermsFrom[];
  readonly crises: CrisisTerms[];
  readonly answersUnderWay: Set<string>;
  readonly handoffs: readonly Handoff[];
  readonly partyOf: (target: string) => Party;
  readonly asOfMs: number;
}

type Opened = Extract<TicketFact, { type: 'ticket.opened' }>;

const RESPONSES = ['first-response', 'next-response'] as const;
const PARTY_CLOCKS = ['party-1700', 'party-municipality'] as const;

function isDone({ status }: TicketState): boolean {
  return status === 'answered' || status === 'closed';
}

function partyClock(track: Track, target: string): ClockName {
  return `party-${track.partyOf(target)}`;
}

/**
 * A party holds a ticket from when it got it. One that is still under way to it is taken to arrive at this moment: the
 * earliest that its time can begin.
 */
function handOver(track: Track, target: string, atMs: number): void {
  const name = partyClock(track, target);
  const handoff = track.handoffs.find((one) => one.target === target && one.atMs >= atMs);
  const fromMs = handoff?.atMs ?? Math.max(track.asOfMs, atMs);
  if (track.rounds.isPausedFor(name, 'elsewhere')) {
    track.rounds.resume(name, fromMs, 'elsewhere');
  } else if (track.rounds.latest(name)?.end === 'kept') {
    track.rounds.goOn(name, fromMs);
  } else {
    track.rounds.start(name, fromMs);
  }
}

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

/** Somebody waits for an answer since `atMs`. Nobody answered yet: it is the first response that is waited for. */
function awaitAnswer(track: Track, atMs: number, replyUntilMs: number | null): void {
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

function extendWindow(track: Track, replyUntilMs: number | null): void {
  for (const name of RESPONSES) {
    const round = track.rounds.open(name);
    if (round !== undefined) {
      round.replyUntilMs = replyUntilMs;
    }
  }
}

function follow(track: Track, before: TicketState, atMs: number): void {
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

function startUpdates(track: Track, atMs: number): void {
  track.rounds.stop('periodic-update', atMs, 'kept');
  if (!isDone(track.state)) {
    track.rounds.start('periodic-update', atMs);
  }
}

function answer(track: Track, before: TicketState, atMs: number): void {
  for (const name of RESPONSES) {
    track.rounds.stop(name, atMs, 'kept');
  }
  follow(track, before, atMs);
  startUpdates(track, atMs);
}

function answerUnderWay(track: Track, messageId: string, atMs: number): void {
  track.answersUnderWay.add(messageId);
  for (const name of PARTY_CLOCKS) {
    track.rounds.pause(name, atMs, 'answer-under-way');
  }
}

function answerArrived(track: Track, messageId: string, atMs: number): void {
  track.answersUnderWay.delete(messageId);
  if (track.answersUnderWay.size === 0) {
    for (const name of PARTY_CLOCKS) {
      track.rounds.resume(name, atMs, 'answer-under-way');
    }
  }
}

function forward(track: Track, from: string, to: string, atMs: number): void {
  if (partyClock(track, from) !== partyClock(track, to)) {
    track.rounds.pause(partyClock(track, from), atMs, 'elsewhere');
    handOver(track, to, atMs);
  }
}

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
function takeTerms(track: Track, timed: TimedFact): boolean {
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
