/**
 * What the door of the counter (`src/counter`) keeps of a request. It writes the session of the citizen as a hash, so that no
 * stored row opens a conversation.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** An object, and no list. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** A text with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((one: unknown) => textOf(one) ?? []) : [];
}
