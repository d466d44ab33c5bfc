import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { METRICS_CATALOGUE } from './catalogue.js';
import type { MetricDefinition } from './definition.js';

const PAGE = new URL('../../../docs/metrics.md', import.meta.url);
const ROW = /^\| `(\w+)` \| (\w+) \| (.*?) \| (\w+) \| (.*) \|$/;

interface Row {
  readonly name: string;
  readonly type: string;
  readonly labels: string;
  readonly owner: string;
  readonly help: string;
}

function rowOf([name, { type, labels, owner, help }]: readonly [string, MetricDefinition]): Row {
  return { name, type, labels: labels.map((label) => `\`${label}\``).join(', ') || '–', owner, help };
}

function rowsOfPage(): readonly Row[] {
  const rows: Row[] = [];
  for (const line of readFileSync(PAGE, 'utf8').split('\n')) {
    const [, name = '', type = '', labels = '', owner = '', help = ''] = ROW.exec(line.replaceAll(/ +/g, ' ')) ?? [];
    if (name !== '') {
      rows.push({ name, type, labels, owner, help });
    }
  }
  return rows;
}

const byName = (one: Row, other: Row): number => one.name.localeCompare(other.name);

describe('the page about metrics', () => {
  it('lists what the catalogue lists, word for word, and nothing else', () => {
    const inCode = Object.entries(METRICS_CATALOGUE).map((entry) => rowOf(entry));
    expect([...rowsOfPage()].sort(byName)).toEqual(inCode.sort(byName));
  });
});

describe('the catalogue of metrics', () => {
  // Dashboards, alerts and other programs are written against these names and labels.
  const CONTRACT = [
    'schakel_intakes_total{channel,outcome}',
    'schakel_intake_ack_seconds{}',
    'schakel_events_total{channel,municipality,action}',
    'schakel_tickets_opened_total{municipality,channel}',
    'schakel_routed_total{municipality,target}',
    'schakel_sla_outcomes_total{municipality,target,outcome}',
    'schakel_sla_open_clocks{municipality,state}',
    'schakel_first_response_seconds{}',
    'schakel_deliveries_total{target,outcome}',
    'schakel_delivery_seconds{}',
    'schakel_oldest_undelivered_seconds{target}',
    'schakel_target_breaker_state{target}',
    'schakel_parked{target}',
    'schakel_quarantined{channel}',
    'schakel_channel_healthy{channel,account}',
    'schakel_channel_silence_seconds{channel,account}',
    'schakel_reconciliation_difference{municipality}',
    'schakel_billable_units{municipality,meter,tariff}',
    'schakel_charges_euro{municipality,tariff}',
    'schakel_charges_as_of_seconds{}',
  ];
  const definitions: readonly (readonly [string, MetricDefinition])[] = Object.entries(METRICS_CATALOGUE);

  it('keeps the names and labels that were agreed', () => {
    const signatures = definitions.map(([name, { labels }]) => `${name}{${labels.join(',')}}`);
    expect(signatures).toEqual(expect.arrayContaining(CONTRACT));
  });

  it.each(definitions)(
    '%s says its unit, in a name and a sentence that Prometheus users expect',
    (name, definition) => {
      expect(name).toMatch(/^schakel_[a-z_]+$/);
      expect(name.endsWith('_total')).toBe(definition.type === 'counter');
      expect(definition.help).toMatch(/^[A-Z].*\.$/);
      expect(definition.help).not.toMatch(/[|\n]/);
      if (name.endsWith('_seconds')) {
        expect(definition.help).toContain('seconds');
      }
      if (definition.type === 'histogram') {
        expect(definition.buckets).toEqual([...(definition.buckets ?? [])].sort((one, other) => one - other));
        expect(definition.buckets?.length).toBeGreaterThan(5);
      }
    },
  );

  it.each(definitions)('%s has no label that could be an id', (_name, { labels }) => {
    const bounded = ['account', 'action', 'channel', 'lane', 'loop', 'meter', 'metric', 'municipality', 'outcome'];
    const more = ['reason', 'state', 'table', 'target', 'tariff'];
    expect([...bounded, ...more]).toEqual(expect.arrayContaining([...labels]));
  });
});
