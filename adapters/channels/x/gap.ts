const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Looks come with a pause; one that is so much longer means that nobody was there to be posted to. */
const LEAST_GAP_MS = 45 * MINUTE_MS;
const PAUSES = 3;
/** What the loop that looks does for a thrifty municipality. */
const THRIFTY_TIMES = 12;
const LONGEST_PAUSE_MS = 6 * HOUR_MS;

/** X takes what is between a day and 31 minutes old, up to ten minutes ago, about two hours at once. */
const OLDEST_MS = 24 * HOUR_MS - 10 * MINUTE_MS;
const YOUNGEST_FROM_MS = 32 * MINUTE_MS;
const YOUNGEST_TO_MS = 11 * MINUTE_MS;
const LONGEST_MS = 2 * HOUR_MS;
/** A platform posts for a while what happened before, and clocks differ. */
const AROUND_MS = 5 * MINUTE_MS;

/** A time in which X could reach nobody here, as far as it was not asked for yet. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** When the account was last looked at, and what is still to be asked for. */
export interface Watched {
  readonly lookedAtMs?: number;
  readonly gap?: Gap;
}

function longestPauseMs(everyMs: number, isThrifty: boolean): number {
  const usual = isThrifty ? Math.min(everyMs * THRIFTY_TIMES, LONGEST_PAUSE_MS) : everyMs;
  return Math.max(LEAST_GAP_MS, usual * PAUSES);
}

/** What a look that went well says: a pause that was too long is a gap, joined to one that is still open. */
export function watchedAfter(
  { lookedAtMs, gap }: Watched,
  look: { readonly nowMs: number; readonly everyMs: number; readonly isThrifty: boolean },
): Watched {
  const { nowMs, everyMs, isThrifty } = look;
  const isGap = lookedAtMs !== undefined && nowMs - lookedAtMs > longestPauseMs(everyMs, isThrifty);
  const open = isGap ? { fromMs: gap?.fromMs ?? lookedAtMs - AROUND_MS, toMs: nowMs + AROUND_MS } : gap;
  return { lookedAtMs: nowMs, ...(open === undefined ? {} : { gap: open }) };
}

/** What X may be asked at this moment; undefined while it is too young, or when there is nothing left. */
export function askable(gap: Gap, nowMs: number): Gap | undefined {
  const fromMs = Math.max(gap.fromMs, nowMs - OLDEST_MS);
  const toMs = Math.min(gap.toMs, fromMs + LONGEST_MS);
  const isYoung = fromMs > nowMs - YOUNGEST_FROM_MS || toMs > nowMs - YOUNGEST_TO_MS;
  return fromMs >= toMs || isYoung ? undefined : { fromMs, toMs };
}

/** The newest piece that X takes in one job. */
export function latest(nowMs: number): Gap {
  const toMs = nowMs - YOUNGEST_TO_MS;
  return { fromMs: toMs - LONGEST_MS, toMs };
}

/** What is left of a gap once this much of it was asked for; undefined for nothing, or nothing that X still has. */
export function leftOf(gap: Gap, asked: Gap | undefined, nowMs: number): Gap | undefined {
  const fromMs = Math.max(asked?.toMs ?? gap.fromMs, nowMs - OLDEST_MS);
  return fromMs >= gap.toMs ? undefined : { fromMs, toMs: gap.toMs };
}

/** As X writes an instant here: `yyyymmddhhmm`, UTC. */
export function minuteOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replaceAll(/\D/g, '');
}
