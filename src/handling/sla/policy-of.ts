import type { ClockView } from '../../domain/sla/fold-clocks.js';
import type { MomentAbout } from '../../domain/sla/next-moment.js';
import type { PinnedTerms } from '../../domain/ticket.js';
import type { SlaAction, SlaPolicy, WindowStep } from '../../settings/snapshot.js';

/** What a policy asks for at a moment. */
export type Step = Pick<SlaAction, 'do' | 'to'> | Pick<WindowStep, 'do' | 'to' | 'text'>;

/** The version of the policy that a ticket's terms name; undefined when the configuration has it no more. */
export function policyOf(versions: readonly SlaPolicy[], terms: PinnedTerms | undefined): SlaPolicy | undefined {
  return versions.find((policy) => policy.name === terms?.policy && policy.validFrom === terms.policyVersion);
}

function actionsAt({ rules }: SlaPolicy, { name, terms }: ClockView, at: SlaAction['at']): readonly SlaAction[] {
  const actions = rules.find((rule) => rule.name === terms.rule)?.actions ?? [];
  return actions.filter((action) => action.at === at && (action.clocks?.includes(name) ?? true));
}

/** What the policy of a clock's terms asks for at a moment; nothing when the configuration has it no more. */
export function stepsAt(versions: readonly SlaPolicy[], view: ClockView, about: MomentAbout): readonly Step[] {
  const policy = policyOf(versions, view.terms);
  if (policy === undefined) {
    return [];
  }
  switch (about.what) {
    case 'warning':
      return actionsAt(policy, view, about.share);
    case 'breach-actions':
      return actionsAt(policy, view, 'breach');
    case 'window':
      return policy.windowLadder.slice(about.step, about.step + 1);
    case 'breach':
      return [];
  }
}
