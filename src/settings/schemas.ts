import { readFile } from 'node:fs/promises';
import type { PlatformPrices } from '../domain/platform-price.js';
import type { Pool } from '../domain/pool.js';
import { projectPath } from '../platform/files/project-path.js';
import { compileSchema, type Validated, type Validator } from '../platform/schema/validator.js';
import { applyDefaults } from './defaults.js';
import type { FileKind } from './files.js';
import type {
  Calendar,
  Invoicing,
  Municipality,
  Settings,
  SlaPolicy,
  TargetSettings,
  Tariff,
  TopicRule,
} from './snapshot.js';

/** What the schema of each kind of file accepts, defaults filled in. */
export interface FileContents {
  readonly municipalities: Municipality;
  readonly calendars: Calendar;
  readonly sla: SlaPolicy;
  readonly tariffs: Tariff;
  readonly 'platform-prices': PlatformPrices;
  readonly pools: Pool;
  readonly topics: { readonly topics: readonly TopicRule[]; readonly fallback?: Settings['fallbackTopic'] };
  readonly platforms: Pick<Settings, 'receivers'>;
  readonly targets: { readonly targets: readonly TargetSettings[] };
  readonly invoicing: Invoicing;
  readonly demo: { readonly demo: true };
}

export type FileCheckers = { readonly [Kind in FileKind]: (value: unknown) => Validated<FileContents[Kind]> };

/** YAML reads 11002 and 0207500123 as numbers; say what to do about it. */
export function withHint(error: string): string {
  return error.endsWith('must be string') ? `${error} (write it between quotes)` : error;
}

/** A check that also fills in defaults and leaves out `$schema`, which is for editors. */
function checker<T>(schema: object): (value: unknown) => Validated<T> {
  const validate: Validator<unknown> = compileSchema(schema);
  return (value) => {
    const checked = validate(value);
    if (!checked.ok) {
      return { ok: false, errors: checked.errors.map(withHint) };
    }
    const filled = Object.entries(Object(applyDefaults(schema, checked.value))).filter(([key]) => key !== '$schema');
    // The border: ajv accepted it, and T stands beside the schema's name in FileContents.
    return { ok: true, value: Object.fromEntries(filled) as T };
  };
}

async function readSchema(name: string): Promise<object> {
  return Object(JSON.parse(await readFile(projectPath('config', 'schema', `${name}.schema.json`), 'utf8')));
}

/** Reads and compiles the schemas of `config/schema`. Throws when one is missing or wrong: they ship with Schakel. */
export async function readSchemas(): Promise<FileCheckers> {
  return {
    municipalities: checker(await readSchema('municipality')),
    calendars: checker(await readSchema('calendar')),
    sla: checker(await readSchema('sla')),
    tariffs: checker(await readSchema('tariff')),
    'platform-prices': checker(await readSchema('platform-prices')),
    pools: checker(await readSchema('pool')),
    topics: checker(await readSchema('topics')),
    platforms: checker(await readSchema('platforms')),
    targets: checker(await readSchema('targets')),
    invoicing: checker(await readSchema('invoicing')),
    demo: checker(await readSchema('demo')),
  };
}
