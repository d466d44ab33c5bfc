/** What a loop tells of itself. */
export interface LoopProgress {
  readonly name: string;
  /** When it last began or ended a turn, UTC milliseconds. */
  readonly progressAtMs: number;
  /** It looks for work at least this often. */
  readonly sweepMs: number;
}

export interface Liveness {
  readonly ok: boolean;
  /** Loops that stand still, in the order in which they were given. */
  readonly stuck: readonly string[];
}

/** A turn may take this long: every statement and every call in it has a shorter limit of its own. */
const SHORTEST_PATIENCE_MS = 30_000;
const PATIENCE_SWEEPS = 20;

/**
 * Whether a process does its work, not whether it is there: a loop that has not begun or ended a turn for
 * max(30 s, 20 sweeps) is stuck, and only a restart helps. What is away (a database, a broker) does not count here:
 * loops go on turning while they fail, and a restart repairs nothing.
 */
export function liveness(given: { readonly loops: readonly LoopProgress[]; readonly nowMs: number }): Liveness {
  const stuck = given.loops
    .filter(
      ({ progressAtMs, sweepMs }) =>
        given.nowMs - progressAtMs > Math.max(SHORTEST_PATIENCE_MS, PATIENCE_SWEEPS * sweepMs),
    )
    .map(({ name }) => name);
  return { ok: stuck.length === 0, stuck };
}
