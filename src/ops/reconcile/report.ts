/** Events of one municipality on one channel. What was received stands in one of the five states, or is missing. */
export interface ReconciliationRow {
  /** The NIS code, or the tenant id when it has none. */
  readonly municipality: string;
  readonly channel: string;
  /** Counted from the keys, which are kept for ever, not from the events themselves. */
  readonly received: number;
  readonly handled: number;
  readonly rejected: number;
  readonly quarantined: number;
  readonly parked: number;
  readonly pending: number;
  /** Received minus the five states; anything but 0 is a fault. */
  readonly difference: number;
}

/** A statement about the stored rows that is not true. */
export interface Finding {
  readonly check: string;
  /** What should be true. */
  readonly sentence: string;
  /** Rows that break it. */
  readonly count: number;
  /** Ids of some of them, at most ten. */
  readonly examples: readonly string[];
}

/** Repeated events that had no effect. They leave no row of their own, so they are counted where they came in. */
export interface DuplicateCount {
  readonly receiver: string;
  readonly duplicates: number;
}

export interface ReconciliationReport {
  readonly ok: boolean;
  /** ISO instant of the snapshot. */
  readonly at: string;
  /** How many statements were checked; a report of nothing is no proof. */
  readonly checks: number;
  readonly rows: readonly ReconciliationRow[];
  readonly duplicates: readonly DuplicateCount[];
  readonly findings: readonly Finding[];
}

/** Most ids that a finding shows. */
export const MAX_EXAMPLES = 10;

/** A statement about the stored rows, with the query that finds what breaks it. */
export interface Check {
  /** Stable code, for alerts and runbooks. */
  readonly check: string;
  readonly sentence: string;
  /** Selects one text column, `example`: a row for everything that breaks the statement. */
  readonly sql: string;
  /** True when the query takes the instant of the reconciliation as `$1`. */
  readonly needsNow?: true;
}
