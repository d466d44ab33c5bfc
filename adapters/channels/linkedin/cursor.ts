import { fieldsOf, instantOf, numberOf, type Fields } from './payloads.js';

/** How far a look goes back behind the newest event that was read: LinkedIn does not say how late one can show. */
export const OVERLAP_MS = 60 * 60_000;
/** More marks than events in a busy hour. Who falls out is read twice, and its key makes it one. */
const MOST_MARKS = 500;
const LONGEST_MARK = 200;

/** An event that was read: its name, and when it happened. */
export interface Mark {
  readonly name: string;
  readonly atMs: number;
}

/** Where the reading of an account is. */
export interface Cursor {
  /** The newest event of all windows that were read to their end. It never goes back. */
  readonly sinceMs: number;
  /** When the reading of this account began: no look goes back behind it. Forgotten once none would. */
  readonly begunMs?: number;
  /** The events in the overlap: they come again with the next look and are left out there. */
  readonly seen: readonly Mark[];
  /** Set inside a window of more than one page. Its end stays where it is, so that pages do not shift. */
  readonly page?: { readonly untilMs: number; readonly start: number; readonly newestMs: number };
}

function markOf(value: unknown): readonly Mark[] {
  if (!Array.isArray(value)) {
    return [];
  }
  const [name, atMs]: readonly unknown[] = value;
  const at = numberOf(atMs);
  return typeof name === 'string' && name.length <= LONGEST_MARK && at !== undefined ? [{ name, atMs: at }] : [];
}

function pageOf(value: unknown): Cursor['page'] {
  const page = fieldsOf(value);
  const untilMs = instantOf(page?.['until']);
  const start = numberOf(page?.['start']);
  const newestMs = numberOf(page?.['newest']);
  return untilMs === undefined || start === undefined || newestMs === undefined
    ? undefined
    : { untilMs, start, newestMs };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPlace(ms: number | undefined): ms is number {
  return ms !== undefined && ms >= 0;
}

function marksIn(value: unknown): readonly Mark[] {
  const seen: readonly unknown[] = Array.isArray(value) ? value : [];
  return seen.slice(-MOST_MARKS).flatMap((one) => markOf(one));
}

/** A number alone is where the reading began. Undefined for what we did not write. */
export function readCursor(text: string): Cursor | undefined {
  const value = jsonIn(text);
  const begun = numberOf(value);
  const given: Fields = fieldsOf(value) ?? { since: begun, begun };
  const sinceMs = numberOf(given['since']);
  if (!isPlace(sinceMs)) {
    return undefined;
  }
  const page = pageOf(given['page']);
  const begunMs = numberOf(given['begun']);
  return {
    sinceMs,
    ...(begunMs === undefined ? {} : { begunMs }),
    seen: marksIn(given['seen']),
    ...(page === undefined ? {} : { page }),
  };
}

export function cursorText(cursor: Cursor): string {
  const { sinceMs, begunMs, seen, page } = cursor;
  if (begunMs === sinceMs && seen.length === 0 && page === undefined) {
    return String(sinceMs);
  }
  return JSON.stringify({
    since: sinceMs,
    ...(begunMs === undefined ? {} : { begun: begunMs }),
    seen: seen.slice(-MOST_MARKS).map(({ name, atMs }) => [name, atMs]),
    ...(page === undefined ? {} : { page: { until: page.untilMs, start: page.start, newest: page.newestMs } }),
  });
}

/** Where a look begins. */
export function firstMsOf(cursor: Pick<Cursor, 'sinceMs' | 'begunMs'>): number {
  return Math.max(cursor.sinceMs - OVERLAP_MS, cursor.begunMs ?? 0);
}

/** The place after the last page of a window. What no later look can meet again is forgotten. */
export function afterWindow(cursor: Cursor, sinceMs: number, seen: readonly Mark[]): Cursor {
  const { begunMs } = cursor;
  const isBegunLongAgo = begunMs === undefined || begunMs <= sinceMs - OVERLAP_MS;
  return {
    sinceMs,
    ...(isBegunLongAgo ? {} : { begunMs }),
    seen: seen.filter(({ atMs }) => atMs >= sinceMs - OVERLAP_MS),
  };
}
