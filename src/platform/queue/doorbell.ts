/**
 * The doorbell tells workers that there may be work. PostgreSQL is the truth: a ring that is lost delays work until the
 * next sweep of the loop and loses none, and a ring too many costs one query.
 */
export const DOORBELL_LANES = ['split', 'handle', 'deliver', 'settings'] as const;
export type DoorbellLane = (typeof DOORBELL_LANES)[number];

/**
 * What became of a ring. `rung`: handed over. `coalesced`: covered by another ring of this process. `lost`: the other
 * side was away. `heard`: this process was woken by one.
 */
export type RingOutcome = 'rung' | 'coalesced' | 'lost' | 'heard';

export interface DoorbellState {
  readonly kind: 'in-process' | 'redis';
  readonly isHealthy: boolean;
  /** Since when it is so: milliseconds since the epoch (UTC). */
  readonly sinceMs: number;
  /** Why it is not healthy. */
  readonly reason?: string;
}

export interface Doorbell {
  /** Never throws and never waits. Call it after the commit of the work that it announces. */
  ring(lane: DoorbellLane): void;
  /** Calls `wake` when somebody rang; each ring wakes at least one process that listens. The answer stops listening. */
  onRing(lane: DoorbellLane, wake: () => void): () => void;
  state(): DoorbellState;
  /** Rings after this do nothing. */
  close(): Promise<void>;
}

export interface DoorbellReports {
  /** For the metric `schakel_doorbell_rings_total`. */
  readonly onOutcome?: (lane: DoorbellLane, outcome: RingOutcome) => void;
  /** What went wrong and was survived. */
  readonly onProblem?: (error: unknown) => void;
}

/** Rings of one lane closer together than this are one ring. */
export const RING_GAP_MS = 25;
