import type { ClockName } from '../../../src/domain/sla/vocabulary.js';
import type { CrisisTerms, PinnedTerms, PromisedClock } from '../../../src/domain/ticket.js';
import type { Owed } from './slow-answers.js';
import { keepDiary, MINUTE_MS, type Diary, type Minute, type SlowTicket } from './slow-diary.js';

/** Of a clock that ended nothing follows; of one that runs, what is known at the instant of looking. Whole minutes. */
export interface SlowRound {
  readonly name: ClockName;
  readonly round: number;
  readonly state: string;
  readonly spent: number;
  /** With fractions; null when there is none within the patience. */
  readonly due: number | null;
}

interface Terms {
  readonly from: number;
  readonly mode: 'opened' | 'migrate' | 'recompute';
  readonly hash: string;
  readonly terms: PinnedTerms;
}

interface Walk {
  readonly ticket: SlowTicket;
  readonly diary: Diary;
  readonly crises: readonly CrisisTerms[];
  readonly terms: readonly Terms[];
}

function minuteOf({ diary }: Walk, minute: number): Minute {
  const found = diary.minutes[minute - diary.first];
  if (found === undefined) {
    throw new Error('The walk is not that long');
  }
  return found;
}

/** The terms that count for a round in a minute: those of that moment, unless later ones are to hold as if always. */
function termsIn({ terms }: Walk, end: number | null, minute: number): Terms | undefined {
  let found: Terms | undefined;
  for (const one of terms) {
    const isTooLate = end !== null && one.from >= end && one.mode !== 'opened';
    if (!isTooLate && (one.mode !== 'migrate' || one.from <= minute)) {
      found = one;
    }
  }
  return found;
}

function promiseIn(terms: Terms | undefined, name: ClockName): PromisedClock | undefined {
  return terms?.terms.clocks.find((clock) => clock.name === name);
}

/** Why a clock stands still in a minute. */
function stillIn(walk: Walk, { name, away }: Owed, minute: number, terms: Terms | undefined): string | null {
  const { status, isDone, party, isThere, isUnderWay } = minuteOf(walk, minute);
  const isParty = name.startsWith('party-');
  if (isParty && (party !== name || !isThere)) {
    return 'elsewhere';
  }
  if ((isDone && (isParty || name === 'resolution')) || away.some(({ from, to }) => from <= minute && minute < to)) {
    return 'answered';
  }
  if (status === 'waiting' && terms?.terms.pausesWhileWaiting.includes(name) === true) {
    return 'waiting';
  }
  return isParty && isUnderWay ? 'answer-under-way' : null;
}

function crisisIn({ crises }: Walk, minute: number): { readonly isSuspended: boolean; readonly factor: number } {
  if (crises.length === 0) {
    return { isSuspended: false, factor: 1 };
  }
  const now = crises.filter(({ fromMs, untilMs }) => fromMs <= minute * MINUTE_MS && minute * MINUTE_MS < untilMs);
  const factors = now.map(({ mode, factor }) => (mode === 'relax' ? factor : 1));
  return { isSuspended: now.some(({ mode }) => mode === 'suspend'), factor: Math.max(1, ...factors) };
}

/** The part of a round in which its clock was promised: the last stretch, if there are several. */
function promisedPart(walk: Walk, owed: Owed): Owed | undefined {
  const last = owed.end ?? walk.ticket.asOfMinute;
  const isPromised = (minute: number): boolean => promiseIn(termsIn(walk, owed.end, minute), owed.name) !== undefined;
  let end = owed.end;
  let how = owed.how;
  // The last minute of a round that ended is the one before its end.
  let minute = owed.end === null ? last : Math.max(owed.start, last - 1);
  for (; minute >= owed.start && !isPromised(minute); minute -= 1) {
    end = minute;
    how = 'no-longer-promised';
  }
  let start = minute;
  while (start > owed.start && isPromised(start - 1)) {
    start -= 1;
  }
  return minute < owed.start ? undefined : { ...owed, start, end, how };
}

interface Count {
  spent: number;
  spentAtEnd: number;
  due: number | null;
  allowed: number;
  terms: PinnedTerms | undefined;
  wasStill: boolean;
}

/** One minute in the life of a round. `as` is the minute whose circumstances hold: after the end those at the end. */
function countMinute(walk: Walk, owed: Owed, count: Count, at: { minute: number; as: number }): void {
  const terms = termsIn(walk, owed.end, at.as);
  const promise = promiseIn(terms, owed.name);
  const { isSuspended, factor } = crisisIn(walk, at.as);
  if (terms === undefined || promise === undefined) {
    throw new Error('Only what is promised is counted');
  }
  if (isSuspended || stillIn(walk, owed, at.as, terms) !== null) {
    count.wasStill = true;
    return;
  }
  if (count.terms !== terms.terms) {
    count.allowed = promise.minutes;
    count.terms = terms.terms;
  }
  if (count.wasStill) {
    count.allowed = Math.max(count.allowed, count.spent + Math.min(promise.minutes, terms.terms.resumeGraceMinutes));
    count.wasStill = false;
  }
  const left = Math.max(0, count.allowed - count.spent);
  const isOpen = walk.ticket.isOpen(terms.hash, promise.calendar, at.minute);
  if (count.due === null && (left < 1e-9 || (isOpen && left * factor <= 1 + 1e-9))) {
    count.due = at.minute + (isOpen ? left * factor : 0);
  }
  count.spent += isOpen ? 1 / factor : 0;
}

