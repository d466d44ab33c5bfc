/** The fields of X that we use, read one by one: a field that is new or of another type harms nobody. */
export type Fields = Readonly<Record<string, unknown>>;

/** Ids are numbers as text, up to 2^64; those of encrypted conversations hold letters and signs. Nothing leaves a path. */
const ID = /^\d{1,25}$/;
const LONG_ID = /^[A-Za-z0-9:_-]{1,120}$/;
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

/** Field by field down a path of names; undefined where one is missing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    const fields = fieldsOf(found);
    found = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  }
  return found;
}

/** Old bodies have ids as numbers beside the same as text; those of 16 digits and more were made text before the parse. */
export function idOf(value: unknown): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && ID.test(text) ? text : undefined;
}

export function longIdOf(value: unknown): string | undefined {
  return typeof value === 'string' && LONG_ID.test(value) ? value : undefined;
}

/** True when `id` is the later one. Ids rise with time; a longer one is later. */
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

/** ISO 8601, the old `Mon Nov 23 08:14:02 +0000 2026`, or milliseconds as text; UTC milliseconds. */
export function instantOf(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value : '';
  const ms = /^\d{12,14}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

type Present<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

/** The facts that are there: an absent fact has no key at all. */
export function present<T extends object>(facts: T): Present<T> {
  // Object.fromEntries forgets the names; what is left of T after the filter is exactly Present<T>.
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Present<T>;
}
