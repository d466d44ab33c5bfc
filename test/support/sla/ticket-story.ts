import type { DatedFact } from '../../../src/domain/sla/dated-fact.js';
import { foldClocks, type ClockView } from '../../../src/domain/sla/fold-clocks.js';
import type { ClockName } from '../../../src/domain/sla/vocabulary.js';
import type { CrisisTerms, PinnedTerms, PromisedClock, TicketFact } from '../../../src/domain/ticket.js';
import type { TicketStatus } from '../../../src/domain/vocabulary.js';
import { at, say, STORY_TIMES } from './story-time.js';

function promise(name: ClockName, minutes: number, calendar: string | null = null): PromisedClock {
  return { name, minutes, calendar, warnAt: [0.5], dueAtMs: null };
}

/** Working minutes of each clock; a policy that leaves one out does not promise it. */
export type Minutes = Partial<Record<ClockName, number>>;

const HOURS: Minutes = {
  'first-response': 240,
  'next-response': 120,
  'periodic-update': 960,
  resolution: 1440,
  'party-1700': 300,
  'party-municipality': 600,
};

const CLOCK_CALENDARS: Partial<Record<ClockName, string>> = { 'party-1700': 'center' };

export function storyTerms(minutes: Minutes = HOURS, change: Partial<PinnedTerms> = {}): PinnedTerms {
  const clocks = Object.entries(minutes).map(([name, amount]) => {
    // The border: the keys of the record are names of clocks.
    const clock = name as ClockName;
    return promise(clock, amount, CLOCK_CALENDARS[clock] ?? null);
  });
  return {
    ...{ policy: 'standaard', policyVersion: '2026-01-01', rule: 'altijd', clocks, transitMinutes: 5 },
    pausesWhileWaiting: ['resolution', 'periodic-update', 'party-1700', 'party-municipality'],
    ...{ onReopen: 'continue', resumeGraceMinutes: 30, explanation: '' },
    ...change,
  };
}

export interface Opening {
  readonly terms?: PinnedTerms;
  readonly target?: string;
  readonly until?: string;
  readonly received?: string;
  readonly crisis?: CrisisTerms;
}

/** How a clock stands, in words that a test can hold against a story. */
export interface Seen {
  readonly state: string;
  readonly due: string | null;
  readonly spent: number;
}

/** A ticket told fact by fact, each with the moment at which it happened and, unless it says otherwise, was received. */
export class TicketStory {
  readonly facts: DatedFact[] = [];
  readonly handoffs: { readonly target: string; readonly atMs: number }[] = [];

  constructor(moment: string, { terms = storyTerms(), target = 'gent-crm', until, received, crisis }: Opening = {}) {
    const about = { number: 1, channel: 'facebook', account: '104', conversation: 'c1', shard: 1, citizenId: null };
    const coded = { kind: 'question', topic: 'afval', language: 'nl', level: 'local', priority: 'normal' } as const;
    const opened: TicketFact = {
      ...{ type: 'ticket.opened', ...about, ...coded, messageId: 'm0', matched: [] },
      ...{ target, route: { rule: 'rest', explanation: '' }, terms },
      replyUntilMs: until === undefined ? null : at(until),
      ...(crisis === undefined ? {} : { crisis }),
    };
    this.tell(moment, opened, { received });
    this.arrives(received ?? moment, target);
  }

  tell(moment: string, fact: TicketFact, about: { received?: string | undefined; hash?: string } = {}): this {
    const seq = this.facts.length + 1;
    const dated = { fact, seq, key: `k${String(seq).padStart(3, '0')}`, settingsHash: about.hash ?? 'first' };
    this.facts.push({ ...dated, occurredAtMs: at(moment), receivedAtMs: at(about.received ?? moment) });
    return this;
  }

  /** A target gets the ticket. */
  arrives(moment: string, target: string): this {
    this.handoffs.push({ target, atMs: at(moment) });
    return this;
  }

  asks(moment: string, { until, received }: { until?: string; received?: string } = {}): this {
    const replyUntilMs = until === undefined ? null : at(until);
    const fact = { type: 'message.received', messageId: moment, reopened: false, asks: true, replyUntilMs } as const;
    return this.tell(moment, fact, { received });
  }

  thanks(moment: string, until?: string): this {
    const replyUntilMs = until === undefined ? null : at(until);
    return this.tell(moment, {
      type: 'message.received',
      messageId: moment,
      reopened: false,
      asks: false,
      replyUntilMs,
    });
  }

  requests(moment: string, messageId: string, isHolding = false): this {
    const about = { messageId, parts: 1, isFinal: true, by: 'gent-crm' };
    return this.tell(moment, { type: 'answer.requested', ...about, ...(isHolding ? { isHolding } : {}) });
  }

  delivers(moment: string, messageId: string, { isFinal = true, isHolding = false } = {}): this {
    return this.tell(moment, { type: 'answer.delivered', messageId, isFinal, ...(isHolding ? { isHolding } : {}) });
  }

  fails(moment: string, messageId: string, isHolding = false): this {
    const about = { messageId, code: 'BLOCKED', ...(isHolding ? { isHolding } : {}) };
    return this.tell(moment, { type: 'answer.failed', ...about });
  }

  /** Written and delivered at once. */
  answers(moment: string, isFinal = true): this {
    return this.requests(moment, `a ${moment}`).delivers(moment, `a ${moment}`, { isFinal });
  }

  becomes(moment: string, to: TicketStatus): this {
    return this.tell(moment, { type: 'status.changed', to, by: 'gent-crm' });
  }

  /** Goes to another target, and arrives there at once unless it says when; `null` for not yet. */
  goes(moment: string, from: string, to: string, arrival: string | null = moment): this {
    this.tell(moment, { type: 'ticket.forwarded', from, to, by: 'api' });
    return arrival === null ? this : this.arrives(arrival, to);
  }

  changesTerms(moment: string, mode: 'migrate' | 'recompute', terms: PinnedTerms, hash = 'first'): this {
    return this.tell(moment, { type: 'sla.terms', mode, terms, changeId: 'a1' }, { hash });
  }

  crisis(moment: string, crisis: CrisisTerms): this {
    return this.tell(moment, { type: 'sla.crisis', crisis });
  }

  fold(moment: string): readonly ClockView[] {
    const { facts, handoffs } = this;
    return foldClocks({ facts, handoffs, asOfMs: at(moment), times: STORY_TIMES }).clocks;
  }

  /** The latest round, or the one with that number. */
  clock(moment: string, name: ClockName, round?: number): ClockView {
    const view = this.fold(moment).findLast((one) => one.name === name && one.round === (round ?? one.round));
    if (view === undefined) {
      throw new Error(`The story has no clock ${name} ${round ?? ''}`);
    }
    return view;
  }

  /** A clock in short: its state with the reason, its deadline, its used minutes. */
  sees(moment: string, name: ClockName, round?: number): Seen {
    const { state, reason, dueAtMs, spentMs } = this.clock(moment, name, round);
    const said = reason === null ? state : `${state}: ${reason}`;
    return { state: said, due: say(dueAtMs), spent: spentMs / 60_000 };
  }
}

export function suspension(from: string, until: string, crisisId = 'flood'): CrisisTerms {
  return { crisisId, mode: 'suspend', factor: 1, fromMs: at(from), untilMs: at(until) };
}

export function relaxation(factor: number, from: string, until: string, crisisId = 'snow'): CrisisTerms {
  return { crisisId, mode: 'relax', factor, fromMs: at(from), untilMs: at(until) };
}
