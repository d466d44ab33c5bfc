import type { DatedFact } from '../../domain/sla/dated-fact.js';
import type { ClockView } from '../../domain/sla/fold-clocks.js';
import { momentsOf, type Moment } from '../../domain/sla/next-moment.js';
import type { SlaTimes } from '../../domain/sla/sla-time.js';
import type { Rules } from '../batch/rules.js';
import { policyOf, stepsAt } from './policy-of.js';
import { hoursOf } from './whose-hours.js';

export interface ClockContext {
  readonly facts: readonly DatedFact[];
  readonly times: SlaTimes;
  /** Where the ticket is. */
  readonly target: string;
  readonly tenant: string;
  readonly rules: Rules;
}

/** What is still to come about a clock under the policy of its terms, earliest first. */
export function momentsFor(view: ClockView, { facts, times, target, tenant, rules }: ClockContext): Moment[] {
  const versions = rules.tenant(tenant)?.slaVersions ?? [];
  const time = times(rules.hash);
  return momentsOf(view, {
    facts,
    times,
    staffed: (about) => hoursOf(stepsAt(versions, view, about), target, (whose) => time.staffed(whose)),
    ladder: (policyOf(versions, view.terms)?.windowLadder ?? []).map(({ beforeMinutes }) => beforeMinutes),
    hasBreachActions: stepsAt(versions, view, { what: 'breach-actions' }).length > 0,
  });
}

/** When a clock is looked at again, and when its first warning falls. */
export function nextMoment(
  view: ClockView,
  context: ClockContext,
): { readonly nextAtMs: number | null; readonly warnAtMs: number | null } {
  const moments = momentsFor(view, context);
  const warned = context.facts.find(
    ({ fact }) => fact.type === 'sla.warned' && fact.clock === view.name && fact.round === view.round,
  );
  const warning = moments.find(({ what }) => what === 'warning')?.atMs;
  return { nextAtMs: moments[0]?.atMs ?? null, warnAtMs: warned?.occurredAtMs ?? warning ?? null };
}
