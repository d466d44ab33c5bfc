import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { REGISTRY_METRICS } from './catalogue.js';
import type { Catalogue, LabelsOf, MetricDefinition, NameOf } from './definition.js';
import { createSeriesBound, type Labels } from './series-bound.js';

export interface CounterOf<D extends MetricDefinition> {
  /** Adds one, or the amount given; a counter never goes down. */
  inc(labels: LabelsOf<D>, amount?: number): void;
}

export interface GaugeOf<D extends MetricDefinition> {
  set(labels: LabelsOf<D>, value: number): void;
}

export interface HistogramOf<D extends MetricDefinition> {
  observe(labels: LabelsOf<D>, value: number): void;
}

export interface GaugeRow<D extends MetricDefinition> {
  readonly labels: LabelsOf<D>;
  readonly value: number;
}

/** The metrics of one process. Names and labels are checked by the compiler against the catalogue. */
export interface Metrics<C extends Catalogue> {
  counter<N extends NameOf<C, 'counter'>>(name: N): CounterOf<C[N]>;
  gauge<N extends NameOf<C, 'gauge'>>(name: N): GaugeOf<C[N]>;
  histogram<N extends NameOf<C, 'histogram'>>(name: N): HistogramOf<C[N]>;
  /**
   * Makes the gauge show these rows and nothing else: for gauges projected from the database, where a label
   * combination that is gone there has to go here. Rows over the bound are added up under `other`.
   */
  replaceGauge<N extends NameOf<C, 'gauge'>>(name: N, rows: readonly GaugeRow<C[N]>[]): void;
  /** The Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  /** Also memory, CPU, event loop and garbage collection of the process; default no. */
  readonly includeProcess?: boolean;
}

const DEFAULT_MAX_SERIES = 5_000;

/** One metric, with its bound; what is written is admitted first. */
interface Instrument {
  write(labels: Labels, value: number): void;
  replace(rows: readonly { readonly labels: Labels; readonly value: number }[]): void;
}

type OnOverflow = () => void;

function writerOf(name: string, definition: MetricDefinition, registers: Registry[]) {
  const settings = { name, help: definition.help, labelNames: [...definition.labels], registers };
  switch (definition.type) {
    case 'counter': {
      const counter = new Counter(settings);
      return { write: (labels: Labels, value: number) => counter.inc(labels, value), reset: () => counter.reset() };
    }
    case 'gauge': {
      const gauge = new Gauge(settings);
      return { write: (labels: Labels, value: number) => gauge.set(labels, value), reset: () => gauge.reset() };
    }
    case 'histogram': {
      const histogram = new Histogram({ ...settings, buckets: [...(definition.buckets ?? [])] });
      return {
        write: (labels: Labels, value: number) => histogram.observe(labels, value),
        reset: () => histogram.reset(),
      };
    }
  }
}

function instrument(
  name: string,
  definition: MetricDefinition,
  registry: Registry,
  onOverflow: OnOverflow,
): Instrument {
  const bound = createSeriesBound(definition.labels, definition.maxSeries ?? DEFAULT_MAX_SERIES);
  const writer = writerOf(name, definition, [registry]);
  const write = (labels: Labels, value: number): void => {
    const admitted = bound.admit(labels);
    if (admitted.isOther) {
      onOverflow();
    }
    writer.write(admitted.labels, value);
  };
  return {
    write,
    replace: (rows) => {
      writer.reset();
      bound.reset();
      let overflow = 0;
      for (const row of rows) {
        const admitted = bound.admit(row.labels);
        overflow += admitted.isOther ? row.value : 0;
        write(row.labels, admitted.isOther ? overflow : row.value);
      }
    },
  };
}

function instruments(catalogue: Catalogue, registry: Registry): ReadonlyMap<string, Instrument> {
  const overflow = new Counter({
    name: 'schakel_metric_overflow_total',
    help: REGISTRY_METRICS.schakel_metric_overflow_total.help,
    labelNames: [...REGISTRY_METRICS.schakel_metric_overflow_total.labels],
    registers: [registry],
  });
  const made = new Map<string, Instrument>();
  for (const [name, definition] of Object.entries(catalogue)) {
    if (!(name in REGISTRY_METRICS)) {
      made.set(
        name,
        instrument(name, definition, registry, () => overflow.inc({ metric: name })),
      );
    }
  }
  return made;
}

/** Each call has its own registry, so two processes in one test do not share numbers. */
export function createMetrics<const C extends Catalogue>(catalogue: C, options: MetricsOptions = {}): Metrics<C> {
  const registry = new Registry();
  const byName = instruments(catalogue, registry);
  if (options.includeProcess === true) {
    collectDefaultMetrics({ register: registry });
  }
  const find = (name: string): Instrument => {
    const found = byName.get(name);
    if (found === undefined) {
      throw new Error(`The metric ${name} cannot be written: it is not in the catalogue, or belongs to the registry.`);
    }
    return found;
  };
  return {
    counter: (name) => {
      const { write } = find(name);
      return { inc: (labels, amount = 1) => write(labels, amount) };
    },
    gauge: (name) => ({ set: find(name).write }),
    histogram: (name) => ({ observe: find(name).write }),
    replaceGauge: (name, rows) => find(name).replace(rows),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
