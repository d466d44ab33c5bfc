/** Up to where a mailbox was read. */
export interface Cursor {
  /** UIDVALIDITY: another one means that the server numbered the folder anew. */
  readonly numbering: string;
  /** The last mail that was moved to the folder of what is done, or the one before the first that may be. */
  readonly moved: number;
  /** The last mail that was read. */
  readonly read: number;
  /** Nothing from before the first look is ever taken in, UTC milliseconds. */
  readonly beganAtMs: number;
  /** While a folder that was numbered anew is read again: from when on; else 0. */
  readonly againSinceMs: number;
}

const WORDS = /^(\d{1,20}):(\d{1,10}):(\d{1,10}):(\d{1,15}):(\d{1,15})$/;
/** A mail that came in these days before a new numbering may not have been read. What was read has a key that is known. */
const AGAIN_MS = 3 * 86_400_000;
/** The server tells times in seconds, and its clock is another one. */
const CLOCK_MARGIN_MS = 5 * 60_000;

export function readCursor(text: string | null): Cursor | undefined {
  const [, numbering, moved, read, beganAtMs, againSinceMs] = WORDS.exec(text ?? '') ?? [];
  return numbering === undefined
    ? undefined
    : {
        numbering,
        moved: Number(moved),
        read: Number(read),
        beganAtMs: Number(beganAtMs),
        againSinceMs: Number(againSinceMs),
      };
}

export function writeCursor({ numbering, moved, read, beganAtMs, againSinceMs }: Cursor): string {
  return [numbering, moved, read, beganAtMs, againSinceMs].join(':');
}

/** Where the first look ends. */
export function beginning(numbering: string, endUid: number, nowMs: number): Cursor {
  return { numbering, moved: endUid, read: endUid, beganAtMs: nowMs, againSinceMs: 0 };
}

/** The last days again, under the new numbers. What lies there stays: nobody knows which of it was read. */
export function numberedAnew(cursor: Cursor, numbering: string, endUid: number, nowMs: number): Cursor {
  const againSinceMs = Math.max(nowMs - AGAIN_MS, cursor.beganAtMs - CLOCK_MARGIN_MS, 1);
  return { ...cursor, numbering, moved: endUid, read: 0, againSinceMs };
}
