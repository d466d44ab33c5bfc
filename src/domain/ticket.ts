import type { AnyClockName, ClockName, Priority, StatutoryProcedure } from './sla/vocabulary.js';
import type { CompetenceLevel, Language, TicketKind, TicketStatus } from './vocabulary.js';

/** What was promised for one clock, pinned in a fact. The calendar is the one of that name in the fact's snapshot. */
export interface PromisedClock {
  readonly name: ClockName;
  /** Working minutes. */
  readonly minutes: number;
  /** Name of a calendar; null for the municipality's own, with its closing days. */
  readonly calendar: string | null;
  /** Shares of the time at which a warning falls, ascending. */
  readonly warnAt: readonly number[];
  /** The deadline as it was promised, UTC milliseconds; null for a clock that starts later. */
  readonly dueAtMs: number | null;
}

/** The terms under which the clocks of a ticket run. */
export interface PinnedTerms {
  readonly policy: string;
  /** The version's `validFrom`. */
  readonly policyVersion: string;
  readonly rule: string;
  readonly clocks: readonly PromisedClock[];
  readonly transitMinutes: number;
  readonly pausesWhileWaiting: readonly ClockName[];
  readonly onReopen: 'continue' | 'restart';
  readonly resumeGraceMinutes: number;
  /** Why these deadlines, in one Dutch sentence, as it was said when they were promised. */
  readonly explanation: string;
}

