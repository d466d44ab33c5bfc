import type { CompetenceLevel, Language, TicketKind } from '../../domain/vocabulary.js';
import type { RouteRule } from '../../settings/snapshot.js';

export interface RouteFacts {
  readonly topic: string;
  readonly channel: string;
  readonly level: CompetenceLevel;
  readonly kind: TicketKind;
  readonly language: Language;
  /** By the municipality's calendar at the moment of opening. */
  readonly isOpen: boolean;
}

export type RouteChoice =
  | { readonly ok: true; readonly target: string; readonly rule: string; readonly explanation: string }
  /** Cannot happen with checked settings: their last rule always matches. */
  | { readonly ok: false; readonly code: 'NO_ROUTE' };

const LEVELS: Readonly<Record<CompetenceLevel, string>> = {
  local: 'lokale',
  provincial: 'provinciale',
  flemish: 'Vlaamse',
  federal: 'federale',
  'third-party': 'externe',
};
const KINDS: Readonly<Record<TicketKind, string>> = { question: 'vraag', report: 'melding', complaint: 'klacht' };
const LANGUAGES: Readonly<Record<Language, string>> = {
  nl: 'Nederlands',
  fr: 'Frans',
  de: 'Duits',
  en: 'Engels',
  und: 'onbekend',
};

function allows<T>(allowed: readonly T[] | undefined, value: T): boolean {
  return allowed === undefined || allowed.includes(value);
}

function matches(rule: RouteRule, facts: RouteFacts): boolean {
  const { when } = rule;
  return (
    allows(when.topics, facts.topic) &&
    allows(when.channels, facts.channel) &&
    allows(when.levels, facts.level) &&
    allows(when.kinds, facts.kind) &&
    allows(when.languages, facts.language) &&
    allows(when.hours && [when.hours], facts.isOpen ? 'open' : 'closed')
  );
}

/** Fills `{topic}`, `{channel}`, `{level}`, `{kind}` and `{language}`; settings refuse any other name. */
function reason(because: string, facts: RouteFacts): string {
  return because
    .replaceAll('{topic}', `"${facts.topic}"`)
    .replaceAll('{channel}', facts.channel)
    .replaceAll('{level}', LEVELS[facts.level])
    .replaceAll('{kind}', KINDS[facts.kind])
    .replaceAll('{language}', LANGUAGES[facts.language]);
}

/**
 * The first rule whose conditions all hold decides. The explanation is one Dutch sentence made of the same facts, to be
 * stored with the decision.
 */
export function chooseTarget(facts: RouteFacts, rules: readonly RouteRule[]): RouteChoice {
  const rule = rules.find((candidate) => matches(candidate, facts));
  if (rule === undefined) {
    return { ok: false, code: 'NO_ROUTE' };
  }
  const explanation = `Naar ${rule.to} omdat ${reason(rule.because, facts)} (regel "${rule.name}").`;
  return { ok: true, target: rule.to, rule: rule.name, explanation };
}
