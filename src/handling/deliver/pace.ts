import type { AnswerWay } from '../../domain/dated-limit.js';
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

/** The way of a delivery; `other` is no answer. */
export type GoingWay = AnswerWay | 'other';
const GOING_WAYS: readonly GoingWay[] = ['public', 'private', 'private-reply', 'other'];

export type CountedWay = 'any' | AnswerWay;

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
  readonly way: GoingWay;
}

/** What the database shows of an account at one moment. */
export interface AccountUse {
  readonly nowMs: number;
  readonly used: readonly UsedTenth[];
  readonly underWay: readonly Recipient[];
  /** The same of its app, where the platform counts that too. */
  readonly app?: AppUse;
}

export interface AppUse {
  readonly used: readonly UsedTenth[];
  /** Of all its accounts. */
  readonly underWay: readonly { readonly way: GoingWay }[];
  /** Accounts of it that have something to send now. */
  readonly waiting: number;
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

/** Rates of the account itself or of its app, by the way that they count. */
function ratesOf(
  rates: readonly SendingRate[],
  counter: 'account' | 'app',
): readonly (SendingRate & { readonly counts: CountedWay })[] {
  return rates.filter(({ scope }) => scope === counter).map((rate) => ({ ...rate, counts: rate.way ?? 'any' }));
}

/** The windows in which ended attempts of an account, or of its app, are counted. */
export function countedWindows(
  rates: readonly SendingRate[],
  counter: 'account' | 'app' = 'account',
): readonly { readonly way: CountedWay; readonly perSeconds: number }[] {
  const windows = ratesOf(rates, counter).map(({ counts, perSeconds }) => ({ way: counts, perSeconds }));
  return [...new Map(windows.map((one) => [`${one.way} ${one.perSeconds}`, one])).values()];
}

/** The one private answer to a public message is a private message too. */
function isCounted(counts: CountedWay, way: GoingWay): boolean {
  return counts === 'any' || counts === way || (counts === 'private' && way === 'private-reply');
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

function leftOf(
  rate: SendingRate,
  counts: CountedWay,
  use: Pick<AccountUse, 'nowMs'> & Omit<AppUse, 'waiting'>,
): RateLeft {
  const { perSeconds, limit } = rate;
  const oldest = Math.floor(use.nowMs / tenthMs(perSeconds)) - TENTHS;
  const tenths = use.used.filter(
    (one) => one.way === counts && one.perSeconds === perSeconds && one.bucket >= oldest && one.count > 0,
  );
  const ended = tenths.reduce((sum, { count }) => sum + count, 0);
  const underWay = use.underWay.filter(({ way }) => isCounted(counts, way)).length;
  const left = Math.max(0, Math.floor(limit) - ended - underWay);
  return {
    way: counts,
    left,
    freeAtMs: left > 0 ? null : freeAt(tenths, perSeconds, Math.floor(limit) - underWay - 1),
  };
}

/** What an account may take of what is left to its app: as much as each other one that waits, and one at least. */
function shareOf(left: RateLeft, waiting: number): RateLeft {
  return { ...left, left: Math.ceil(left.left / Math.max(1, waiting)) };
}

/** What is left to an account of each of its rates and of those of its app. */
export function ratesLeft(rates: readonly SendingRate[], use: AccountUse): readonly RateLeft[] {
  const { nowMs, app } = use;
  const own = ratesOf(rates, 'account').map((rate) => leftOf(rate, rate.counts, use));
  return app === undefined
    ? own
    : [
        ...own,
        ...ratesOf(rates, 'app').map((rate) => shareOf(leftOf(rate, rate.counts, { nowMs, ...app }), app.waiting)),
      ];
}

/** How many may go one way. */
export function roomFor(left: readonly RateLeft[], way: GoingWay): number {
  return Math.min(...left.filter((one) => isCounted(one.way, way)).map((one) => one.left), Number.MAX_SAFE_INTEGER);
}

/** The ways that have room; null when all have. */
export function waysWithRoom(left: readonly RateLeft[]): readonly GoingWay[] | null {
  const ways = GOING_WAYS.filter((way) => roomFor(left, way) > 0);
  return ways.length === GOING_WAYS.length ? null : ways;
}

/**
 * When an account that may send nothing may send again. Undefined when it may now, or when an attempt that is under way
 * has to end first, which takes moments.
 */
export function heldUntilMs(left: readonly RateLeft[]): number | undefined {
  const byWay = (['public', 'private'] as const).map((way) => {
    const full = left.filter((one) => isCounted(one.way, way) && one.left === 0);
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
  const left = ratesLeft(rates, use);
  const going: GoingWay[] = [];
  const hasRoom = (way: GoingWay): boolean =>
    left.every(
      (rate) => !isCounted(rate.way, way) || going.filter((one) => isCounted(rate.way, one)).length < rate.left,
    );
  return chosen.filter((one) => {
    if (!hasRoom(one.way) || (oneEach && busy.has(one.who))) {
      return false;
    }
    going.push(one.way);
    busy.add(one.who);
    return true;
  });
}