/** A time in which a municipality suspends its promises, or lets their clocks run at a part of the speed. */
export interface CrisisTerms {
  readonly crisisId: string;
  readonly mode: 'suspend' | 'relax';
  /** How many minutes count as one; for `relax` only. */
  readonly factor: number;
  /** UTC milliseconds. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What happened to a ticket, with ids and codes only: no text, no name. The closed list of ticket events. */
export type TicketFact =
  | {
      readonly type: 'ticket.opened';
      readonly number: number;
      readonly channel: string;
      readonly account: string;
      readonly conversation: string;
      readonly shard: number;
      readonly citizenId: string | null;
      readonly messageId: string;
      readonly kind: TicketKind;
      readonly topic: string;
      readonly language: Language;
      readonly level: CompetenceLevel;
      readonly priority: Priority;
      readonly target: string;
      readonly route: { readonly rule: string; readonly explanation: string };
      readonly matched: readonly string[];
      readonly terms: PinnedTerms;
      /** The last moment at which the channel takes an answer of a person, UTC milliseconds; null for no end. */
      readonly replyUntilMs: number | null;
      /** The crisis in which it opened. */
      readonly crisis?: CrisisTerms;
      /** A statutory procedure that the rules propose; only a person starts one. */
      readonly proposes?: StatutoryProcedure;
      /** The ticket that this one was split from. */
      readonly splitFrom?: string;
    }
  | {
      readonly type: 'message.received';
      readonly messageId: string;
      readonly reopened: boolean;
      /** False for a word of thanks or a sticker: it joins the ticket and starts no clock. */
      readonly asks: boolean;
      readonly replyUntilMs: number | null;
    }
  | { readonly type: 'message.amended'; readonly messageId: string; readonly version: number }
  | { readonly type: 'message.redacted'; readonly messageId: string }
  | { readonly type: 'ticket.noted'; readonly messageId?: string; readonly reason: string; readonly author?: string }
  | { readonly type: 'answer.outside'; readonly messageId: string }
  | {
      readonly type: 'answer.requested';
      readonly messageId: string;
      readonly parts: number;
      readonly isFinal: boolean;
      readonly by: string;
      /** A word of the system that an answer will come: it answers nothing. */
      readonly isHolding?: boolean;
    }
  | { readonly type: 'answer.refused'; readonly messageId: string; readonly code: string; readonly by: string }
  | {
      readonly type: 'answer.delivered';
      readonly messageId: string;
      readonly isFinal: boolean;
      readonly isHolding?: boolean;
    }
  | { readonly type: 'answer.failed'; readonly messageId: string; readonly code: string; readonly isHolding?: boolean }
  | { readonly type: 'answer.receipt'; readonly messageId: string; readonly status: 'sent' | 'delivered' | 'read' }
  | { readonly type: 'status.changed'; readonly to: TicketStatus; readonly by: string; readonly messageId?: string }
  | {
      readonly type: 'ticket.forwarded';
      readonly from: string;
      readonly to: string;
      readonly by: string;
      /** The note that holds the reason of a person. */
      readonly messageId?: string;
      /** Why, where no person decided it. */
      readonly because?: string;
    }
  | {
      readonly type: 'priority.changed';
      readonly from: Priority;
      readonly to: Priority;
      readonly by: string;
      readonly because?: string;
    }
  | { readonly type: 'ticket.merged'; readonly into: string; readonly by: string }
  /** Another ticket goes on in this one. */
  | {
      readonly type: 'ticket.absorbed';
      readonly from: string;
      readonly by: string;
      /** Since when the citizen waits for an answer there, UTC milliseconds; null when nobody waits. */
      readonly awaitingSinceMs: number | null;
      readonly replyUntilMs: number | null;
    }
  | {
      readonly type: 'ticket.split';
      readonly into: string;
      readonly messageIds: readonly string[];
      readonly by: string;
    }
  | {
      readonly type: 'sla.warned';
      readonly clock: AnyClockName;
      readonly round: number;
      readonly share: number;
      readonly dueAtMs: number;
    }
  | { readonly type: 'sla.breached'; readonly clock: AnyClockName; readonly round: number; readonly dueAtMs: number }
  /** What the policy asks for after a breach was done, when somebody was there. */
  | { readonly type: 'sla.acted'; readonly clock: ClockName; readonly round: number; readonly dueAtMs: number }
  /** A step before the channel stops taking answers. */
  | {
      readonly type: 'sla.window';
      readonly clock: ClockName;
      readonly round: number;
      readonly step: number;
      readonly closesAtMs: number;
    }
  /** Other terms for a ticket under way: from now on, or as if they had always held. */
  | {
      readonly type: 'sla.terms';
      readonly mode: 'migrate' | 'recompute';
      readonly terms: PinnedTerms;
      readonly changeId: string;
    }
  | { readonly type: 'sla.crisis'; readonly crisis: CrisisTerms }
  | { readonly type: 'sla.crisis-ended'; readonly crisisId: string; readonly atMs: number }
  | {
      readonly type: 'statutory.started';
      readonly procedure: StatutoryProcedure;
      /** Local date of registration. */
      readonly registeredOn: string;
      readonly acknowledgeDays: number | null;
      readonly answerDays: number;
      readonly extendedDays: number | null;
      readonly basis: string;
      readonly by: string;
    }
  | {
      readonly type: 'statutory.changed';
      readonly procedure: StatutoryProcedure;
      readonly step: 'acknowledged' | 'extended' | 'answered' | 'withdrawn';
      readonly by: string;
    };

export interface TicketState {
  readonly number: number;
  readonly channel: string;
  readonly account: string;
  readonly conversation: string;
  readonly shard: number;
  readonly citizenId: string | null;
  readonly kind: TicketKind;
  readonly status: TicketStatus;
  readonly topic: string;
  readonly language: Language;
  readonly level: CompetenceLevel;
  readonly priority: Priority;
  readonly target: string;
  readonly openedAtMs: number;
  readonly firstResponseDueMs: number | null;
  readonly resolutionDueMs: number | null;
  readonly firstRespondedAtMs: number | null;
  readonly closedAtMs: number | null;
  readonly messages: number;
}

function dueOf(clocks: readonly PromisedClock[], name: ClockName): number | null {
  return clocks.find((clock) => clock.name === name)?.dueAtMs ?? null;
}

function opened(fact: Extract<TicketFact, { type: 'ticket.opened' }>, occurredAtMs: number): TicketState {
  const { number, channel, account, conversation, shard, citizenId, kind, topic, language, level, priority, target } =
    fact;
  return {
    ...{ number, channel, account, conversation, shard, citizenId, kind, topic, language, level, priority, target },
    status: 'new',
    openedAtMs: occurredAtMs,
    firstResponseDueMs: dueOf(fact.terms.clocks, 'first-response'),
    resolutionDueMs: dueOf(fact.terms.clocks, 'resolution'),
    firstRespondedAtMs: null,
    closedAtMs: null,
    messages: 1,
  };
}

function withStatus(state: TicketState, status: TicketStatus, atMs: number): TicketState {
  return { ...state, status, closedAtMs: status === 'closed' ? atMs : null };
}

function answered(state: TicketState, isFinal: boolean, atMs: number): TicketState {
  const responded = { ...state, firstRespondedAtMs: state.firstRespondedAtMs ?? atMs };
  // An answer that reaches the citizen after somebody closed the ticket does not open it again.
  return isFinal && state.status !== 'closed' ? withStatus(responded, 'answered', atMs) : responded;
}

/**
 * The state of a ticket after one more fact. The first fact opens it; anything before that is a bug of the caller.
 *
 * @param occurredAtMs when it happened, UTC milliseconds
 */
export function applyFact(state: TicketState | undefined, fact: TicketFact, occurredAtMs: number): TicketState {
  if (fact.type === 'ticket.opened') {
    return opened(fact, occurredAtMs);
  }
  if (state === undefined) {
    throw new Error(`A ticket starts with ticket.opened, not with ${fact.type}`);
  }
  switch (fact.type) {
    case 'message.received': {
      const joined = { ...state, messages: state.messages + 1 };
      return state.status === 'new' || !fact.asks ? joined : withStatus(joined, 'in-progress', occurredAtMs);
    }
    case 'answer.outside':
      return answered({ ...state, messages: state.messages + 1 }, true, occurredAtMs);
    case 'answer.requested': {
      const isBegun = state.status === 'new' && fact.isHolding !== true;
      const begun = isBegun ? withStatus(state, 'in-progress', occurredAtMs) : state;
      return { ...begun, messages: state.messages + 1 };
    }
    case 'answer.delivered':
      return fact.isHolding === true ? state : answered(state, fact.isFinal, occurredAtMs);
    case 'answer.failed':
      return state.status === 'closed' || fact.isHolding === true
        ? state
        : withStatus(state, 'in-progress', occurredAtMs);
    case 'ticket.merged':
      return withStatus(state, 'closed', occurredAtMs);
    case 'ticket.absorbed':
      return fact.awaitingSinceMs === null || state.status === 'new'
        ? state
        : withStatus(state, 'in-progress', occurredAtMs);
    case 'status.changed':
      return withStatus(state, fact.to, occurredAtMs);
    default:
      return withDetail(state, fact);
  }
}

/** Facts that leave the status as it is. */
function withDetail(state: TicketState, fact: TicketFact): TicketState {
  if (fact.type === 'ticket.forwarded') {
    return { ...state, target: fact.to };
  }
  return fact.type === 'priority.changed' ? { ...state, priority: fact.to } : state;
}

/** The state of a ticket from all its facts, in the order of their sequence numbers. */
export function foldTicket(
  facts: readonly { readonly fact: TicketFact; readonly occurredAtMs: number }[],
): TicketState {
  let state: TicketState | undefined;
  for (const { fact, occurredAtMs } of facts) {
    state = applyFact(state, fact, occurredAtMs);
  }
  if (state === undefined) {
    throw new Error('A ticket without facts has no state');
  }
  return state;
}
