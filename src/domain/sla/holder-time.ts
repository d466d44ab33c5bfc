import { applyFact, type TicketFact, type TicketState } from '../ticket.js';
import { inOrder, type DatedFact, type TimedFact } from './dated-fact.js';
import { arrivalOf, type Handoff } from './handoff.js';
import { HOLDERS, type Holder, type Party } from './vocabulary.js';
import { withoutVoid } from './void-facts.js';

export interface HolderRequest {
  /** All facts of one ticket that its clocks look at, in any order. */
  readonly facts: readonly DatedFact[];
  /** When targets got the ticket, oldest first. */
  readonly handoffs: readonly Handoff[];
  readonly partyOf: (target: string) => Party;
  /** The instant of looking, UTC milliseconds. */
  readonly asOfMs: number;
}

/** A stretch in which one holder had the ticket. Whole UTC milliseconds; none is empty, none touches an equal one. */
export interface HeldStretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly holder: Holder;
  /** Where the ticket was, for a party. */
  readonly target: string | null;
}

export interface HolderTime {
  /** When the citizen wrote. */
  readonly openedAtMs: number;
  /** When the ticket was closed for good, or the instant of looking. */
  readonly untilMs: number;
  readonly isClosed: boolean;
  /** Wall-clock time; the whole adds up to `untilMs - openedAtMs`. */
  readonly heldMs: Readonly<Record<Holder, number>>;
  readonly stretches: readonly HeldStretch[];
}

interface Place {
  state: TicketState | undefined;
  /** How often the ticket was given to a target, and whether it arrived there the last time. */
  custody: number;
  hasArrived: boolean;
  readonly answersUnderWay: Set<string>;
  messagesUnderWay: number;
}

type Change = { readonly atMs: number } & (
  | { readonly what: 'fact'; readonly timed: TimedFact }
  | { readonly what: 'message'; readonly by: 1 | -1 }
  | { readonly what: 'arrival'; readonly custody: number }
);

function targetGivenBy(fact: TicketFact): string | undefined {
  return fact.type === 'ticket.opened' ? fact.target : fact.type === 'ticket.forwarded' ? fact.to : undefined;
}

/** A later message is on its way from when it was written until it came. The opening has its own stretch. */
function transitOf({ fact, occurredAtMs, receivedAtMs }: DatedFact): Change[] {
  const [fromMs, toMs] = [Math.round(occurredAtMs), Math.round(receivedAtMs)];
  return fact.type === 'message.received' && fromMs < toMs
    ? [
        { what: 'message', by: 1, atMs: fromMs },
        { what: 'message', by: -1, atMs: toMs },
      ]
    : [];
}

function changesOf(ordered: readonly TimedFact[], handoffs: readonly Handoff[], firstMs: number): Change[] {
  // What is told of an earlier moment than that of the opening happens with it: before, there was no ticket.
  const notBefore = (ms: number): number => Math.max(firstMs, Math.round(ms));
  const changes: Change[] = [];
  let custody = 0;
  for (const timed of ordered) {
    const atMs = notBefore(timed.atMs);
    changes.push(...transitOf(timed), { what: 'fact', timed, atMs });
    const target = targetGivenBy(timed.fact);
    custody += target === undefined ? 0 : 1;
    const arrivalMs = target === undefined ? undefined : arrivalOf(handoffs, target, timed);
    if (arrivalMs !== undefined) {
      changes.push({ what: 'arrival', custody, atMs: Math.max(atMs, notBefore(arrivalMs)) });
    }
  }
  // A stable sort: within an instant the order of the facts stays.
  return changes.toSorted((a, b) => a.atMs - b.atMs);
}

function takeFact(place: Place, { fact, atMs }: TimedFact): void {
  place.state = applyFact(place.state, fact, atMs);
  if (targetGivenBy(fact) !== undefined) {
    place.custody += 1;
    place.hasArrived = false;
  }
  if (fact.type === 'answer.requested' && fact.isHolding !== true) {
    place.answersUnderWay.add(fact.messageId);
  } else if (fact.type === 'answer.delivered' || fact.type === 'answer.failed') {
    place.answersUnderWay.delete(fact.messageId);
  }
}

