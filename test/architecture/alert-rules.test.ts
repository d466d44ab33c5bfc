import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { METRICS_CATALOGUE } from '../../src/platform/metrics/catalogue.js';
import { faultsInRules, type AlertRule, type KnownToRules } from './alert-rules.js';
import { projectFolder } from './temporary-project.js';

function read(...path: readonly string[]): string {
  return readFileSync(join(projectFolder, ...path), 'utf8');
}

function sourceText(): string {
  const names = readdirSync(join(projectFolder, 'src'), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => read('src', name))
    .join('\n');
}

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

// The shape is checked below: a rule without a text that is needed is a fault.
const { groups } = parse(read('docs', 'prometheus', 'alerts.yaml')) as RuleFile;
const rules = groups.flatMap((group) => group.rules);
const known: KnownToRules = {
  metrics: METRICS_CATALOGUE,
  pages: readdirSync(join(projectFolder, 'docs', 'runbooks')).filter((name) => name !== 'README.md'),
  source: sourceText(),
};

describe('the rules of alerts', () => {
  it('fit the metrics, the code and the runbooks', () => {
    expect(groups.map(({ name }) => name)).toEqual(['schakel']);
    expect(rules.length).toBeGreaterThan(10);
    expect(faultsInRules(rules, known)).toEqual([]);
  });

  it('are in the index of the runbooks, each with its page', () => {
    const rows = [...read('docs', 'runbooks', 'README.md').matchAll(/^\|.*?\|(.*?)\| \[.*?\]\((.*?)\) \|$/gm)];
    const inIndex = rows.flatMap(([, alerts = '', page = '']) =>
      [...alerts.matchAll(/`(\w+)`/g)].map(([, alert = '']) => `${alert} docs/runbooks/${page}`),
    );
    const inRules = rules.map(({ alert, annotations }) => `${alert} ${annotations?.['runbook'] ?? ''}`);
    expect(inIndex.toSorted()).toEqual(inRules.toSorted());
  });
});

describe('a fault in the rules of alerts', () => {
  const good: AlertRule = {
    ...{ alert: 'A', expr: 'max by (target) (schakel_parked) > 4 * 60', for: '5m', labels: { severity: 'page' } },
    annotations: { summary: 'Target {{ $labels.target }}.', description: 'It waits.', runbook: 'docs/runbooks/a.md' },
  };
  const small: KnownToRules = { metrics: METRICS_CATALOGUE, pages: ['a.md'], source: `'lost' | 'rung'` };

  it('is none where all fits', () => {
    const lost = 'sum(rate(schakel_doorbell_rings_total{outcome=~"lost|rung", lane!="split"}[5m] offset 1d)) > 0';
    const annotations = { ...good.annotations, summary: 'Rings get lost.' };
    expect(faultsInRules([good, { ...good, expr: lost, annotations }], small)).toEqual([]);
    const plain = {
      ...good,
      annotations: { ...good.annotations, summary: '{{ $labels.loop }} {{ $labels.instance }}' },
    };
    expect(faultsInRules([{ ...plain, expr: 'schakel_loop_progress_seconds > 120' }], small)).toEqual([]);
  });

  it.each<readonly [string, Partial<AlertRule>, string]>([
    [
      'an unknown metric',
      { expr: 'max by (target) (schakel_parkd) > 0' },
      'schakel_parkd is no metric of the catalogue',
    ],
    ['a metric of another program', { expr: 'up{job="a"} == 0' }, 'up is no metric of the catalogue'],
    [
      'a label to filter by',
      { expr: 'sum by (target) (schakel_parked{channel="x"})' },
      'schakel_parked has no label channel',
    ],
    [
      'a label to group by',
      { expr: 'max by (target, channel) (schakel_parked)' },
      'schakel_parked has no label channel',
    ],
    [
      'a value that nothing emits',
      { expr: 'max by (target) (schakel_parked{target=~"lost|gone"})' },
      `nothing in the code says 'gone'`,
    ],
    [
      'a text about another label',
      { annotations: { ...good.annotations, summary: '{{ $labels.loop }}' } },
      'its result has no label loop',
    ],
    [
      'a text too few',
      { annotations: { summary: 'A', runbook: 'docs/runbooks/a.md' } },
      'a summary or description is missing',
    ],
    [
      'a page that is not there',
      { annotations: { ...good.annotations, runbook: 'docs/runbooks/b.md' } },
      'there is no runbook "docs/runbooks/b.md"',
    ],
    ['another severity', { labels: { severity: 'critical' } }, 'its severity is "critical"'],
  ])('is found: %s', (_, change, fault) => {
    const faults = faultsInRules([good, { ...good, ...change, alert: 'B' }], small);
    expect(faults).toContain(`B: ${fault}`);
  });

  it('is found: a rule that does not say for how long, and a page without alert', () => {
    const { for: _, ...rest } = good;
    expect(faultsInRules([rest], { ...small, pages: ['a.md', 'b.md'] })).toEqual([
      'A: it does not say for how long',
      'b.md: no alert leads to this page',
    ]);
  });
});
