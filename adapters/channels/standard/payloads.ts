/** The fields of the contract that we use, read one by one: a sender's extra fields harm nobody. */
export type Fields = Readonly<Record<string, unknown>>;

const ID = /^[^\0\p{Cs}]{1,512}$/u;
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
  if (typeof value === 'string') {
    return ID.test(value) ? value : undefined;
  }
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.replace(UNSTORABLE, '\ufffd') : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** ISO 8601 with a zone; UTC milliseconds. A time without a zone would mean another moment on every machine. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/(Z|[+-]\d{2}:?\d{2})$/.test(value)) {
    return undefined;
  }
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? undefined : parsed;
}
