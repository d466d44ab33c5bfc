import { canonicalJson } from './canonical.js';
import type { Municipality, Settings } from './snapshot.js';

/** All that the deadlines of a municipality follow from, as one text. */
function promisesOf(settings: Settings, { tenant, sla, calendar, closingDays, plan }: Municipality): string {
  const policies = settings.slaPolicies.filter(({ name }) => name === sla);
  const named = new Set([calendar, ...policies.flatMap(({ rules }) => rules.map((rule) => rule.calendar))]);
  const targets = settings.targets.filter(({ tenants }) => tenants === '*' || tenants.includes(tenant));
  for (const target of targets) {
    named.add(target.calendar);
  }
  const calendars = settings.calendars.filter(({ name }) => named.has(name));
  const hours = targets.map(({ id, kind, calendar: staffed }) => [id, kind, staffed ?? null]);
  return canonicalJson({ policies, calendars, hours, own: [calendar, closingDays, plan] });
}

/** The tenants whose promises another snapshot changes: of these an apply asks what becomes of open tickets. */
export function tenantsWithOtherPromises(from: Settings, to: Settings): readonly string[] {
  const before = new Map(from.municipalities.map((one) => [one.tenant, promisesOf(from, one)]));
  return to.municipalities
    .filter((one) => before.has(one.tenant) && before.get(one.tenant) !== promisesOf(to, one))
    .map(({ tenant }) => tenant);
}
