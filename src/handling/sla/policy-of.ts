import type { PinnedTerms } from '../../domain/ticket.js';
import type { SlaPolicy, SlaRule } from '../../settings/snapshot.js';

/** The version of the policy that a ticket's terms name; undefined when the configuration has it no more. */
export function policyOf(versions: readonly SlaPolicy[], terms: PinnedTerms | undefined): SlaPolicy | undefined {
  return versions.find((policy) => policy.name === terms?.policy && policy.validFrom === terms.policyVersion);
}

export function ruleOf(versions: readonly SlaPolicy[], terms: PinnedTerms | undefined): SlaRule | undefined {
  return policyOf(versions, terms)?.rules.find((rule) => rule.name === terms?.rule);
}
