import type { DatedFact } from '../../../src/domain/sla/dated-fact.js';
import type { ClockName } from '../../../src/domain/sla/vocabulary.js';
import type { TicketFact } from '../../../src/domain/ticket.js';

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

/** Something that was owed from one minute to another. */
export interface Owed {
  readonly name: ClockName;
  readonly round: number;
  readonly start: number;
  end: number | null;
  how: string | null;
  /** Minutes in which nobody owed it, because the ticket was closed. */
  readonly away: { readonly from: number; readonly to: number }[];
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
    return { fact, key, hash: settingsHash, minute: isWritten ? Math.max(occurred, received - transit) : occurred };
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

function isDoneStatus(status: string): boolean {
  return status === 'answered' || status === 'closed';
}

/** Keeps the diary of a ticket while facts are read to it. */
class Diarist {
  readonly answers: Owed[] = [];
  readonly updates: Owed[] = [];
  readonly resolutions: Owed[] = [];
  readonly underWay = new Set<string>();
  status = 'new';
  party: ClockName | undefined;
  arrivesAt = 0;
  #onReopen = 'continue';
  #wasThanked = false;
  readonly #ticket: SlowTicket;

  constructor(ticket: SlowTicket) {
    this.#ticket = ticket;
  }

  hear({ minute, fact }: Heard, later: readonly Heard[]): void {
    const wasDone = isDoneStatus(this.status);
    this.#take(minute, fact, later);
    const isDone = isDoneStatus(this.status);
    if (isDone && (!wasDone || fact.type === 'answer.failed')) {
      this.#settle(this.updates, minute, 'ticket-done');
      this.#settle(this.resolutions, minute, 'kept');
      if (this.underWay.size === 0) {
        this.#settle(this.answers, minute, 'closed-without-answer');
      }
    }
    if (wasDone && !isDone) {
      this.#reopen(minute);
    }
  }

  #take(minute: number, fact: TicketFact, later: readonly Heard[]): void {
    switch (fact.type) {
      case 'ticket.opened':
        this.#onReopen = fact.terms.onReopen;
        this.#send(minute, fact.target);
        this.#owe(this.answers, 'first-response', minute);
        this.#owe(this.resolutions, 'resolution', minute);
        return;
      case 'message.received':
        this.#read(minute, fact.asks);
        return;
      case 'answer.requested':
        if (fact.isHolding !== true) {
          this.status = this.status === 'new' ? 'in-progress' : this.status;
          this.underWay.add(fact.messageId);
        }
        return;
      case 'answer.delivered':
        if (!isTakenBack(later, fact.messageId)) {
          this.underWay.delete(fact.messageId);
          this.#speak(minute, fact.isHolding === true ? 'holding' : fact.isFinal ? 'final' : 'more to come');
        }
        return;
      case 'answer.outside':
        this.#speak(minute, 'final');
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
      case 'sla.terms':
        this.#onReopen = fact.terms.onReopen;
        break;
      default:
    }
  }

  #owe(list: Owed[], name: ClockName, minute: number): void {
    const round = list.filter((one) => one.name === name).length + 1;
    list.push({ name, round, start: minute, end: null, how: null, away: [] });
  }

  #settle(list: Owed[], minute: number, how: string): void {
    const last = list.at(-1);
    if (last?.end === null) {
      last.end = minute;
      last.how = how;
    }
  }

  #await(minute: number): void {
    if (this.answers.at(-1)?.end === null) {
      return;
    }
    const wasAnswered = this.answers.some(({ name, how }) => name === 'first-response' && how === 'kept');
    this.#owe(this.answers, wasAnswered ? 'next-response' : 'first-response', minute);
  }

  #read(minute: number, asks: boolean): void {
    if (asks) {
      this.status = this.status === 'new' ? 'new' : 'in-progress';
      this.#await(minute);
    }
    this.#wasThanked = !asks && (this.#wasThanked || isDoneStatus(this.status));
  }

  #become(minute: number, status: string): void {
    const wasDone = isDoneStatus(this.status);
    const last = this.answers.at(-1);
    this.status = status;
    if (!wasDone || isDoneStatus(status)) {
      return;
    }
    if (last?.how === 'closed-without-answer' && last.end !== null) {
      last.away.push({ from: last.end, to: minute });
      last.end = null;
      last.how = null;
    } else if (this.#wasThanked) {
      this.#await(minute);
      this.#wasThanked = false;
    }
  }

  #speak(minute: number, word: 'final' | 'more to come' | 'holding'): void {
    this.#settle(this.updates, minute, 'kept');
    if (word !== 'holding') {
      this.#settle(this.answers, minute, 'kept');
      this.#wasThanked = false;
    }
    this.status = word === 'final' && this.status !== 'closed' ? 'answered' : this.status;
    if (!isDoneStatus(this.status)) {
      this.#owe(this.updates, 'periodic-update', minute);
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
      this.#owe(this.resolutions, 'resolution', minute);
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
  return { heard, first, minutes, answers, updates, resolutions };
}
