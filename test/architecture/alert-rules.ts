import type { Catalogue } from '../../src/platform/metrics/definition.js';

/** One rule of `docs/prometheus/alerts.yaml`, as far as it is checked. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface KnownToRules {
  readonly metrics: Catalogue;
  /** File names in `docs/runbooks`, without their index. */
  readonly pages: readonly string[];
  /** The source code, in which the values of labels stand as texts. */
  readonly source: string;
}

/** Words of PromQL that rules use. Any other word has to be a metric or a label of one. */
const WORDS = ['sum', 'max', 'min', 'by', 'and', 'or', 'unless', 'offset', 'rate', 'increase', 'abs', 'time', 'absent'];
/** Prometheus itself adds these to what it scrapes. */
const OF_PROMETHEUS = ['instance', 'job'];
const RUNBOOK = /^docs\/runbooks\/([a-z-]+\.md)$/;
const MATCHER = /(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g;

interface Use {
  readonly metric: string;
  readonly matchers: readonly (readonly [label: string, operator: string, value: string])[];
}

function usesIn(expr: string): readonly Use[] {
  return [...expr.matchAll(/\b([a-z_]\w*)\s*\{([^}]*)\}|\b(schakel_\w+)/g)].map(([, selected, inside = '', bare]) => ({
    metric: selected ?? bare ?? '',
    matchers: [...inside.matchAll(MATCHER)].map(([, label = '', operator = '', value = '']) => [
      ...([label, operator, value] as const),
    ]),
  }));
}

function groupingIn(expr: string): readonly string[] {
  return [...expr.matchAll(/\bby\s*\(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(',').map((one) => one.trim()));
}

/** What is neither a word, a number nor a duration once labels and texts are gone. */
function strangersIn(expr: string, known: KnownToRules): readonly string[] {
  const bare = expr.replaceAll(/\{[^}]*\}|\[[^\]]*\]|\bby\s*\([^)]*\)|\boffset \w+/g, ' ');
  return [...bare.matchAll(/[a-z_]\w*/gi)]
    .map(([word]) => word)
    .filter((word) => !WORDS.includes(word) && !Object.hasOwn(known.metrics, word));
}

function faultsOfUse({ metric, matchers }: Use, groups: readonly string[], known: KnownToRules): readonly string[] {
  const labels = known.metrics[metric]?.labels;
  if (labels === undefined) {
    return [];
  }
  const foreign = [...matchers.map(([label]) => label), ...groups].filter((label) => !labels.includes(label));
  const values = matchers
    .filter(([, operator]) => operator === '=' || operator === '=~')
    .flatMap(([, , value]) => value.split('|'))
    .filter((value) => !known.source.includes(`'${value}'`));
  return [
    ...foreign.map((label) => `${metric} has no label ${label}`),
    ...values.map((value) => `nothing in the code says '${value}'`),
  ];
}

function faultsOfTexts(rule: AlertRule, uses: readonly Use[], known: KnownToRules): readonly string[] {
  const { summary = '', description = '', runbook = '' } = rule.annotations ?? {};
  const groups = groupingIn(rule.expr);
  const own = uses.flatMap(({ metric }) => known.metrics[metric]?.labels ?? []);
  const shown = groups.length > 0 ? groups : [...own, ...OF_PROMETHEUS];
  const named = [...`${summary} ${description}`.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
  const page = RUNBOOK.exec(runbook)?.[1] ?? '';
  return [
    ...(summary === '' || description === '' ? ['a summary or description is missing'] : []),
    ...named.filter((label) => !shown.includes(label)).map((label) => `its result has no label ${label}`),
    ...(known.pages.includes(page) ? [] : [`there is no runbook "${runbook}"`]),
  ];
}

function faultsOf(rule: AlertRule, known: KnownToRules): readonly string[] {
  const uses = usesIn(rule.expr);
  const { severity = '' } = rule.labels ?? {};
  const faults = [
    ...strangersIn(rule.expr, known).map((word) => `${word} is no metric of the catalogue`),
    ...uses.flatMap((use) => faultsOfUse(use, groupingIn(rule.expr), known)),
    ...faultsOfTexts(rule, uses, known),
    ...(['page', 'ticket'].includes(severity) ? [] : [`its severity is "${severity}"`]),
    ...(rule.for === undefined ? ['it does not say for how long'] : []),
  ];
  return [...new Set(faults)].map((fault) => `${rule.alert}: ${fault}`);
}

/** What is wrong with the rules of alerts, as sentences: against the metrics, the code and the runbooks. */
export function faultsInRules(rules: readonly AlertRule[], known: KnownToRules): readonly string[] {
  const named = rules.map(({ annotations }) => RUNBOOK.exec(annotations?.['runbook'] ?? '')?.[1]);
  return [
    ...rules.flatMap((rule) => faultsOf(rule, known)),
    ...known.pages.filter((page) => !named.includes(page)).map((page) => `${page}: no alert leads to this page`),
  ];
}
