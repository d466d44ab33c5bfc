/** The fields of Mastodon's entities that we use, read one by one: a field of a new version harms nobody. */
export type Fields = Readonly<Record<string, unknown>>;

/** Ids are texts, mostly of digits; other software with this API uses letters too. Nothing in them leaves a path. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;
/** A zero character and half a surrogate pair can be in JSON but not in a database text. */
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

export function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && ID.test(value) ? value : undefined;
}

/** True when `id` is the later one. Ids of digits rise with time; a longer one is later. */
export function isLaterId(id: string, than: string): boolean {
  return id.length === than.length ? id > than : id.length > than.length;
}

/** A text that is not empty, fit to be stored. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.replace(UNSTORABLE, '\ufffd') : undefined;
}

/** An address that a browser may open; nothing else is shown to an operator as a link. */
export function webAddressOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}

/** Mastodon tells times as ISO 8601; we keep UTC milliseconds. */
export function instantOf(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

type Present<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

/** The facts that are there: an absent fact has no key at all. */
export function present<T extends object>(facts: T): Present<T> {
  // Object.fromEntries forgets the names; what is left of T after the filter is exactly Present<T>.
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Present<T>;
}
