import type { TimedFact } from './dated-fact.js';

/** A target got the ticket: from the deliveries that arrived there. */
export interface Handoff {
  readonly target: string;
  readonly atMs: number;
}

/** How far the clocks of a platform, of a target and of ours may differ. */
const MAX_SKEW_MS = 60_000;

/**
 * When a target got the ticket that a fact sent there; undefined while it is under way. It cannot have been long before
 * the fact.
 *
 * @param handoffs oldest first
 */
export function arrivalOf(
  handoffs: readonly Handoff[],
  target: string,
  { atMs, receivedAtMs }: Pick<TimedFact, 'atMs' | 'receivedAtMs'>,
): number | undefined {
  const earliestMs = Math.min(atMs, receivedAtMs) - MAX_SKEW_MS;
  return handoffs.find((one) => one.target === target && one.atMs >= earliestMs)?.atMs;
}
