import type { ClockView } from '../../domain/sla/fold-clocks.js';
import type { Moment } from '../../domain/sla/next-moment.js';
import type { Priority } from '../../domain/sla/vocabulary.js';
import type { TicketFact, TicketState } from '../../domain/ticket.js';
import type { WorkingTime } from '../../domain/working-time.js';
import type { SlaPolicy, WindowStep } from '../../settings/snapshot.js';
import type { NewDelivery } from '../batch/decision.js';
import { stepsAt, type Step } from './policy-of.js';

/** A clock with the moments about it that have come, earliest first. */
export interface DueClock {
  readonly view: ClockView;
  readonly moments: readonly Moment[];
}

export interface ActionContext {
  readonly ticket: TicketState;
  /** All versions of the municipality's policy. */
  readonly versions: readonly SlaPolicy[];
  /** True when the ticket may go to this target. */
  readonly mayForward: (target: string) => boolean;
  readonly isContactCenter: (target: string) => boolean;
  readonly staffed: (target: string) => WorkingTime;
  readonly nowMs: number;
}

/** What follows from moments that have come. */
export interface Acted {
  readonly facts: readonly TicketFact[];
  readonly deliveries: readonly NewDelivery[];
  /** The word to the citizen that an answer will come, where the policy asks for one. */
  readonly holding: WindowStep['text'];
}

interface Draft {
  readonly facts: TicketFact[];
  readonly deliveries: NewDelivery[];
  holding: WindowStep['text'];
  target: string;
  priority: Priority;
  hasMoved: boolean;
}

const RAISED: Readonly<Record<Priority, Priority>> = { low: 'normal', normal: 'high', high: 'high' };

/** Several clocks can ask for the same word at once; it is said once. */
function tell(draft: Draft, target: string, kind: NewDelivery['kind']): void {
  if (!draft.deliveries.some((known) => known.target === target && known.kind === kind)) {
    draft.deliveries.push({ target, kind, messageId: null });
  }
}

function raisePriority(draft: Draft, because: string): void {
  const to = RAISED[draft.priority];
  if (to !== draft.priority) {
    draft.facts.push({ type: 'priority.changed', from: draft.priority, to, by: 'sla', because });
    tell(draft, draft.target, 'priority-changed');
    draft.priority = to;
  }
}

function handOver(draft: Draft, to: string, because: string): void {
  draft.facts.push({ type: 'ticket.forwarded', from: draft.target, to, by: 'sla', because });
  tell(draft, draft.target, 'withdrawn');
  tell(draft, to, 'opened');
  draft.target = to;
  draft.hasMoved = true;
}

/** Overflow helps only where somebody is there and nobody is here. */
function overflows(context: ActionContext, from: string, to: string): boolean {
  return context.staffed(to).isOpen(context.nowMs) && !context.staffed(from).isOpen(context.nowMs);
}

interface Told {
  readonly kind: 'sla-warned' | 'sla-breached';
  readonly why: string;
}

/** A contact center knows no warnings: it is told the ticket anew, with its priority and deadlines. */
function notify(draft: Draft, to: string, { isContactCenter }: ActionContext, { kind }: Told): void {
  tell(draft, to, isContactCenter(to) ? 'priority-changed' : kind);
}

/** A ticket moves once at a time: what a second clock asks for is decided where the ticket then is. */
function move(draft: Draft, step: { do: Step['do']; to: string }, context: ActionContext, { why }: Told): void {
  const isAllowed = !draft.hasMoved && step.to !== draft.target && context.mayForward(step.to);
  if (isAllowed && (step.do === 'reroute' || overflows(context, draft.target, step.to))) {
    handOver(draft, step.to, why);
  }
}

function take(draft: Draft, step: Step, context: ActionContext, told: Told): void {
  if (step.do === 'raise-priority') {
    raisePriority(draft, told.why);
  } else if (step.do === 'holding-reply') {
    draft.holding = step.text;
  } else if (step.to !== undefined) {
    const { to } = step;
    if (step.do === 'notify') {
      notify(draft, to, context, told);
    } else {
      move(draft, { do: step.do, to }, context, told);
    }
  }
}

function factOf({ name: clock, round }: ClockView, moment: Moment): TicketFact {
  const { dueAtMs } = moment;
  switch (moment.what) {
    case 'warning':
      return { type: 'sla.warned', clock, round, share: moment.share, dueAtMs };
    case 'breach':
      return { type: 'sla.breached', clock, round, dueAtMs };
    case 'breach-actions':
      return { type: 'sla.acted', clock, round, dueAtMs };
    case 'window':
      return { type: 'sla.window', clock, round, step: moment.step, closesAtMs: dueAtMs };
  }
}

function whyOf(view: ClockView, moment: Moment): string {
  return `${view.name}:${moment.what === 'warning' ? String(moment.share) : moment.what}`;
}

/** What should be done before the channel closes is of no use after it. */
function isTooLate({ windowAtMs }: ClockView, { what }: Moment, nowMs: number): boolean {
  return what === 'window' && windowAtMs !== null && nowMs >= windowAtMs;
}

/** The facts of moments that have come, and what the policy asks for at each. */
export function actOnMoments(due: readonly DueClock[], context: ActionContext): Acted {
  const { target, priority } = context.ticket;
  const draft: Draft = { facts: [], deliveries: [], holding: undefined, target, priority, hasMoved: false };
  for (const { view, moments } of due) {
    for (const moment of moments) {
      draft.facts.push(factOf(view, moment));
      const kind = moment.what === 'breach-actions' ? 'sla-breached' : 'sla-warned';
      for (const step of isTooLate(view, moment, context.nowMs) ? [] : stepsAt(context.versions, view, moment)) {
        take(draft, step, context, { kind, why: whyOf(view, moment) });
      }
    }
  }
  const { facts, deliveries, holding } = draft;
  return { facts, deliveries, holding };
}
