import { describe, expect, it } from '@jest/globals';
import { METRICS_CATALOGUE } from './catalogue.js';
import type { Catalogue } from './definition.js';
import { createMetrics } from './metrics.js';

const CATALOGUE = {
  test_calls_total: { type: 'counter', help: 'Calls.', labels: ['channel', 'outcome'], owner: 'test', maxSeries: 2 },
  test_plain_total: { type: 'counter', help: 'Plain.', labels: [], owner: 'test' },
  test_open: { type: 'gauge', help: 'Open.', labels: ['municipality'], owner: 'test', maxSeries: 3 },
  test_seconds: { type: 'histogram', help: 'Time.', labels: [], owner: 'test', buckets: [0.5, 1] },
} as const satisfies Catalogue;

/** The samples of one metric, without its comments. */
async function samples(metrics: { text(): Promise<string> }, name: string): Promise<readonly string[]> {
  const lines = (await metrics.text()).split('\n');
  return lines.filter((line) => line.startsWith(name)).sort();
}

describe('metrics', () => {
  it('counts, with and without an amount', async () => {
    const metrics = createMetrics(CATALOGUE);
    const calls = metrics.counter('test_calls_total');
    calls.inc({ channel: 'x', outcome: 'done' });
    calls.inc({ channel: 'x', outcome: 'done' }, 4);
    metrics.counter('test_plain_total').inc({});
    expect(await samples(metrics, 'test_calls_total')).toEqual(['test_calls_total{channel="x",outcome="done"} 5']);
    expect(await samples(metrics, 'test_plain_total')).toEqual(['test_plain_total 1']);
  });

  it('writes help, type and buckets', async () => {
    const metrics = createMetrics(CATALOGUE);
    metrics.histogram('test_seconds').observe({}, 0.7);
    expect(await metrics.text()).toContain('# HELP test_seconds Time.\n# TYPE test_seconds histogram\n');
    expect(await samples(metrics, 'test_seconds_bucket')).toEqual([
      'test_seconds_bucket{le="+Inf"} 1',
      'test_seconds_bucket{le="0.5"} 0',
      'test_seconds_bucket{le="1"} 1',
    ]);
    expect(metrics.contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('counts what exceeds the bound of label combinations under "other", and says for which metric', async () => {
    const metrics = createMetrics(CATALOGUE);
    const calls = metrics.counter('test_calls_total');
    for (const channel of ['a', 'b', 'c', 'd', 'a']) {
      calls.inc({ channel, outcome: 'done' });
    }
    expect(await samples(metrics, 'test_calls_total')).toEqual([
      'test_calls_total{channel="a",outcome="done"} 2',
      'test_calls_total{channel="b",outcome="done"} 1',
      'test_calls_total{channel="other",outcome="other"} 2',
    ]);
    expect(await samples(metrics, 'schakel_metric_overflow_total')).toEqual([
      'schakel_metric_overflow_total{metric="test_calls_total"} 2',
    ]);
  });

  it('tells label values apart that look alike when joined', async () => {
    const metrics = createMetrics(CATALOGUE);
    metrics.counter('test_calls_total').inc({ channel: 'a,b', outcome: 'c' });
    metrics.counter('test_calls_total').inc({ channel: 'a', outcome: 'b,c' });
    expect(await samples(metrics, 'test_calls_total')).toHaveLength(2);
  });

  it('shows exactly the rows that a gauge was replaced with', async () => {
    const metrics = createMetrics(CATALOGUE);
    const row = (municipality: string, value: number) => ({ labels: { municipality }, value });
    metrics.replaceGauge('test_open', [row('44021', 3), row('11002', 1)]);
    metrics.replaceGauge('test_open', [row('44021', 2), row('71016', 7)]);
    expect(await samples(metrics, 'test_open')).toEqual([
      'test_open{municipality="44021"} 2',
      'test_open{municipality="71016"} 7',
    ]);
    metrics.replaceGauge('test_open', []);
    expect(await samples(metrics, 'test_open')).toEqual([]);
  });

  it('adds up the rows over the bound, so that a total over all rows stays right', async () => {
    const metrics = createMetrics(CATALOGUE);
    const rows = [1, 2, 3, 4, 5].map((value) => ({ labels: { municipality: `m${value}` }, value }));
    metrics.replaceGauge('test_open', rows);
    expect(await samples(metrics, 'test_open')).toEqual([
      'test_open{municipality="m1"} 1',
      'test_open{municipality="m2"} 2',
      'test_open{municipality="m3"} 3',
      'test_open{municipality="other"} 9',
    ]);
  });

  it('forgets the bound of a gauge when it is replaced', async () => {
    const metrics = createMetrics(CATALOGUE);
    for (let time = 0; time < 10; time += 1) {
      metrics.replaceGauge('test_open', [{ labels: { municipality: `m${time}` }, value: time }]);
    }
    expect(await samples(metrics, 'test_open')).toEqual(['test_open{municipality="m9"} 9']);
    expect(await samples(metrics, 'schakel_metric_overflow_total{')).toEqual([]);
  });

  it('keeps the numbers of two registries apart', async () => {
    const one = createMetrics(CATALOGUE);
    const two = createMetrics(CATALOGUE);
    one.counter('test_plain_total').inc({});
    expect(await samples(two, 'test_plain_total')).toEqual(['test_plain_total 0']);
  });

  it('shows the process only when asked to', async () => {
    expect(await createMetrics(CATALOGUE).text()).not.toContain('process_cpu_seconds_total');
    expect(await createMetrics(CATALOGUE, { includeProcess: true }).text()).toContain('process_cpu_seconds_total');
  });

  it('lets nobody write the metric of the registry itself', () => {
    const metrics = createMetrics(METRICS_CATALOGUE);
    expect(() => metrics.counter('schakel_metric_overflow_total')).toThrow('belongs to the registry');
  });

  it('refuses wrong names, types and labels when compiling', () => {
    const metrics = createMetrics(CATALOGUE);
    const misuse = (): void => {
      // @ts-expect-error a label is missing
      metrics.counter('test_calls_total').inc({ channel: 'x' });
      // @ts-expect-error a label is unknown
      metrics.counter('test_calls_total').inc({ channel: 'x', outcome: 'y', id: 'z' });
      // @ts-expect-error it has no labels
      metrics.counter('test_plain_total').inc({ channel: 'x' });
      // @ts-expect-error it is a counter
      metrics.gauge('test_calls_total');
      // @ts-expect-error it does not exist
      metrics.counter('test_nothing_total');
      // @ts-expect-error a row's label is wrong
      metrics.replaceGauge('test_open', [{ labels: { channel: 'x' }, value: 1 }]);
    };
    expect(misuse).toThrow();
  });
});
