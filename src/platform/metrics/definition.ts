export type MetricType = 'counter' | 'gauge' | 'histogram';

/** What one metric is. `help` is one sentence with the unit; `owner` is who writes it and is asked about it. */
export interface MetricDefinition {
  readonly type: MetricType;
  readonly help: string;
  readonly labels: readonly string[];
  readonly owner: string;
  /** Upper bounds of a histogram, in the metric's unit. */
  readonly buckets?: readonly number[];
  /** Most label combinations kept apart; default 5,000. What comes after is counted under `other`. */
  readonly maxSeries?: number;
}

export type Catalogue = Readonly<Record<string, MetricDefinition>>;

/** The names in a catalogue of one type. */
export type NameOf<C extends Catalogue, T extends MetricType> = {
  [N in keyof C & string]: C[N]['type'] extends T ? N : never;
}[keyof C & string];

type LabelName<D extends MetricDefinition> = D['labels'][number];

/** A value for each label of a metric, no more and no less. */
export type LabelsOf<D extends MetricDefinition> = [LabelName<D>] extends [never]
  ? Readonly<Record<string, never>>
  : Readonly<Record<LabelName<D>, string>>;
