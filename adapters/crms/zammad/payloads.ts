import { compileSchema, jsonOf } from '../../../src/adapter-sdk/index.js';
import type { Validator } from '../../../src/adapter-sdk/index.js';

/** What we use of Zammad's answers and hooks, and nothing more. */
export interface ZammadRecord {
  readonly id: number;
  readonly state?: unknown;
  readonly priority?: unknown;
  readonly schakel_ref?: unknown;
  readonly message_id?: unknown;
}

export interface HookTicket {
  readonly id: number;
  readonly state?: unknown;
  readonly updated_at?: unknown;
  readonly updated_by_id?: unknown;
  readonly schakel_ref?: unknown;
}

export interface HookArticle {
  readonly id: number;
  readonly sender?: unknown;
  readonly internal?: unknown;
  readonly body?: unknown;
  readonly content_type?: unknown;
  readonly created_at?: unknown;
  readonly created_by_id?: unknown;
  readonly created_by?: unknown;
}

export interface HookBody {
  readonly ticket: HookTicket;
  /** Empty, null or absent when only fields of the ticket changed. */
  readonly article?: unknown;
}

const withId = { type: 'object', required: ['id'], properties: { id: { type: 'integer', minimum: 1 } } };

/** Compiles at the first use: importing an adapter does no work. */
function lazily<T>(schema: object): Validator<T> {
  let validate: Validator<T> | undefined;
  return (value) => (validate ??= compileSchema<T>(schema))(value);
}

const record = lazily<ZammadRecord>(withId);
const records = lazily<readonly ZammadRecord[]>({ type: 'array', items: withId });
const hookBody = lazily<HookBody>({ type: 'object', required: ['ticket'], properties: { ticket: withId } });
const hookArticle = lazily<HookArticle>(withId);

function accepted<T>(validate: Validator<T>, value: unknown): T | undefined {
  const checked = validate(value);
  return checked.ok ? checked.value : undefined;
}

export function recordIn(text: string): ZammadRecord | undefined {
  return accepted(record, jsonOf(text));
}

export function recordsIn(text: string): readonly ZammadRecord[] | undefined {
  return accepted(records, jsonOf(text));
}

export function hookBodyIn(text: string): HookBody | undefined {
  return accepted(hookBody, jsonOf(text));
}

export function hookArticleIn(body: HookBody): HookArticle | undefined {
  return accepted(hookArticle, body.article);
}

/** The error text of an answer, also of one that says 200; undefined where there is none. */
export function errorIn(text: string): string | undefined {
  const value = jsonOf(text);
  if (typeof value !== 'object' || value === null || !('error' in value)) {
    return undefined;
  }
  return typeof value.error === 'string' && value.error !== '' ? value.error : JSON.stringify(value.error);
}
