import { createHash } from 'node:crypto';

/** The fields of LinkedIn's answers that we use, read one by one: a field of a new version harms nobody. */
export type Fields = Readonly<Record<string, unknown>>;

/** Text that is only ever handed back or compared. */
const HANDLE = /^[\x21-\x7e]{1,512}$/;
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

export function handleOf(value: unknown): string | undefined {
  return typeof value === 'string' && HANDLE.test(value) ? value : undefined;
}

/** Digits, as a number or as text: long numbers are text already, see `parseExactly`. */
export function digitsOf(value: unknown): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && /^\d{1,32}$/.test(text) ? text : undefined;
}

/** A text that is not empty, fit to be stored. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.replace(UNSTORABLE, '\ufffd') : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** LinkedIn tells times in UTC milliseconds. */
export function instantOf(value: unknown): number | undefined {
  const ms = numberOf(value);
  return ms !== undefined && ms >= FIRST_MS && ms < LAST_MS ? Math.trunc(ms) : undefined;
}

/** A notification says `text`, a comment that was fetched says `message.text`, and samples have both. */
export function wordsOf(content: Fields | undefined): string | undefined {
  return textOf(fieldsOf(content?.['message'])?.['text']) ?? textOf(content?.['text']);
}

/** Undefined for what is nested deeper than any answer of LinkedIn: writing it would end in an exception. */
export function jsonOfValue(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Stands for something that has no number of its own. */
export function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(jsonOfValue(value) ?? 'too deep')
    .digest('hex')
    .slice(0, 32);
}
