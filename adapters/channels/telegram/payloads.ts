/** The fields of Telegram's updates that we use, read one by one: a field of a new version harms nobody. */
export type Fields = Readonly<Record<string, unknown>>;

/** Chats of groups have negative ids. Far more digits than Telegram gives, so that none is ever cut. */
const ID = /^-?\d{1,32}$/;
/** File ids: text that is only ever handed back. */
const HANDLE = /^[\x21-\x7e]{1,512}$/;
/** A zero character and half a surrogate pair can be in JSON but not in a database text. */
const UNSTORABLE = /[\0\p{Cs}]/gu;

const FIRST_SECOND = 1e9;
const LAST_SECOND = 1e11;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

export function fieldsIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((one) => isFields(one)) : [];
}

/** The id of a chat, user, message or update, as text. Long ones are text already: see `parseExactly`. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return ID.test(value) ? value : undefined;
  }
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

export function handleOf(value: unknown): string | undefined {
  return typeof value === 'string' && HANDLE.test(value) ? value : undefined;
}

/** A text that is not empty, fit to be stored. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.replace(UNSTORABLE, '\ufffd') : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Telegram tells times in whole seconds; we keep UTC milliseconds. */
export function instantOf(value: unknown): number | undefined {
  const seconds = numberOf(value);
  return seconds !== undefined && seconds >= FIRST_SECOND && seconds < LAST_SECOND
    ? Math.trunc(seconds) * 1000
    : undefined;
}

type Present<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

/** The facts that are there: an absent fact has no key at all. */
export function present<T extends object>(facts: T): Present<T> {
  // Object.fromEntries forgets the names; what is left of T after the filter is exactly Present<T>.
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Present<T>;
}
