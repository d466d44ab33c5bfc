/**
 * Narrow readers of what Meta posted. Each looks at one value and gives nothing where the shape is another, so that
 * one strange item never takes its neighbours along.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** Meta's ids are printable ASCII. Anything else is treated as missing: it could not be stored or sent back. */
const ID = /^[\x21-\x7e]{1,512}$/;
/** A zero character and half a surrogate pair can be in JSON but not in a database text. */
const UNSTORABLE = /[\0\p{Cs}]/u;
const UNSTORABLE_ALL = /[\0\p{Cs}]/gu;
const DIGITS = /^\d{9,16}$/;

const FIRST_SECOND = 1e9;
const FIRST_MILLISECOND = 1e12;
const FIRST_MICROSECOND = 1e14;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list; what is no object is left out. */
export function fieldsIn(value: unknown): readonly Fields[] {
  return listOf(value).filter((one) => isFields(one));
}

/** An id as text; numbers that are exact are accepted, because some fields (`app_id`) are numbers. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return ID.test(value) ? value : undefined;
  }
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** A text that is not empty, fit to be stored. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') {
    return undefined;
  }
  return UNSTORABLE.test(value) ? value.replace(UNSTORABLE_ALL, '\ufffd') : value;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function millisecondsOf(value: number): number | undefined {
  const isPlausible = value >= FIRST_SECOND && value < FIRST_MICROSECOND;
  return isPlausible ? Math.trunc(value < FIRST_MILLISECOND ? value * 1000 : value) : undefined;
}

/**
 * UTC milliseconds. Meta sends seconds, milliseconds, either as text, and ISO dates, and has been seen to send one
 * where its pages name the other; the magnitude decides.
 */
export function instantOf(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return millisecondsOf(value);
  }
  if (typeof value !== 'string') {
    return undefined;
  }
  if (DIGITS.test(value)) {
    return millisecondsOf(Number(value));
  }
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? undefined : millisecondsOf(parsed);
}

type Present<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

/** The facts that are there: an absent fact has no key at all. */
export function present<T extends object>(facts: T): Present<T> {
  // Object.fromEntries forgets the names; what is left of T after the filter is exactly Present<T>.
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Present<T>;
}
