import type { DatedFact } from '../../../src/domain/sla/dated-fact.js';
import type { ClockName } from '../../../src/domain/sla/vocabulary.js';
import type { TicketFact } from '../../../src/domain/ticket.js';
import { owe, settle, SlowAnswers, type Asked, type Owed } from './slow-answers.js';

export const MINUTE_MS = 60_000;

export interface SlowTicket {
  readonly facts: readonly DatedFact[];
  /** When targets got the ticket, oldest first. */
  readonly arrivals: readonly { readonly target: string; readonly minute: number }[];
  readonly asOfMinute: number;
  /** How many minutes to walk beyond the instant of looking, in search of deadlines. */
  readonly patience: number;
  readonly isOpen: (settingsHash: string, calendar: string | null, minute: number) => boolean;
  readonly partyOf: (target: string) => '1700' | 'municipality';
}

/** A fact at the minute that counts. */
export interface Heard {
  readonly minute: number;
  readonly received: number;
  readonly fact: TicketFact;
  readonly hash: string;
}

/** What is true of the ticket in a minute, after everything that happened in it. */
export interface Minute {
  readonly status: string;
  readonly isDone: boolean;
  /** The clock of the party to which it was sent, and whether it is there. */
  readonly party: ClockName;
  readonly isThere: boolean;
  readonly isUnderWay: boolean;
}

export interface Diary {
  readonly heard: readonly Heard[];
  readonly first: number;
  readonly minutes: readonly Minute[];
  readonly answers: readonly Owed[];
  readonly updates: readonly Owed[];
  readonly resolutions: readonly Owed[];
}

function hearAll({ facts }: SlowTicket): Heard[] {
  const transit = Math.max(...facts.map(({ fact }) => (fact.type === 'ticket.opened' ? fact.terms.transitMinutes : 0)));
  const timed = facts.map(({ fact, occurredAtMs, receivedAtMs, settingsHash, key }) => {
    const [occurred, received] = [occurredAtMs / MINUTE_MS, receivedAtMs / MINUTE_MS];
    const isWritten = fact.type === 'ticket.opened' || fact.type === 'message.received';
    const minute = isWritten ? Math.max(occurred, received - transit) : occurred;
    return { fact, key, hash: settingsHash, minute, received };
  });
  const opening = timed.filter(({ fact }) => fact.type === 'ticket.opened');
  const others = timed.filter(({ fact }) => fact.type !== 'ticket.opened');
  return [...opening, ...others.sort((a, b) => a.minute - b.minute || (a.key < b.key ? -1 : 1))];
}

/** Whether the next thing that is heard of a delivered message is that it failed. */
function isTakenBack(later: readonly Heard[], messageId: string): boolean {
  const next = later.find(
    ({ fact }) => (fact.type === 'answer.delivered' || fact.type === 'answer.failed') && fact.messageId === messageId,
  );
  return next?.fact.type === 'answer.failed';
}

type Delivered = Extract<TicketFact, { readonly type: 'answer.delivered' }>;

function isDoneStatus(status: string): boolean {
  return status === 'answered' || status === 'closed';
}

/** Keeps the diary of a ticket while facts are read to it. */
class Diarist {
  readonly answers = new SlowAnswers();
  readonly updates: Owed[] = [];
  readonly resolutions: Owed[] = [];
  readonly underWay = new Set<string>();
  status = 'new';
  party: ClockName | undefined;
  arrivesAt = 0;
  #onReopen = 'continue';
  readonly #ticket: SlowTicket;

  constructor(ticket: SlowTicket) {
    this.#ticket = ticket;
  }

  hear(heard: Heard, later: readonly Heard[]): void {
    const { minute, fact } = heard;
    const wasDone = isDoneStatus(this.status);
    this.#take(heard, later);
    const isDone = isDoneStatus(this.status);
    if (isDone && (!wasDone || fact.type === 'answer.failed')) {
      settle(this.updates, minute, 'ticket-done');
      settle(this.resolutions, minute, 'kept');
      this.#giveUp(minute);
    }
    if (wasDone && !isDone) {
      this.#reopen(minute);
    }
  }

