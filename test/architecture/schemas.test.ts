import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { apiRoutes } from '../../src/api/routes.js';
import { compileSchema } from '../../src/platform/schema/validator.js';

const ROOT = join(import.meta.dirname, '..', '..');
const ajv = new Ajv2020();

/** The program compiles a schema when it first uses it, so what strict mode refuses must be seen here. */
function refusal(schema: object): readonly unknown[] {
  try {
    compileSchema(schema)({});
    return [];
  } catch (error) {
    return [error];
  }
}

function mistakes(schema: object): readonly unknown[] {
  return ajv.validateSchema(schema) === true ? refusal(schema) : (ajv.errors ?? []);
}

const files = ['config', 'adapters', 'src'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => join(folder, name)),
);

describe('a schema that ships', () => {
  it('is found in its folder', () => {
    expect(files).toContain(join('config', 'schema', 'municipality.schema.json'));
    expect(files.some((name) => name.startsWith('adapters'))).toBe(true);
  });

  it.each(files)('is a JSON Schema: %s', (name) => {
    expect(mistakes(JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as object)).toEqual([]);
  });

  it.each(apiRoutes().map((route) => [`${route.method} ${route.path}`, route] as const))(
    'is a JSON Schema: what the API takes and gives, %s',
    (_, { params, query, body, response }) => {
      expect([params, query, body, response].flatMap(mistakes)).toEqual([]);
    },
  );

  it('would be seen if it were none', () => {
    expect(mistakes({ type: 'objekt', properties: [] })).not.toEqual([]);
    expect(mistakes({ type: 'object', propertys: {} })).not.toEqual([]);
  });
});
