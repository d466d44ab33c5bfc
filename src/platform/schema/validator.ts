import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';

const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => Ajv2020;

export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly string[] };

export type Validator<T> = (value: unknown) => Validated<T>;

function sentence(error: ErrorObject): string {
  const where = error.instancePath === '' ? 'the document' : error.instancePath;
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `${where}: unknown key "${String(params['additionalProperty'] ?? params['unevaluatedProperty'])}"`;
    case 'enum':
      return `${where}: must be one of ${(params['allowedValues'] as unknown[]).map(String).join(', ')}`;
    case 'const':
      return `${where}: must be ${JSON.stringify(params['allowedValue'])}`;
    case 'required':
      return `${where}: "${String(params['missingProperty'])}" is missing`;
    default:
      return `${where}: ${error.message ?? error.keyword}`;
  }
}

/**
 * Compiles a JSON Schema (2020-12) into a check that reports every error as a sentence with its path. The schema itself is
 * taken as it is, save for what strict mode refuses: ours ship with the program, and holding each of them against the schema
 * of schemas was half of its start. A test does that (`test/architecture/schemas.test.ts`). The code that comes out is not made
 * shorter either (`code.optimize`): that was a third of compiling, and no check of ours runs often enough to win it back.
 */
function compiled(schema: object): ValidateFunction {
  const strictness = { allErrors: true, strict: true, allowUnionTypes: true };
  const options = { ...strictness, validateSchema: false, meta: false, code: { optimize: false } };
  return addFormats(new Ajv2020(options)).compile(schema);
}

/**
 * The check of a schema, compiled when it is first used: a process has some hundred, most commands use few, and
 * compiling all was a quarter of a start. `T` is the caller's word for what the schema accepts; keep both in one file.
 */
export function compileSchema<T>(schema: object): Validator<T> {
  let check: ValidateFunction | undefined;
  return (value) => {
    check ??= compiled(schema);
    return check(value) ? { ok: true, value: value as T } : { ok: false, errors: (check.errors ?? []).map(sentence) };
  };
}