function take(place: Place, change: Change): void {
  switch (change.what) {
    case 'fact':
      takeFact(place, change.timed);
      return;
    case 'message':
      place.messagesUnderWay += change.by;
      return;
    case 'arrival':
      place.hasArrived ||= change.custody === place.custody;
  }
}

/** After an answer or a closing the next step is the citizen's, as while the ticket waits. */
function isWithCitizen({ status }: TicketState): boolean {
  return status === 'waiting' || status === 'answered' || status === 'closed';
}

function holderAt(place: Place, partyOf: HolderRequest['partyOf']): Pick<HeldStretch, 'holder' | 'target'> {
  const { state } = place;
  if (state === undefined) {
    return { holder: 'platform', target: null };
  }
  if (place.answersUnderWay.size > 0) {
    return { holder: 'schakel', target: null };
  }
  if (isWithCitizen(state)) {
    return { holder: place.messagesUnderWay > 0 ? 'platform' : 'citizen', target: null };
  }
  return place.hasArrived
    ? { holder: partyOf(state.target), target: state.target }
    : { holder: 'schakel', target: null };
}

function add(stretches: HeldStretch[], next: HeldStretch): void {
  const last = stretches.at(-1);
  if (next.fromMs >= next.toMs) {
    return;
  }
  if (last !== undefined && last.holder === next.holder && last.target === next.target) {
    stretches.splice(-1, 1, { ...last, toMs: next.toMs });
  } else {
    stretches.push(next);
  }
}

function finalState(first: TimedFact, later: readonly TimedFact[]): TicketState {
  let state = applyFact(undefined, first.fact, first.atMs);
  for (const { fact, atMs } of later) {
    state = applyFact(state, fact, atMs);
  }
  return state;
}

/**
 * Who had the ticket when: the platform from writing to receiving, Schakel until the target got it and while an answer
 * is on its way out, the citizen while the ticket waits for him or is answered, and else the party of the target. What
 * a later message needs to reach a target that has the ticket is counted with that target.
 *
 * @throws when the opening is not among the facts
 */
export function holderTime({ facts, handoffs, partyOf, asOfMs }: HolderRequest): HolderTime {
  // Without any allowance for transit a citizen's fact counts from when it was received.
  const [first, ...later] = withoutVoid(inOrder(facts, 0));
  if (first === undefined) {
    throw new Error('A ticket without facts is held by nobody');
  }
  const { closedAtMs } = finalState(first, later);
  const openedAtMs = Math.round(first.occurredAtMs);
  const untilMs = Math.max(openedAtMs, Math.round(Math.min(closedAtMs ?? asOfMs, asOfMs)));
  const clip = (ms: number): number => Math.min(Math.max(ms, openedAtMs), untilMs);
  const place: Place = {
    ...{ state: undefined, custody: 0, hasArrived: false },
    ...{ answersUnderWay: new Set(), messagesUnderWay: 0 },
  };
  const stretches: HeldStretch[] = [];
  let fromMs = openedAtMs;
  for (const change of changesOf([first, ...later], handoffs, Math.round(first.atMs))) {
    const atMs = clip(change.atMs);
    add(stretches, { fromMs, toMs: atMs, ...holderAt(place, partyOf) });
    fromMs = atMs;
    take(place, change);
  }
  add(stretches, { fromMs, toMs: untilMs, ...holderAt(place, partyOf) });
  const held = (holder: Holder): number =>
    stretches.reduce((sum, one) => sum + (one.holder === holder ? one.toMs - one.fromMs : 0), 0);
  const heldMs = Object.fromEntries(HOLDERS.map((holder) => [holder, held(holder)]));
  // The border: one number for each holder of the list.
  return { openedAtMs, untilMs, isClosed: closedAtMs !== null, heldMs: heldMs as HolderTime['heldMs'], stretches };
}
