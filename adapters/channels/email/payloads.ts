/** What `emailPuller` kept of a look, read one by one: a mail with a field missing harms nobody. */
export type Fields = Readonly<Record<string, unknown>>;

/** A zero character and half a surrogate pair can be in a mail but not in a database text. */
const UNSTORABLE = /[\0\p{Cs}]/gu;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

export function fieldsIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((one) => isFields(one)) : [];
}

/** A text that is not empty, fit to be stored. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.replace(UNSTORABLE, '\ufffd') : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

type Present<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

/** The facts that are there: an absent fact has no key at all. */
export function present<T extends object>(facts: T): Present<T> {
  // Object.fromEntries forgets the names; what is left of T after the filter is exactly Present<T>.
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Present<T>;
}
