import type { TextLimit } from './split-reply.js';

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** How an answer goes: for everybody, for the citizen, or as the one private answer to a public message. */
export type AnswerWay = 'public' | 'private' | 'private-reply';

/** How a platform counts what is sent: so many messages in any stretch of time of this length. */
export interface RateWindow {
  readonly perSeconds: number;
  /** All that one account sends, all that the accounts of one app send together, or what one person gets from an account. */
  readonly scope: 'account' | 'app' | 'recipient';
  /** Counted apart from what is sent another way; absent where the platform counts all together. */
  readonly way?: AnswerWay;
}

/** A rule of a platform, and from when until when it holds: how long an answer may be, or until when one is taken. */
export interface DatedLimit {
  /** What is limited, such as `text`, `reply-window` or `text-storage`. A later entry with the same name is its successor. */
  readonly what: string;
  readonly value: number | string;
  readonly unit: 'characters' | 'bytes' | 'weighted' | 'hours' | 'version' | 'messages';
  /** Of `messages`, and of nothing else. */
  readonly rate?: RateWindow;
  /** First day (UTC) on which it holds, or on which we read of it. */
  readonly validFrom: string;
  /** The day (UTC) on which it holds no more; null while no end is announced. */
  readonly validUntil: string | null;
  /** Where the platform, or who measured it, says so. */
  readonly source: string;
  /** What we have to do before it ends. */
  readonly whenItEnds?: string;
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function successorsOf(limits: readonly DatedLimit[], what: string): readonly DatedLimit[] {
  return limits.filter((one) => one.what === what).toSorted((a, b) => startOf(a.validFrom) - startOf(b.validFrom));
}

/**
 * What held at an instant. Before the first entry that is the first one, and after the last one the last: a rule that
 * we do not know the beginning or the successor of is still the best that we know.
 *
 * @throws when nothing has this name, which is a fault of the adapter that asks
 */
export function limitAt(limits: readonly DatedLimit[], what: string, atMs: number): DatedLimit {
  const entries = successorsOf(limits, what);
  const held = entries.findLast(({ validFrom }) => startOf(validFrom) <= atMs) ?? entries[0];
  if (held === undefined) {
    throw new Error(`There is no limit "${what}"`);
  }
  return held;
}

/** The length in milliseconds of a window that held at an instant. */
export function windowMsAt(limits: readonly DatedLimit[], what: string, atMs: number): number {
  return Number(limitAt(limits, what, atMs).value) * 3_600_000;
}

/** The version that is called where the settings of an account name none: the newest that is listed. */
export function newestVersion(limits: readonly DatedLimit[]): string {
  return String(limitAt(limits, 'api-version', Number.POSITIVE_INFINITY).value);
}

/**
 * The longest text of one part of an answer. An answer may be cut before a change and sent after it, so while a change is
 * listed the tighter value holds; when it is over, the old entry can go.
 */
export function tightestText(limits: readonly DatedLimit[], what = 'text'): TextLimit {
  const [first, ...rest] = successorsOf(limits, what);
  const tightest = rest.reduce((least, one) => (Number(one.value) < Number(least?.value) ? one : least), first);
  const { unit } = tightest ?? {};
  return { max: Number(tightest?.value), unit: unit === 'bytes' || unit === 'weighted' ? unit : 'characters' };
}

function faultsOfRate({ what, unit, rate }: DatedLimit): readonly string[] {
  if (unit !== 'messages') {
    return rate === undefined ? [] : [`${what}: ${unit} are no rate`];
  }
  return rate !== undefined && rate.perSeconds > 0 ? [] : [`${what}: messages in which time?`];
}

function faultsOfEntry(one: DatedLimit): readonly string[] {
  const { what, validFrom, validUntil, source } = one;
  const days = [validFrom, ...(validUntil === null ? [] : [validUntil])];
  return [
    ...days.filter((day) => !DAY.test(day) || Number.isNaN(startOf(day))).map((day) => `${what}: "${day}" is no day`),
    ...(validUntil !== null && validUntil <= validFrom ? [`${what}: it ends before it begins`] : []),
    ...(source.trim() === '' ? [`${what}: it has no source`] : []),
    ...(one.unit !== 'version' && !(Number(one.value) > 0) ? [`${what}: ${String(one.value)} is no amount`] : []),
    ...faultsOfRate(one),
  ];
}

/** What is wrong with a list, as sentences: a gap or an overlap between successors, a day that is none, no source. */
export function faultsOfLimits(limits: readonly DatedLimit[]): readonly string[] {
  const names = [...new Set(limits.map(({ what }) => what))];
  const seams = names.flatMap((what) => {
    const entries = successorsOf(limits, what);
    return entries.slice(1).flatMap(({ validFrom }, index) => {
      const until = entries[index]?.validUntil ?? null;
      return until === validFrom
        ? []
        : [`${what}: one entry ends on ${until ?? 'no day'}, the next begins on ${validFrom}`];
    });
  });
  return [...limits.flatMap(faultsOfEntry), ...seams];
}

/** What ends within so many days, or ended, and has no successor: a sentence for each, with what to do. */
export function sunsetsWithin(limits: readonly DatedLimit[], nowMs: number, days: number): readonly string[] {
  return limits.flatMap(({ what, value, validUntil, source, whenItEnds }) => {
    if (validUntil === null || startOf(validUntil) - nowMs >= days * DAY_MS) {
      return [];
    }
    return limits.some((one) => one.what === what && one.validFrom >= validUntil)
      ? []
      : [`${what} ${String(value)} ends on ${validUntil} (${source}): ${whenItEnds ?? 'add what comes after it'}`];
  });
}
