import type { PullOutcome } from '../../adapter-sdk/index.js';
import { backoffMs } from '../../platform/loop/backoff.js';
import type { Looked } from './pull-rows.js';

const RETRY = { firstMs: 5_000, maxMs: 10 * 60_000 } as const;
/** A token that was refused may be renewed; nobody tells us, so we ask now and then. */
const PARKED_MS = 10 * 60_000;
/** A platform that wishes for more is not believed: it would silence a municipality for days. */
const LONGEST_WISH_MS = 60 * 60_000;

/**
 * How an account stands after a look, and when the next one is.
 *
 * @param failures looks before this one that failed in a row
 * @param everyMs the pause that the channel keeps
 */
export function afterLook(outcome: PullOutcome, failures: number, everyMs: number, random: () => number): Looked {
  if (outcome.kind === 'pulled') {
    const { cursor, hasMore } = outcome;
    return { cursor, nextInMs: hasMore ? 0 : everyMs, failures: 0, isParked: false, code: null, detail: null };
  }
  const isParked = outcome.kind === 'park';
  const failed = { failures: failures + 1, isParked, code: outcome.code, detail: outcome.detail ?? null };
  if (isParked) {
    return { ...failed, nextInMs: PARKED_MS };
  }
  const wishMs = Math.min(outcome.afterMs ?? 0, LONGEST_WISH_MS);
  return { ...failed, nextInMs: Math.max(wishMs, backoffMs(failures + 1, RETRY, random)) };
}
