/** The fields of AT Protocol that we use, read one by one: a field of a new version harms nobody. */
export type Fields = Readonly<Record<string, unknown>>;

const DID = /^did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,200}$/;
const POST_URI =
  /^at:\/\/(did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,200})\/([A-Za-z0-9.-]{1,100})\/([A-Za-z0-9._~:-]{1,100})$/;
/** Ids of conversations and messages, content ids, positions: text that is only ever handed back. */
const HANDLE = /^[\x21-\x7e]{1,256}$/;
/** A zero character and half a surrogate pair can be in JSON but not in a database text. */
const UNSTORABLE = /[\0\p{Cs}]/gu;

const FIRST_MS = 1e12;
const LAST_MS = 1e14;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

export function fieldsIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((one) => isFields(one)) : [];
}

export function didOf(value: unknown): string | undefined {
  return typeof value === 'string' && DID.test(value) ? value : undefined;
}

/** Where a record is. */
export interface RecordPlace {
  readonly uri: string;
  readonly repo: string;
  readonly collection: string;
  readonly rkey: string;
}

export function placeOf(value: unknown): RecordPlace | undefined {
  const [uri, repo, collection, rkey] = typeof value === 'string' ? (POST_URI.exec(value) ?? []) : [];
  return uri === undefined || repo === undefined || collection === undefined || rkey === undefined
    ? undefined
    : { uri, repo, collection, rkey };
}

export function handleOf(value: unknown): string | undefined {
  return typeof value === 'string' && HANDLE.test(value) ? value : undefined;
}

/** A text that is not empty, fit to be stored. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.replace(UNSTORABLE, '\ufffd') : undefined;
}

/** Times are ISO 8601 texts; we keep UTC milliseconds. */
export function instantOf(value: unknown): number | undefined {
  const atMs = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return atMs >= FIRST_MS && atMs < LAST_MS ? atMs : undefined;
}

type Present<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

/** The facts that are there: an absent fact has no key at all. */
export function present<T extends object>(facts: T): Present<T> {
  // Object.fromEntries forgets the names; what is left of T after the filter is exactly Present<T>.
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Present<T>;
}