function stateOf(walk: Walk, owed: Owed, due: number | null): string {
  const { asOfMinute } = walk.ticket;
  if (owed.end !== null) {
    const isLate = due !== null && due < owed.end - 1e-9;
    return owed.how === 'kept' ? (isLate ? 'met-late' : 'met') : isLate ? 'breached' : `stopped: ${owed.how ?? ''}`;
  }
  if (due !== null && due <= asOfMinute + 1e-9) {
    return 'breached';
  }
  const still = stillIn(walk, owed, asOfMinute, termsIn(walk, owed.end, asOfMinute));
  const why = still ?? (crisisIn(walk, asOfMinute).isSuspended ? 'crisis' : null);
  return why === null ? 'running' : `paused: ${why}`;
}

function countRound(walk: Walk, whole: Owed): SlowRound[] {
  const owed = promisedPart(walk, whole);
  if (owed === undefined) {
    return [];
  }
  const { asOfMinute, patience } = walk.ticket;
  const end = owed.end ?? asOfMinute;
  const count: Count = { spent: 0, spentAtEnd: 0, due: null, allowed: 0, terms: undefined, wasStill: false };
  for (let minute = owed.start; minute < asOfMinute + patience && (minute <= end || count.due === null); minute += 1) {
    count.spentAtEnd = minute <= end ? count.spent : count.spentAtEnd;
    const as = owed.end === null ? minute : Math.max(owed.start, Math.min(minute, owed.end - 1));
    countMinute(walk, owed, count, { minute, as });
  }
  const { name, round } = owed;
  return [{ name, round, state: stateOf(walk, owed, count.due), spent: count.spentAtEnd, due: count.due }];
}

/** A party has one round: from when it first had the ticket to when that was done, with it or after it. */
function partyRound({ ticket, diary }: Walk, name: 'party-1700' | 'party-municipality'): Owed[] {
  const known = diary.minutes.slice(0, ticket.asOfMinute - diary.first + 1);
  const isHeld = ({ party, isThere, isDone }: Minute): boolean => party === name && isThere && !isDone;
  const start = known.findIndex(isHeld);
  const end = known.findIndex(({ isDone }, index) => isDone && index > known.findLastIndex(isHeld));
  const how = end === -1 ? null : 'kept';
  return start === -1
    ? []
    : [{ name, round: 1, start: diary.first + start, end: end === -1 ? null : diary.first + end, how, away: [] }];
}

function termsOf({ heard }: Diary): Terms[] {
  return heard.flatMap(({ fact, hash, minute: from }): Terms[] => {
    if (fact.type === 'ticket.opened') {
      return [{ from, mode: 'opened', hash, terms: fact.terms }];
    }
    return fact.type === 'sla.terms' ? [{ from, mode: fact.mode, hash, terms: fact.terms }] : [];
  });
}

function crisesOf({ facts }: SlowTicket): CrisisTerms[] {
  const crises: CrisisTerms[] = [];
  for (const { fact } of facts) {
    const crisis = fact.type === 'ticket.opened' || fact.type === 'sla.crisis' ? fact.crisis : undefined;
    if (crisis !== undefined) {
      const ends = facts.flatMap((one) =>
        one.fact.type === 'sla.crisis-ended' && one.fact.crisisId === crisis.crisisId ? [one.fact.atMs] : [],
      );
      crises.push({ ...crisis, untilMs: Math.min(crisis.untilMs, ...ends) });
    }
  }
  return crises;
}

/**
 * The clocks of a ticket, found by walking through its minutes one by one. Slow, and obvious: it shares no code with
 * the engine, has a state machine of its own, and asks of a calendar only whether it is open at a minute. All instants
 * are whole minutes, no two facts share one, and reply windows and merged tickets are left out.
 */
export function walkClocks(ticket: SlowTicket): SlowRound[] {
  const diary = keepDiary(ticket);
  const walk = { ticket, diary, crises: crisesOf(ticket), terms: termsOf(diary) };
  return [
    ...[...diary.answers, ...diary.updates, ...diary.resolutions],
    ...partyRound(walk, 'party-1700'),
    ...partyRound(walk, 'party-municipality'),
  ].flatMap((owed) => countRound(walk, owed));
}
