import type { TObject } from 'typebox';
import type { Problem } from '../platform/http-in/problem.js';
import type { Validated, Validator } from '../platform/schema/validator.js';
import { apiProblem } from './problems.js';

const MAX_DEPTH = 20;

/** PostgreSQL stores no NUL character, so it is refused at the door instead of failing inside. */
export function holdsNul(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') {
    return value.includes('\0');
  }
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  // Deeper than any body of the API, whose schemas refuse it anyway: not walked without end.
  return (
    depth < MAX_DEPTH && Object.entries(value).some(([key, item]) => key.includes('\0') || holdsNul(item, depth + 1))
  );
}

/** Query strings hold texts only; a parameter that is a number in the schema is read as one. */
function coerce(schema: TObject, name: string, text: unknown): unknown {
  const property: { readonly type?: unknown } | undefined = schema.properties[name];
  const wanted = property?.type;
  return wanted === 'integer' && typeof text === 'string' && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

function unknownNames(schema: TObject, query: Readonly<Record<string, unknown>>): string[] {
  const allowed = Object.keys(schema.properties);
  const list = allowed.length === 0 ? 'none' : allowed.join(', ');
  return Object.keys(query)
    .filter((name) => !allowed.includes(name))
    .map((name) => `"${name}" is not a parameter here. Allowed: ${list}.`);
}

export type Checked =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: Problem };

function invalid(code: 'QUERY_INVALID' | 'BODY_INVALID', errors: readonly string[]): Checked {
  return {
    ok: false,
    problem: apiProblem(code, { detail: errors.slice(0, 3).join(' '), errors: errors.slice(0, 20) }),
  };
}

function outcome(code: 'QUERY_INVALID' | 'BODY_INVALID', checked: Validated<unknown>): Checked {
  return checked.ok ? checked : invalid(code, checked.errors);
}

/** Reads a query string by the schema of its route. */
export function checkQuery(
  schema: TObject,
  check: Validator<unknown>,
  query: Readonly<Record<string, unknown>>,
): Checked {
  if (holdsNul(query)) {
    return { ok: false, problem: apiProblem('NUL_CHARACTER') };
  }
  const strangers = unknownNames(schema, query);
  const twice = Object.keys(query).filter((name) => Array.isArray(query[name]));
  const errors = [...strangers, ...twice.map((name) => `"${name}" is given more than once.`)];
  if (errors.length > 0) {
    return invalid('QUERY_INVALID', errors);
  }
  const values = Object.fromEntries(Object.entries(query).map(([name, text]) => [name, coerce(schema, name, text)]));
  return outcome('QUERY_INVALID', check(values));
}

/** Reads a JSON body; undefined when none of that type came. */
export function checkBody(check: Validator<unknown>, body: unknown): Checked {
  if (body === undefined) {
    return { ok: false, problem: apiProblem('CONTENT_TYPE_UNSUPPORTED') };
  }
  if (holdsNul(body)) {
    return { ok: false, problem: apiProblem('NUL_CHARACTER') };
  }
  return outcome('BODY_INVALID', check(body));
}
