import type { Draft } from './draft.js';
import type { TargetSettings } from './snapshot.js';

export type Allowed = ReadonlySet<string> | readonly string[];

/** The sentence for a name that is none of the allowed ones; nothing when it is. */
export function unknown(path: string, what: string, name: string, allowed: Allowed): readonly string[] {
  const names = [...allowed];
  return names.includes(name)
    ? []
    : [`${path}: "${name}" is no ${what}; allowed: ${names.sort().join(', ') || 'none'}`];
}

export function targetsOf(draft: Draft): readonly TargetSettings[] {
  return draft.targets.flatMap((one) => one.value.targets);
}

export function mayUse(target: TargetSettings, tenant: string): boolean {
  return target.tenants === '*' || target.tenants.includes(tenant);
}
