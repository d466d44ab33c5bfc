import { Type, type TProperties, type TSchema } from 'typebox';

/** An object with these fields and no others. A title makes it a named schema in the OpenAPI document. */
export function exact<Properties extends TProperties>(properties: Properties, title?: string) {
  return Type.Object(properties, { additionalProperties: false, ...(title === undefined ? {} : { title }) });
}

export function nullable<Item extends TSchema>(item: Item) {
  return Type.Union([item, Type.Null()]);
}

export const ID = Type.String({ format: 'uuid' });
export const INSTANT = Type.String({ format: 'date-time', description: 'UTC' });
export const CODE = Type.String({ minLength: 1, maxLength: 200 });
/** A calendar month in Brussels. */
export const PERIOD = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$', description: 'YYYY-MM' });
/** Exact decimal text in euro, never a float. */
export const EURO = Type.String({ pattern: '^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$', description: 'Euro, exact decimal' });

export function instant(at: Date): string {
  return at.toISOString();
}

export function instantOrNull(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
