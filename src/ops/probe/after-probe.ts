import type { ProbeOutcome, ProbeSubject } from '../../adapter-sdk/index.js';
import { backoffMs } from '../../platform/loop/backoff.js';

/** What a probe told of an account. */
export interface Told {
  readonly verdict: 'well' | 'dead';
  readonly about: ProbeSubject | null;
  /** Of an account that is well, a warning. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly expiresAtMs: number | null;
  readonly missing: readonly string[];
  readonly subscription: 'present' | 'absent' | 'unknown' | null;
}

/** What is written down after a probe: what it told, or why it could not; and when the next one is. */
export type Probed =
  | { readonly kind: 'told'; readonly told: Told; readonly nextInMs: number }
  | { readonly kind: 'untold'; readonly code: string; readonly failures: number; readonly nextInMs: number };

export const USUAL_EVERY_MS = 15 * 60_000;
/** An account that is dead is looked at more often: a token may be renewed where nobody tells us. */
const DEAD_SHARE = 1 / 3;
/** The first pause after a probe that could not tell, as a share of the usual one; it doubles. */
const RETRY_SHARE = 1 / 15;
/** A share of the pause by which accounts drift apart, so that they do not all call at once for ever. */
const JITTER = 0.2;
const MOST_MISSING = 20;
const DETAIL_LENGTH = 500;

/** What an outcome means. A permission or a subscription that is gone stops an account as surely as a dead token. */
export function toldOf(outcome: Exclude<ProbeOutcome, { kind: 'unsure' }>): Told {
  if (outcome.kind === 'dead') {
    const { about, code, detail } = outcome;
    const nothing = { expiresAtMs: null, missing: [], subscription: null };
    return { verdict: 'dead', about, code, detail: detail?.slice(0, DETAIL_LENGTH) ?? null, ...nothing };
  }
  const { expiresAtMs = null, subscription = null, warning = null } = outcome;
  const missing = (outcome.missing ?? []).slice(0, MOST_MISSING);
  const facts = { detail: null, expiresAtMs, missing, subscription };
  if (missing.length > 0) {
    return { ...facts, verdict: 'dead', about: 'permission', code: 'CHANNEL_PERMISSION_MISSING' };
  }
  return subscription === 'absent'
    ? { ...facts, verdict: 'dead', about: 'subscription', code: 'CHANNEL_SUBSCRIPTION_ABSENT' }
    : { ...facts, verdict: 'well', about: null, code: warning };
}

/**
 * How an account stands after a probe, and when the next one is. What a probe told stays until another one tells: a dead
 * token does not come to life because the network is away.
 *
 * @param failures probes before this one that could not tell, in a row
 * @param everyMs the pause that the channel keeps
 */
export function afterProbe(outcome: ProbeOutcome, failures: number, everyMs: number, random: () => number): Probed {
  if (outcome.kind === 'unsure') {
    const pause = { firstMs: everyMs * RETRY_SHARE, maxMs: everyMs };
    const { code } = outcome;
    return { kind: 'untold', code, failures: failures + 1, nextInMs: backoffMs(failures + 1, pause, random) };
  }
  const told = toldOf(outcome);
  const pauseMs = told.verdict === 'well' ? everyMs : everyMs * DEAD_SHARE;
  return { kind: 'told', told, nextInMs: Math.round(pauseMs * (1 - JITTER / 2 + random() * JITTER)) };
}
