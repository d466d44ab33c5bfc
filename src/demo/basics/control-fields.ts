import { ControlError } from './control-error.js';
import { asNumber, asText, type JsonObject } from './json.js';

/** Readers of what comes in over `/_control`. A wrong body becomes one sentence that names the field. */
export function needText(body: JsonObject, name: string): string {
  const value = asText(body[name]);
  if (value === undefined || value === '') {
    throw new ControlError(`The field ${name} must be a text.`);
  }
  return value;
}

export function needNumber(body: JsonObject, name: string): number {
  const value = asNumber(body[name]);
  if (value === undefined) {
    throw new ControlError(`The field ${name} must be a number.`);
  }
  return value;
}

export function oneOf<T extends string>(value: unknown, name: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    throw new ControlError(`The field ${name} must be one of ${allowed.join(', ')}.`);
  }
  return found;
}

/** The named text fields that are there. */
export function texts<Name extends string>(body: JsonObject, names: readonly Name[]): { [Key in Name]?: string } {
  const found: { [Key in Name]?: string } = {};
  for (const name of names) {
    const value = asText(body[name]);
    if (value !== undefined) {
      found[name] = value;
    }
  }
  return found;
}

/** The named number fields that are there. */
export function numbers<Name extends string>(body: JsonObject, names: readonly Name[]): { [Key in Name]?: number } {
  const found: { [Key in Name]?: number } = {};
  for (const name of names) {
    const value = asNumber(body[name]);
    if (value !== undefined) {
      found[name] = value;
    }
  }
  return found;
}

export function time(body: JsonObject): { readonly atMs?: number } {
  return numbers(body, ['atMs']);
}
