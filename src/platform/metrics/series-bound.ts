export type Labels = Readonly<Record<string, string>>;

/**
 * Keeps the label combinations of one metric under a bound. A label value that grows without end (a wrongly labelled
 * id, a flood of invented accounts) would otherwise take the memory of this process and of Prometheus.
 */
export interface SeriesBound {
  /** The labels to write under: the ones given, or `other` for each once the bound is reached. */
  admit(labels: Labels): { readonly labels: Labels; readonly isOther: boolean };
  reset(): void;
}

export const OTHER = 'other';
/** Cannot occur in an id, a code or an account name. */
const SEPARATOR = '\u0000';

export function createSeriesBound(labelNames: readonly string[], maxSeries: number): SeriesBound {
  const known = new Set<string>();
  const other = Object.fromEntries(labelNames.map((name) => [name, OTHER]));
  return {
    admit: (labels) => {
      const key = labelNames.map((name) => labels[name]).join(SEPARATOR);
      if (known.has(key)) {
        return { labels, isOther: false };
      }
      if (known.size >= maxSeries) {
        return { labels: other, isOther: true };
      }
      known.add(key);
      return { labels, isOther: false };
    },
    reset: () => {
      known.clear();
    },
  };
}
