import type { CompetenceLevel, Language, TicketKind, TicketStatus } from './vocabulary.js';

export type Priority = 'low' | 'normal' | 'high';
export type ClockName = 'first-response' | 'resolution';

/** A promise about one ticket, as it was made when the ticket opened. Instants are UTC milliseconds. */
export interface PromisedClock {
  readonly name: ClockName;
  readonly startedAtMs: number;
  readonly dueAtMs: number;
  readonly warnAtMs: number;
  readonly policy: string;
  readonly policyVersion: string;
  readonly rule: string;
  readonly explanation: string;
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
      readonly clocks: readonly PromisedClock[];
    }
  | { readonly type: 'message.received'; readonly messageId: string; readonly reopened: boolean }
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
    }
  | { readonly type: 'answer.refused'; readonly messageId: string; readonly code: string; readonly by: string }
  | { readonly type: 'answer.delivered'; readonly messageId: string; readonly isFinal: boolean }
  | { readonly type: 'answer.failed'; readonly messageId: string; readonly code: string }
  | { readonly type: 'answer.receipt'; readonly messageId: string; readonly status: 'sent' | 'delivered' | 'read' }
  | { readonly type: 'status.changed'; readonly to: TicketStatus; readonly by: string; readonly messageId?: string }
  | {
      readonly type: 'ticket.forwarded';
      readonly from: string;
      readonly to: string;
      readonly by: string;
      /** The note that holds the reason. */
      readonly messageId: string;
    }
  | { readonly type: 'sla.warned'; readonly clock: ClockName; readonly dueAtMs: number }
  | { readonly type: 'sla.breached'; readonly clock: ClockName; readonly dueAtMs: number };

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
    firstResponseDueMs: dueOf(fact.clocks, 'first-response'),
    resolutionDueMs: dueOf(fact.clocks, 'resolution'),
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
      return state.status === 'new' ? joined : withStatus(joined, 'in-progress', occurredAtMs);
    }
    case 'answer.outside':
      return answered({ ...state, messages: state.messages + 1 }, true, occurredAtMs);
    case 'answer.requested':
      return {
        ...(state.status === 'new' ? withStatus(state, 'in-progress', occurredAtMs) : state),
        messages: state.messages + 1,
      };
    case 'answer.delivered':
      return answered(state, fact.isFinal, occurredAtMs);
    case 'answer.failed':
      return state.status === 'closed' ? state : withStatus(state, 'in-progress', occurredAtMs);
    case 'status.changed':
      return withStatus(state, fact.to, occurredAtMs);
    case 'ticket.forwarded':
      return { ...state, target: fact.to };
    case 'message.amended':
    case 'message.redacted':
    case 'ticket.noted':
    case 'answer.refused':
    case 'answer.receipt':
    case 'sla.warned':
    case 'sla.breached':
      return state;
  }
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
