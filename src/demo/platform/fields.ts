import { asObject, type JsonObject } from '../basics/json.js';

/** A `fields` parameter, read: `id,messages.limit(5){id,message}` asks for `id` and, of `messages`, two more. */
export interface Field {
  readonly name: string;
  readonly limit: number | undefined;
  readonly fields: readonly Field[];
}

const MOST_DEPTH = 5;

export function parseFields(text: string, depth = 0): readonly Field[] {
  if (depth > MOST_DEPTH) {
    return [];
  }
  return splitTop(text).map((part) => {
    const open = part.indexOf('{');
    const head = open === -1 ? part : part.slice(0, open);
    const inner = open === -1 ? '' : part.slice(open + 1, part.lastIndexOf('}'));
    const limit = /\.limit\((\d+)\)/.exec(head)?.[1];
    return {
      name: head.split('.')[0]?.trim() ?? '',
      limit: limit === undefined ? undefined : Number(limit),
      fields: inner === '' ? [] : parseFields(inner, depth + 1),
    };
  });
}

/** Splits at commas that stand outside braces. */
function splitTop(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === '{') {
      depth += 1;
    } else if (character === '}') {
      depth -= 1;
    } else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** Gives only what was asked for, and always the id, as Graph does. */
export function pick(object: JsonObject, fields: readonly Field[]): JsonObject {
  const picked: Record<string, unknown> = {};
  for (const field of [{ name: 'id', limit: undefined, fields: [] }, ...fields]) {
    const value = object[field.name];
    if (value !== undefined) {
      picked[field.name] = pickValue(value, field);
    }
  }
  return picked;
}

function pickValue(value: unknown, field: Field): unknown {
  const object = asObject(value);
  if (object === undefined || field.fields.length === 0) {
    return value;
  }
  const list = object['data'];
  if (!Array.isArray(list)) {
    return pick(object, field.fields);
  }
  const rows = list.slice(0, field.limit ?? 25).map((row: unknown) => pick(asObject(row) ?? {}, field.fields));
  return { ...object, data: rows };
}
