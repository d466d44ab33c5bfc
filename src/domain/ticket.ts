import type { PromisedClock } from './sla/terms.js';
import type { ClockName, Priority } from './sla/vocabulary.js';
import type { TicketFact } from './ticket-fact.js';
import type { CompetenceLevel, Language, TicketKind, TicketStatus } from './vocabulary.js';

export type { CrisisTerms, PinnedTerms, PromisedClock } from './sla/terms.js';
export type { TicketFact } from './ticket-fact.js';

type Received = Extract<TicketFact, { type: 'message.received' }>;

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
  // Field by field: it is made anew for every message on the ticket, and spreading costs many times as much.
  return {
    number: fact.number,
    channel: fact.channel,
    account: fact.account,
    conversation: fact.conversation,
    shard: fact.shard,
    citizenId: fact.citizenId,
    kind: fact.kind,
    topic: fact.topic,
    language: fact.language,
    level: fact.level,
    priority: fact.priority,
    target: fact.target,
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

function received(state: TicketState, fact: Received, atMs: number): TicketState {
  const joined = { ...state, messages: state.messages + 1 };
  return state.status === 'new' || !fact.asks ? joined : withStatus(joined, 'in-progress', atMs);
}

/** A word of the system that an answer will come begins no work. */
function requested(state: TicketState, isHolding: boolean, atMs: number): TicketState {
  const isBegun = state.status === 'new' && !isHolding;
  const begun = isBegun ? withStatus(state, 'in-progress', atMs) : state;
  return { ...begun, messages: state.messages + 1 };
}

function failed(state: TicketState, isHolding: boolean, atMs: number): TicketState {
  return state.status === 'closed' || isHolding ? state : withStatus(state, 'in-progress', atMs);
}

function absorbed(state: TicketState, awaitingSinceMs: number | null, atMs: number): TicketState {
  return awaitingSinceMs === null || state.status === 'new' ? state : withStatus(state, 'in-progress', atMs);
}

function followed(state: TicketState, fact: TicketFact, atMs: number): TicketState {
  switch (fact.type) {
    case 'message.received':
      return received(state, fact, atMs);
    case 'answer.outside':
      return answered({ ...state, messages: state.messages + 1 }, true, atMs);
    case 'answer.requested':
      return requested(state, fact.isHolding === true, atMs);
    case 'answer.delivered':
      return fact.isHolding === true ? state : answered(state, fact.isFinal && fact.isOvertaken !== true, atMs);
    case 'answer.failed':
      return failed(state, fact.isHolding === true, atMs);
    case 'ticket.merged':
      return withStatus(state, 'closed', atMs);
    case 'ticket.absorbed':
      return absorbed(state, fact.awaitingSinceMs, atMs);
    case 'status.changed':
      return withStatus(state, fact.to, atMs);
    default:
      return withDetail(state, fact);
  }
}

/** Facts that leave the status as it is. */
function withDetail(state: TicketState, fact: TicketFact): TicketState {
  if (fact.type === 'ticket.forwarded') {
    return { ...state, target: fact.to };
  }
  if (fact.type === 'ticket.split') {
    return { ...state, messages: state.messages - fact.messageIds.length };
  }
  return fact.type === 'priority.changed' ? { ...state, priority: fact.to } : state;
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
  return followed(state, fact, occurredAtMs);
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
