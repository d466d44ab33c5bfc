import { Type, type TSchema } from 'typebox';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/** The query parameters of every list. */
export const PAGING = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT, description: 'How many items at most.' }),
  ),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 400, description: 'The value of "next" of the page before.' }),
  ),
};

/** A page of a list; `next` is null on the last one. */
export function pageOf<Item extends TSchema>(item: Item) {
  return Type.Object(
    { items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) },
    { additionalProperties: false },
  );
}

/** Where a page ended, by the sort key of its list. Opaque to callers; `list` keeps cursors of other lists out. */
export function writeCursor(list: string, position: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString('base64url');
}

/**
 * The sort key inside a cursor, checked against the shape of each part, because callers can send anything.
 *
 * @returns undefined when the cursor is not one of this list
 */
export function readCursor(list: string, shapes: readonly RegExp[], cursor: string): readonly string[] | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    // Not JSON, so not ours: an answer here, not a failure.
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== shapes.length + 1 || parts[0] !== list) {
    return undefined;
  }
  const position = parts.slice(1).map(String);
  return position.every((part, index) => shapes[index]?.test(part)) ? position : undefined;
}

export const UUID_SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** An instant as PostgreSQL prints it in UTC: all its digits, which a JavaScript date would lose. */
export const INSTANT_SHAPE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;
/** Before every position of a list that runs down. */
export const TOP = { instant: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' } as const;

/** Cuts a page out of rows of which one more than the limit was asked. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => string,
): { readonly rows: readonly Row[]; readonly next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
