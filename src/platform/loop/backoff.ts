export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * The pause after the n-th failure in a row (n from 1): doubled each time, bounded, and drawn from the upper half of
 * that, so that workers that failed together do not come back together.
 */
export function backoffMs(failures: number, backoff: Backoff, random: () => number): number {
  const ceilingMs = Math.min(backoff.maxMs, backoff.firstMs * 2 ** (failures - 1));
  return Math.round(ceilingMs * (0.5 + random() / 2));
}
