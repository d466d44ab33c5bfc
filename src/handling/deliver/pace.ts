import type { SendingRate } from '../../domain/sending-rate.js';

/**
 * Keeps what an account sends within the rates of its platform. Pure.
 *
 * The platform counts a message somewhere between our claim and the end of the attempt. So what is under way counts, and
 * what ended counts from its end on: whatever moment the platform took, no window of its holds more than the limit.
 * Ends are kept in tenths of a window. A window that begins in the middle of a tenth counts all of it.
 */

/** Tenths of a window that one may touch. */
export const SLOTS = 11;
const TENTHS = SLOTS - 1;

export type CountedWay = 'any' | 'public' | 'private';

/** Attempts that ended in one tenth of a window. */
export interface UsedTenth {
  readonly way: CountedWay;
  readonly perSeconds: number;
  /** Number of the tenth since 1970. */
  readonly bucket: number;
  readonly count: number;
}

export interface Recipient {
  /** Who gets it: a citizen, or the ticket of one who is not known. */
  readonly who: string;
  readonly isPublic: boolean;
}

/** What the database shows of an account at one moment. */
export interface AccountUse {
  readonly nowMs: number;
  readonly used: readonly UsedTenth[];
  readonly underWay: readonly Recipient[];
}

/** What is left of one rate of an account. */
export interface RateLeft {
  readonly way: CountedWay;
  readonly left: number;
  /** When there is more, if nothing is left; null when an attempt that is under way has to end first. */
  readonly freeAtMs: number | null;
}

export function tenthMs(perSeconds: number): number {
  return perSeconds * 100;
}

/** Rates of the account itself, by the way that they count. */
function accountRates(rates: readonly SendingRate[]): readonly (SendingRate & { readonly counts: CountedWay })[] {
  return rates.filter(({ scope }) => scope === 'account').map((rate) => ({ ...rate, counts: rate.way ?? 'any' }));
}

/** The windows in which ended attempts of an account are counted. */
export function countedWindows(
  rates: readonly SendingRate[],
): readonly { readonly way: CountedWay; readonly perSeconds: number }[] {
  const windows = accountRates(rates).map(({ counts, perSeconds }) => ({ way: counts, perSeconds }));
  return [...new Map(windows.map((one) => [`${one.way} ${one.perSeconds}`, one])).values()];
}

function isCounted(way: CountedWay, isPublic: boolean): boolean {
  return way === 'any' || (way === 'public') === isPublic;
}

/** When enough of what ended has left the window for one more; null when what is under way fills it. */
function freeAt(tenths: readonly UsedTenth[], perSeconds: number, mayStay: number): number | null {
  if (mayStay < 0) {
    return null;
  }
  let stays = tenths.reduce((sum, { count }) => sum + count, 0);
  for (const { bucket, count } of tenths.toSorted((a, b) => a.bucket - b.bucket)) {
    stays -= count;
    if (stays <= mayStay) {
      return (bucket + 1 + TENTHS) * tenthMs(perSeconds);
    }
  }
  return null;
}

function leftOf(rate: SendingRate, counts: CountedWay, use: AccountUse): RateLeft {
  const { perSeconds, limit } = rate;
  const oldest = Math.floor(use.nowMs / tenthMs(perSeconds)) - TENTHS;
  const tenths = use.used.filter(
    (one) => one.way === counts && one.perSeconds === perSeconds && one.bucket >= oldest && one.count > 0,
  );
  const ended = tenths.reduce((sum, { count }) => sum + count, 0);
  const underWay = use.underWay.filter(({ isPublic }) => isCounted(counts, isPublic)).length;
  const left = Math.max(0, Math.floor(limit) - ended - underWay);
  return {
    way: counts,
    left,
    freeAtMs: left > 0 ? null : freeAt(tenths, perSeconds, Math.floor(limit) - underWay - 1),
  };
}

/** What is left of each rate of an account. */
export function ratesLeft(rates: readonly SendingRate[], use: AccountUse): readonly RateLeft[] {
  return accountRates(rates).map((rate) => leftOf(rate, rate.counts, use));
}

/** How many may go one way. */
export function roomFor(left: readonly RateLeft[], isPublic: boolean): number {
  return Math.min(
    ...left.filter(({ way }) => isCounted(way, isPublic)).map((one) => one.left),
    Number.MAX_SAFE_INTEGER,
  );
}

/**
 * When an account that may send nothing may send again. Undefined when it may now, or when an attempt that is under way
 * has to end first, which takes moments.
 */
export function heldUntilMs(left: readonly RateLeft[]): number | undefined {
  const byWay = [true, false].map((isPublic) => {
    const full = left.filter((one) => isCounted(one.way, isPublic) && one.left === 0);
    return full.length === 0 || full.some(({ freeAtMs }) => freeAtMs === null)
      ? undefined
      : Math.max(...full.map(({ freeAtMs }) => freeAtMs ?? 0));
  });
  const [first, second] = byWay;
  return first === undefined || second === undefined ? undefined : Math.min(first, second);
}

/** Milliseconds between two messages to one person; 0 where the platform does not mind. */
export function pauseBetweenMs(rates: readonly SendingRate[]): number {
  const pauses = rates
    .filter(({ scope }) => scope === 'recipient')
    .map(({ limit, perSeconds }) => Math.ceil((perSeconds * 1000) / limit));
  return Math.max(0, ...pauses);
}

/** Which of the chosen ones may leave now, in the order in which they were chosen. */
export function admitted<Chosen extends Recipient>(
  chosen: readonly Chosen[],
  rates: readonly SendingRate[],
  use: AccountUse,
): readonly Chosen[] {
  const busy = new Set(use.underWay.map(({ who }) => who));
  const oneEach = pauseBetweenMs(rates) > 0;
  const going: Recipient[] = [];
  return chosen.filter((one) => {
    const soFar = { ...use, underWay: [...use.underWay, ...going] };
    if (roomFor(ratesLeft(rates, soFar), one.isPublic) === 0 || (oneEach && busy.has(one.who))) {
      return false;
    }
    going.push(one);
    busy.add(one.who);
    return true;
  });
}