  #take({ minute, received, fact }: Heard, later: readonly Heard[]): void {
    switch (fact.type) {
      case 'ticket.opened':
        this.#onReopen = fact.terms.onReopen;
        this.#send(minute, fact.target);
        this.answers.await({ id: fact.messageId, minute, known: Number.NEGATIVE_INFINITY });
        owe(this.resolutions, 'resolution', minute);
        return;
      case 'message.received':
        this.#read({ id: fact.messageId, minute, known: received }, fact.asks);
        return;
      case 'answer.requested':
        if (fact.isHolding !== true) {
          this.status = this.status === 'new' ? 'in-progress' : this.status;
          this.underWay.add(fact.messageId);
          this.answers.write(fact.messageId, minute);
        }
        return;
      case 'answer.delivered':
        if (!isTakenBack(later, fact.messageId)) {
          this.#deliver(minute, fact);
        }
        return;
      case 'answer.outside':
        this.answers.answer(minute, null);
        this.#beAnswered(true);
        this.#speak(minute);
        return;
      case 'answer.failed':
        this.underWay.delete(fact.messageId);
        this.status = this.status === 'closed' || fact.isHolding === true ? this.status : 'in-progress';
        return;
      case 'status.changed':
        this.#become(minute, fact.to);
        return;
      case 'ticket.forwarded':
        this.#send(minute, fact.to);
        return;
      case 'ticket.split':
        this.answers.letGo(minute, fact.messageIds);
        return;
      case 'sla.terms':
        this.#onReopen = fact.terms.onReopen;
        break;
      default:
    }
  }

  #read(asked: Asked, asks: boolean): void {
    if (asks) {
      this.status = this.status === 'new' ? 'new' : 'in-progress';
    }
    this.answers.read(asked, { asks, isDone: isDoneStatus(this.status) });
  }

  #become(minute: number, status: string): void {
    const wasDone = isDoneStatus(this.status);
    this.status = status;
    if (wasDone && !isDoneStatus(status)) {
      this.answers.goOn(minute);
    }
  }

  #deliver(minute: number, { messageId, isFinal, isHolding }: Delivered): void {
    this.underWay.delete(messageId);
    if (isHolding !== true) {
      const after = this.answers.answer(minute, messageId);
      this.#beAnswered(isFinal && after === 'nobody waits');
      this.#giveUp(minute);
    }
    this.#speak(minute);
  }

  #beAnswered(isFinal: boolean): void {
    this.status = isFinal && this.status !== 'closed' ? 'answered' : this.status;
  }

  #speak(minute: number): void {
    settle(this.updates, minute, 'kept');
    if (!isDoneStatus(this.status)) {
      owe(this.updates, 'periodic-update', minute);
    }
  }

  /** Nobody answers in a ticket that is done, once no answer is on the way. */
  #giveUp(minute: number): void {
    if (isDoneStatus(this.status) && this.underWay.size === 0) {
      settle(this.answers.owed, minute, 'closed-without-answer');
    }
  }

  #send(minute: number, to: string): void {
    const party = `party-${this.#ticket.partyOf(to)}` as const;
    if (party !== this.party) {
      this.party = party;
      // The clocks of two machines may differ by a minute.
      const arrivals = this.#ticket.arrivals.filter((one) => one.target === to && one.minute >= minute - 1);
      this.arrivesAt = arrivals[0]?.minute ?? this.#ticket.asOfMinute;
    }
  }

  #reopen(minute: number): void {
    const last = this.resolutions.at(-1);
    if (this.#onReopen === 'restart' || last === undefined) {
      owe(this.resolutions, 'resolution', minute);
    } else {
      last.end = null;
      last.how = null;
    }
  }
}

/** Writes down, minute by minute, what is true of a ticket, and what was owed from when to when. */
export function keepDiary(ticket: SlowTicket): Diary {
  const heard = hearAll(ticket);
  const first = heard[0]?.minute ?? 0;
  const diarist = new Diarist(ticket);
  const minutes: Minute[] = [];
  let next = 0;
  for (let minute = first; minute <= ticket.asOfMinute + ticket.patience; minute += 1) {
    for (let one = heard[next]; one !== undefined && one.minute <= minute; one = heard[next]) {
      next += 1;
      diarist.hear(one, heard.slice(next));
    }
    const { status, party = 'party-municipality', arrivesAt, underWay } = diarist;
    const isThere = minute >= arrivesAt;
    minutes.push({ status, isDone: isDoneStatus(status), party, isThere, isUnderWay: underWay.size > 0 });
  }
  const { answers, updates, resolutions } = diarist;
  return { heard, first, minutes, answers: answers.owed, updates, resolutions };
}
