import type { LookUpOutcome, PrivateConversation, SendOutcome } from '../../adapter-sdk/index.js';
import type { DeliveryState } from '../../domain/vocabulary.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits before each repetition, about 75 hours in all: a target may be away for a weekend. */
export const RETRY_SCHEDULE_MS = [
  ...[5 * SECOND, 30 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
] as const;

/** Looks for an unknown outcome before a person must look. */
const MAX_LOOKS = 60;
const FIRST_LOOK_MS = 2 * SECOND;

/** No platform counts in longer windows. */
const LONGEST_HOLD_MS = 24 * HOUR;

/** The guard of this process held the attempt back: nothing was sent, so it tells nothing of delivery or target. */
const HELD_BACK = 'LOCAL_BREAKER_OPEN';

export interface AttemptFacts {
  /** Claims so far, this one included. */
  readonly attempts: number;
  /** Failures before this attempt. */
  readonly failures: number;
  readonly nowMs: number;
  /** From 0 to 1. */
  readonly random: number;
}

export interface NextState {
  readonly state: DeliveryState;
  readonly nextAttemptAtMs: number;
  readonly failures: number;
  readonly code: string | null;
  readonly detail: string | null;
  readonly remoteId: string | null;
  readonly remoteTicketId: string | null;
  /** Where the citizen writes on, after a private answer to a public message. */
  readonly privately?: PrivateConversation;
  /** The other side asks that nothing of the whole account comes before this instant. */
  readonly holdsTargetUntilMs?: number;
}

function stay(state: DeliveryState, facts: AttemptFacts, more: Partial<NextState> = {}): NextState {
  return {
    ...{ state, nextAttemptAtMs: facts.nowMs, failures: facts.failures, code: null, detail: null },
    ...{ remoteId: null, remoteTicketId: null },
    ...more,
  };
}

/** Half to one and a half of the wait, so that what failed together does not come back together. */
function jittered(waitMs: number, random: number): number {
  return Math.round(waitMs * (0.5 + random));
}

/** How long everything waits, where that was asked; bounded, because a wrong header must not silence an account. */
function holdOf(
  { holdsAccount = false, afterMs = 0 }: Extract<SendOutcome, { kind: 'retry' }>,
  { nowMs }: AttemptFacts,
): Pick<NextState, 'holdsTargetUntilMs'> {
  return holdsAccount && afterMs > 0 ? { holdsTargetUntilMs: nowMs + Math.min(afterMs, LONGEST_HOLD_MS) } : {};
}

function repeatLater(outcome: Extract<SendOutcome, { kind: 'retry' }>, facts: AttemptFacts): NextState {
  const told = { code: outcome.code, detail: outcome.detail ?? null };
  if (outcome.code === HELD_BACK) {
    const pauseMs = jittered(outcome.afterMs ?? SECOND, facts.random);
    return stay('due', facts, { ...told, nextAttemptAtMs: facts.nowMs + pauseMs });
  }
  const holds = holdOf(outcome, facts);
  const wait = RETRY_SCHEDULE_MS[facts.failures];
  if (wait === undefined) {
    return stay('parked', facts, { ...told, ...holds, code: 'RETRIES_EXHAUSTED', detail: outcome.code });
  }
  const waitMs = Math.max(jittered(wait, facts.random), outcome.afterMs ?? 0);
  return stay('due', facts, { ...told, ...holds, failures: facts.failures + 1, nextAttemptAtMs: facts.nowMs + waitMs });
}

/** Where a delivery stands after an attempt to send it. Pure. */
export function afterSend(outcome: SendOutcome, facts: AttemptFacts): NextState {
  switch (outcome.kind) {
    case 'delivered':
      return stay('delivered', facts, {
        remoteId: outcome.remoteId ?? null,
        remoteTicketId: outcome.remoteTicketId ?? null,
        ...(outcome.privately === undefined ? {} : { privately: outcome.privately }),
      });
    case 'retry':
      return repeatLater(outcome, facts);
    case 'park':
      return stay('parked', facts, { code: outcome.code, detail: outcome.detail ?? null });
    case 'refused':
      return stay('refused', facts, { code: outcome.code, detail: outcome.detail ?? null });
    case 'quarantined':
      return stay('quarantined', facts, { code: outcome.code, detail: outcome.detail ?? null });
    case 'unknown':
      return stay('unknown', facts, {
        code: outcome.code,
        detail: outcome.detail ?? null,
        nextAttemptAtMs: facts.nowMs + jittered(FIRST_LOOK_MS, facts.random),
      });
  }
}

/** Where a delivery with an unknown outcome stands after a look at the other side. Pure. */
export function afterLookUp(outcome: LookUpOutcome, facts: AttemptFacts): NextState {
  switch (outcome.kind) {
    case 'found':
      return stay('delivered', facts, {
        remoteId: outcome.remoteId ?? null,
        remoteTicketId: outcome.remoteTicketId ?? null,
        ...(outcome.privately === undefined ? {} : { privately: outcome.privately }),
      });
    case 'absent':
      return stay('due', facts, { code: 'NOT_THERE_SENT_AGAIN' });
    case 'unsure':
      return facts.attempts > MAX_LOOKS
        ? stay('parked', facts, { code: 'OUTCOME_UNKNOWN', detail: outcome.code })
        : stay('unknown', facts, { code: outcome.code, nextAttemptAtMs: facts.nowMs + Math.max(outcome.afterMs, 100) });
    case 'untellable':
      // Another code than after sixty looks: who sets it free has decided, so it is sent and not looked for again.
      return stay('parked', facts, { code: 'OUTCOME_UNTELLABLE', detail: outcome.code });
  }
}

/** True when nothing was sent. */
export function wasHeldBack(state: NextState): boolean {
  return state.code === HELD_BACK;
}

/** False for what is neither a success nor a failure of the target: nothing was sent, or it said until when to wait. */
export function tellsOfHealth(state: NextState): boolean {
  return !wasHeldBack(state) && state.holdsTargetUntilMs === undefined;
}

/** True when the outcome says that the target itself is not well; this is what opens its breaker. */
export function isTargetFailure(state: NextState): boolean {
  return (
    state.state === 'parked' ||
    state.state === 'unknown' ||
    (state.state === 'due' && state.code !== 'NOT_THERE_SENT_AGAIN')
  );
}
