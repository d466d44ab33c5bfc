import { createHash } from 'node:crypto';
import { jsonOf } from '../../../src/adapter-sdk/index.js';
import { fieldsOf, handleOf, instantOf, present, textOf, type Fields } from './payloads.js';

/** Where the looks at one account are. It is kept as JSON text. */
export interface Cursor {
  /** Newest instant up to which every notification was given, UTC milliseconds. Never goes back. */
  readonly watermarkMs: number;
  /** Short hashes of the notifications around the watermark that were given, newest first. */
  readonly seen: readonly string[];
  /** Set while a walk backwards took more than one look: where it goes on, and what the watermark becomes at its end. */
  readonly walk?: { readonly at: string; readonly newestMs: number };
  /** Position in the log of direct messages; undefined until it was looked for. An empty one is the log's beginning. */
  readonly rev?: string;
}

/**
 * The platform sorts by the earlier of when it saw a post and when the post says it was made, by the clock of a telephone.
 * So one that comes later may stand below one that was given.
 */
export const OVERLAP_MS = 2 * 3_600_000;

/** More than that in the overlap are given again, and their keys make them one. */
const MOST_SEEN = 1_500;

export function seenName(notification: Fields): string {
  const name = textOf(notification['uri']) ?? JSON.stringify(notification);
  return createHash('sha256').update(name).digest('base64url').slice(0, 8);
}

function walkOf(value: unknown): Cursor['walk'] {
  const walk = fieldsOf(value);
  const at = handleOf(walk?.['at']);
  const newestMs = walk?.['newestMs'];
  return at === undefined || typeof newestMs !== 'number' ? undefined : { at, newestMs };
}

/** Undefined for a text that is none of ours. */
export function readCursor(text: string): Cursor | undefined {
  const fields = fieldsOf(jsonOf(text));
  const watermarkMs = fields?.['watermarkMs'];
  if (fields === undefined || typeof watermarkMs !== 'number') {
    return undefined;
  }
  const seen = Array.isArray(fields['seen']) ? fields['seen'].filter((one) => typeof one === 'string') : [];
  const rev = fields['rev'];
  return {
    ...{ watermarkMs, seen },
    ...present({ walk: walkOf(fields['walk']), rev: rev === '' ? '' : handleOf(rev) }),
  };
}

export function cursorText(cursor: Cursor): string {
  const { watermarkMs, seen, walk, rev } = cursor;
  return JSON.stringify({ watermarkMs, seen: seen.slice(0, MOST_SEEN), walk, rev });
}

/** The time by which a list is sorted; a notification without one counts as new. */
export function sortedAtMs(notification: Fields): number | undefined {
  return instantOf(notification['indexedAt']);
}
