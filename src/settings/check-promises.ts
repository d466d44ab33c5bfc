import type { ClockName } from '../domain/sla/vocabulary.js';
import { mayUse, targetsOf, unknown } from './check-names.js';
import type { Draft } from './draft.js';
import type { Municipality, SlaAction, SlaPolicy, SlaRule, StatutoryTerms, WindowStep } from './snapshot.js';

type ToTarget = (to: string, path: string) => readonly string[];

/** The clocks that a rule promises something about. */
function promisedClocks(rule: SlaRule): readonly ClockName[] {
  return [
    'first-response',
    ...(rule.nextResponseMinutes === undefined ? [] : (['next-response'] as const)),
    ...(rule.updateEveryMinutes === undefined ? [] : (['periodic-update'] as const)),
    'resolution',
    ...(rule.partyMinutes['1700'] === undefined ? [] : (['party-1700'] as const)),
    ...(rule.partyMinutes.municipality === undefined ? [] : (['party-municipality'] as const)),
  ];
}

/**
 * A target that an action names must be one that every municipality with the policy may use: nobody wants to learn of
 * it when a promise is broken.
 */
function targetCheck(policy: SlaPolicy, draft: Draft): ToTarget {
  const tenants = draft.municipalities.map((one) => one.value).filter(({ sla }) => sla === policy.name);
  const targets = targetsOf(draft);
  const allowed = targets.filter((target) => tenants.every(({ tenant }) => mayUse(target, tenant))).map(({ id }) => id);
  return (to, path) => {
    const target = targets.find(({ id }) => id === to);
    if (target === undefined) {
      return draft.declared.targets.has(to) ? [] : unknown(path, 'target', to, allowed);
    }
    const others = tenants.filter(({ tenant }) => !mayUse(target, tenant)).map(({ tenant }) => tenant);
    const who =
      others.length > 3 ? `${others.slice(0, 3).join(', ')} and ${others.length - 3} more` : others.join(', ');
    return others.length === 0 ? [] : unknown(path, `target that ${who} may use`, to, allowed);
  };
}

/** `to` stands where something is told or given to a target, and nowhere else. */
function checkTo({ do: what, to }: SlaAction | WindowStep, path: string, toTarget: ToTarget): readonly string[] {
  const hasTarget = what !== 'raise-priority' && what !== 'holding-reply';
  if (to === undefined) {
    return hasTarget ? [`${path}: "to" is missing; ${what} needs the id of a target`] : [];
  }
  return hasTarget ? toTarget(to, `${path}/to`) : [`${path}/to: ${what} has no target; leave it out`];
}

function checkAction(action: SlaAction, rule: SlaRule, path: string): readonly string[] {
  const clocks = promisedClocks(rule);
  return [
    ...(action.clocks ?? []).flatMap((clock, at) =>
      unknown(`${path}/clocks/${at}`, 'clock that this rule promises', clock, clocks),
    ),
    ...(action.at === 'breach' || rule.warnAt.includes(action.at)
      ? []
      : [`${path}/at: ${action.at} is no share of warnAt; allowed: ${[...rule.warnAt, 'breach'].join(', ')}`]),
  ];
}

function checkRule(rule: SlaRule, path: string, toTarget: ToTarget): readonly string[] {
  const isAscending = rule.warnAt.every((share, at) => at === 0 || share > (rule.warnAt[at - 1] ?? 0));
  return [
    ...(rule.resolutionMinutes < rule.firstResponseMinutes
      ? [`${path}: "resolutionMinutes" must not be less than "firstResponseMinutes"`]
      : []),
    ...(isAscending ? [] : [`${path}/warnAt: ${rule.warnAt.join(', ')} must go from low to high`]),
    ...rule.actions.flatMap((action, at) => [
      ...checkAction(action, rule, `${path}/actions/${at}`),
      ...checkTo(action, `${path}/actions/${at}`, toTarget),
    ]),
  ];
}

function checkText({ do: what, text }: WindowStep, path: string): readonly string[] {
  if (what !== 'holding-reply') {
    return text === undefined ? [] : [`${path}/text: ${what} tells the citizen nothing; leave it out`];
  }
  if (text === undefined) {
    return [`${path}: "text" is missing; holding-reply needs what the citizen reads`];
  }
  return text.nl === undefined ? [`${path}/text: "nl" is missing; who writes another language reads Dutch`] : [];
}

function checkLadder(steps: readonly WindowStep[], toTarget: ToTarget): readonly string[] {
  return steps.flatMap((step, index) => {
    const path = `/windowLadder/${index}`;
    const before = steps[index - 1]?.beforeMinutes ?? step.beforeMinutes;
    return [
      ...(step.beforeMinutes > before
        ? [`${path}/beforeMinutes: ${step.beforeMinutes} must not be more than ${before}: steps go from early to late`]
        : []),
      ...checkTo(step, path, toTarget),
      ...checkText(step, path),
    ];
  });
}

function checkTerms(terms: StatutoryTerms, path: string): readonly string[] {
  const { acknowledgeDays, answerDays, extendedDays, basis } = terms;
  return [
    ...(acknowledgeDays !== undefined && acknowledgeDays > answerDays
      ? [`${path}: "acknowledgeDays" must not be more than "answerDays"`]
      : []),
    ...(extendedDays !== undefined && extendedDays <= answerDays
      ? [`${path}: "extendedDays" must be more than "answerDays": it counts all days`]
      : []),
    ...(basis.endsWith('.') ? [`${path}/basis: must not end in a full stop; it stands inside a sentence`] : []),
  ];
}

function checkStatutory({ statutory }: Municipality): readonly string[] {
  return Object.entries(statutory).flatMap(([procedure, terms]) => checkTerms(terms, `/statutory/${procedure}`));
}

/** What a schema cannot say about promises: that their parts fit together, and that what must follow can be done. */
export function checkPromises(draft: Draft): readonly string[] {
  return [
    ...draft.municipalities.flatMap(({ file, value }) => checkStatutory(value).map((error) => `${file}: ${error}`)),
    ...draft.sla.flatMap(({ file, value }) => {
      const toTarget = targetCheck(value, draft);
      const inRules = value.rules.flatMap((rule, index) => checkRule(rule, `/rules/${index}`, toTarget));
      return [...inRules, ...checkLadder(value.windowLadder, toTarget)].map((error) => `${file}: ${error}`);
    }),
  ];
}
