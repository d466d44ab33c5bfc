import type { AdapterCatalogue } from './adapter-catalogue.js';
import { mayUse, targetsOf, unknown, type Allowed } from './check-names.js';
import type { Draft } from './draft.js';
import type { Municipality, RouteRule, SlaRule, TargetSettings } from './snapshot.js';

function checkConditions(when: RouteRule['when'] | SlaRule['when'], path: string, draft: Draft, channels: Allowed) {
  return [
    ...(when.topics ?? []).flatMap((topic, at) =>
      unknown(`${path}/topics/${at}`, 'topic', topic, draft.declared.topics),
    ),
    ...(when.channels ?? []).flatMap((channel, at) => unknown(`${path}/channels/${at}`, 'channel', channel, channels)),
  ];
}

const PLACEHOLDERS = ['{topic}', '{channel}', '{level}', '{kind}', '{language}'];

function checkReason(because: string, path: string): readonly string[] {
  const errors = (because.match(/\{[^}]*\}?|\}/g) ?? [])
    .filter((placeholder) => !PLACEHOLDERS.includes(placeholder))
    .map((placeholder) => `${path}: "${placeholder}" cannot be filled in; allowed: ${PLACEHOLDERS.join(', ')}`);
  return because.endsWith('.')
    ? [...errors, `${path}: must not end in a full stop; it stands inside a sentence`]
    : errors;
}

function checkRoutes(municipality: Municipality, draft: Draft, channels: Allowed): readonly string[] {
  const targets = targetsOf(draft);
  return municipality.routes.flatMap((rule, index) => {
    const path = `/routes/${index}`;
    const target = targets.find((candidate) => candidate.id === rule.to);
    const allowed = targets.filter((candidate) => mayUse(candidate, municipality.tenant)).map((one) => one.id);
    return [
      ...(target === undefined && draft.declared.targets.has(rule.to)
        ? []
        : unknown(`${path}/to`, `target that ${municipality.tenant} may use`, rule.to, allowed)),
      ...checkConditions(rule.when, `${path}/when`, draft, channels),
      ...checkReason(rule.because, `${path}/because`),
    ];
  });
}

/** A rule without conditions must stand last, and only there: without one a ticket could find no rule at all. */
function checkLastMatches(rules: readonly (RouteRule | SlaRule)[], path: string): readonly string[] {
  return rules.flatMap(({ name, when }, index) => {
    const matchesAlways = Object.keys(when).length === 0;
    const isLast = index === rules.length - 1;
    if (matchesAlways === isLast) {
      return [];
    }
    return isLast
      ? [`${path}/${index}/when: the last rule "${name}" must match always: leave its conditions out`]
      : [`${path}/${index}/when: "${name}" matches always, so the rules after it never do; put it last`];
  });
}

function checkMedia({ media }: Municipality, channels: Allowed): readonly string[] {
  return Object.keys(media?.policies ?? {}).flatMap((channel) =>
    unknown(`/media/policies/${channel}`, 'channel', channel, channels),
  );
}

function checkRetention({ retention }: Municipality, channels: Allowed): readonly string[] {
  return Object.keys(retention?.channels ?? {}).flatMap((channel) =>
    unknown(`/retention/channels/${channel}`, 'channel', channel, channels),
  );
}

function checkMunicipality(municipality: Municipality, draft: Draft, channels: Allowed): readonly string[] {
  const { declared } = draft;
  return [
    ...checkMedia(municipality, channels),
    ...checkRetention(municipality, channels),
    ...unknown('/sla', 'policy', municipality.sla, declared.sla),
    ...checkCalendar(municipality.calendar, '', draft),
    ...unknown('/tariff', 'tariff', municipality.tariff, declared.tariffs),
    ...checkRoutes(municipality, draft, channels),
    ...checkLastMatches(municipality.routes, '/routes'),
  ];
}

function checkPolicyRule(rule: SlaRule, path: string, draft: Draft, channels: Allowed): readonly string[] {
  return [...checkConditions(rule.when, `${path}/when`, draft, channels), ...checkCalendar(rule.calendar, path, draft)];
}

/** Where another system lets what uses a calendar fall back to a default in silence, a name must be there. */
function checkCalendar(name: string | undefined, path: string, { declared }: Draft): readonly string[] {
  return name === undefined ? [] : unknown(`${path}/calendar`, 'calendar', name, declared.calendars);
}

function checkTarget(target: TargetSettings, path: string, draft: Draft): readonly string[] {
  const named = target.tenants === '*' ? [] : target.tenants;
  return [
    ...named.flatMap((tenant, at) => unknown(`${path}/tenants/${at}`, 'tenant', tenant, draft.declared.tenants)),
    ...checkCalendar(target.calendar, path, draft),
  ];
}

/** Every name that one file uses of another must exist there. */
export function checkReferences(draft: Draft, adapters: AdapterCatalogue): readonly string[] {
  const channels = adapters.ids('channel');
  const errors: string[] = [];
  for (const { file, value } of draft.municipalities) {
    errors.push(...checkMunicipality(value, draft, channels).map((error) => `${file}: ${error}`));
  }
  for (const { file, value } of draft.sla) {
    const inRules = value.rules.flatMap((rule, index) => checkPolicyRule(rule, `/rules/${index}`, draft, channels));
    errors.push(...[...inRules, ...checkLastMatches(value.rules, '/rules')].map((error) => `${file}: ${error}`));
  }
  for (const { file, value } of draft.targets) {
    const inTargets = value.targets.flatMap((target, index) => checkTarget(target, `/targets/${index}`, draft));
    errors.push(...inTargets.map((error) => `${file}: ${error}`));
  }
  return errors;
}
