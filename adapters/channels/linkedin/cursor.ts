import { fieldsOf, instantOf, numberOf } from './payloads.js';

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

/** A number alone is a place that nothing was read after. Undefined for what we did not write. */
export function readCursor(text: string): Cursor | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const given = fieldsOf(value);
  const sinceMs = numberOf(given === undefined ? value : given['since']);
  if (sinceMs === undefined || sinceMs < 0) {
    return undefined;
  }
  const seen: readonly unknown[] = Array.isArray(given?.['seen']) ? given['seen'] : [];
  const page = pageOf(given?.['page']);
  return {
    sinceMs,
    seen: seen.slice(-MOST_MARKS).flatMap((one) => markOf(one)),
    ...(page === undefined ? {} : { page }),
  };
}

export function cursorText(cursor: Cursor): string {
  const { sinceMs, seen, page } = cursor;
  if (seen.length === 0 && page === undefined) {
    return String(sinceMs);
  }
  return JSON.stringify({
    since: sinceMs,
    seen: seen.slice(-MOST_MARKS).map(({ name, atMs }) => [name, atMs]),
    ...(page === undefined ? {} : { page: { until: page.untilMs, start: page.start, newest: page.newestMs } }),
  });
}

/** The place after the last page of a window. Marks that no later look can give again are forgotten. */
export function afterWindow(sinceMs: number, seen: readonly Mark[]): Cursor {
  return { sinceMs, seen: seen.filter(({ atMs }) => atMs >= sinceMs - OVERLAP_MS) };
}
