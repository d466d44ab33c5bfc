import { clockStart } from '../domain/sla/dated-fact.js';
import { chooseTarget, promiseTerms } from '../handling/index.js';
import type { DecideOpening, OpeningFacts } from '../ops/whatif/decide-again.js';
import { compileSettings, type CompiledSettings, type TenantSettings } from '../settings/compile.js';
import type { Settings } from '../settings/snapshot.js';

type Compiled = CompiledSettings<undefined>;

function promised(compiled: Compiled, { municipality, slaVersions, workingTime }: TenantSettings, facts: OpeningFacts) {
  const { topic, channel, kind, priority, occurredAtMs, receivedAtMs } = facts;
  const contactCenter = compiled.settings.targets.find((target) => target.kind === 'contact-center')?.calendar ?? null;
  return promiseTerms({
    versions: slaVersions,
    calendar: (name) => (name === null ? workingTime : (compiled.workingTimeOf(name) ?? workingTime)),
    partyCalendar: (party) => (party === '1700' ? contactCenter : null),
    facts: { topic, channel, kind, priority, plan: municipality.plan },
    ...{ occurredAtMs, receivedAtMs },
  });
}

/**
 * Decides openings by a checked snapshot with the same functions as handling does, for tickets whose topic is known: it
 * codes no text.
 */
export function openingRules(settings: Settings): DecideOpening {
  const compiled = compileSettings(settings, () => undefined);
  return (tenant, facts) => {
    const own = compiled.municipalityByTenant(tenant);
    if (own === undefined) {
      return { ok: false, code: 'MUNICIPALITY_UNKNOWN' };
    }
    const promise = promised(compiled, own, facts);
    if (!promise.ok) {
      return promise;
    }
    const { topic, channel, level, kind, language, occurredAtMs, receivedAtMs } = facts;
    const startMs = clockStart(occurredAtMs, receivedAtMs, promise.terms.transitMinutes);
    const isOpen = own.workingTime.isOpen(startMs);
    const choice = chooseTarget({ topic, channel, level, kind, language, isOpen }, own.municipality.routes);
    return choice.ok
      ? {
          ...{ ok: true, terms: promise.terms, target: choice.target },
          route: { rule: choice.rule, explanation: choice.explanation },
        }
      : choice;
  };
}
