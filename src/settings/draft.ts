import type { ParsedFile } from './files.js';
import type { FileCheckers, FileContents } from './schemas.js';
import type { Settings } from './snapshot.js';

/** A value with the file that it stands in. */
export interface Located<T> {
  readonly file: string;
  readonly value: T;
}

/**
 * Names that any file declares, also a file that the schema refuses: a reference to it is not wrong too, and one
 * mistake gives one error.
 */
export interface DeclaredNames {
  readonly tenants: ReadonlySet<string>;
  readonly calendars: ReadonlySet<string>;
  readonly sla: ReadonlySet<string>;
  readonly tariffs: ReadonlySet<string>;
  readonly topics: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
}

/** The files that their schemas accepted, before they are checked against each other. */
export interface Draft {
  readonly isDemo: boolean;
  readonly municipalities: readonly Located<FileContents['municipalities']>[];
  readonly calendars: readonly Located<FileContents['calendars']>[];
  readonly sla: readonly Located<FileContents['sla']>[];
  readonly tariffs: readonly Located<FileContents['tariffs']>[];
  readonly platformPrices: readonly Located<FileContents['platform-prices']>[];
  readonly pools: readonly Located<FileContents['pools']>[];
  readonly topics: readonly Located<FileContents['topics']>[];
  readonly platforms: readonly Located<FileContents['platforms']>[];
  readonly targets: readonly Located<FileContents['targets']>[];
  readonly invoicing: readonly Located<FileContents['invoicing']>[];
  readonly declared: DeclaredNames;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function declaredNames(files: readonly ParsedFile[]): DeclaredNames {
  const of = (kind: ParsedFile['kind']) => files.filter((file) => file.kind === kind).map((file) => file.value);
  const names = (values: readonly unknown[], key: string) =>
    new Set(values.map((value) => String(fieldOf(value, key))));
  const topics = of('topics').flatMap((value) => [...listOf(fieldOf(value, 'topics')), fieldOf(value, 'fallback')]);
  return {
    tenants: names(of('municipalities'), 'tenant'),
    calendars: names(of('calendars'), 'name'),
    sla: names(of('sla'), 'name'),
    tariffs: names(of('tariffs'), 'name'),
    topics: names(topics, 'topic'),
    targets: names(
      of('targets').flatMap((value) => listOf(fieldOf(value, 'targets'))),
      'id',
    ),
  };
}

/** Checks each file against its schema. What passes goes into the draft, what does not into `errors`. */
export function draftOf(files: readonly ParsedFile[], checkers: FileCheckers, errors: string[]): Draft {
  function accepted<Kind extends keyof FileContents>(kind: Kind): readonly Located<FileContents[Kind]>[] {
    return files.flatMap((parsed) => {
      if (parsed.kind !== kind || parsed.value === undefined) {
        return [];
      }
      const checked = checkers[kind](parsed.value);
      if (!checked.ok) {
        errors.push(...checked.errors.map((error) => `${parsed.file}: ${error}`));
        return [];
      }
      return [{ file: parsed.file, value: checked.value }];
    });
  }
  return {
    isDemo: accepted('demo').length > 0,
    municipalities: accepted('municipalities'),
    calendars: accepted('calendars'),
    sla: accepted('sla'),
    tariffs: accepted('tariffs'),
    platformPrices: accepted('platform-prices'),
    pools: accepted('pools'),
    topics: accepted('topics'),
    platforms: accepted('platforms'),
    targets: accepted('targets'),
    invoicing: accepted('invoicing'),
    declared: declaredNames(files),
  };
}

function byText<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
  return [...values].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** One snapshot of a draft without errors. Only what has a meaning in its order keeps it: rules and topics. */
export function settingsOf(draft: Draft, fallbackTopic: Settings['fallbackTopic']): Omit<Settings, 'hash'> {
  const values = <T>(located: readonly Located<T>[]) => located.map((one) => one.value);
  const [invoicing] = values(draft.invoicing);
  return {
    isDemo: draft.isDemo,
    municipalities: byText(values(draft.municipalities), (one) => one.tenant),
    receivers: Object.assign({}, ...values(draft.platforms).map((one) => one.receivers)) as Settings['receivers'],
    targets: byText(
      values(draft.targets).flatMap((one) => one.targets),
      (one) => one.id,
    ),
    calendars: byText(values(draft.calendars), (one) => `${one.name} ${one.validFrom}`),
    slaPolicies: byText(values(draft.sla), (one) => `${one.name} ${one.validFrom}`),
    tariffs: byText(values(draft.tariffs), (one) => `${one.name} ${one.validFrom}`),
    ...(draft.platformPrices.length === 0
      ? {}
      : { platformPrices: byText(values(draft.platformPrices), (one) => `${one.platform} ${one.validFrom}`) }),
    ...(draft.pools.length === 0
      ? {}
      : { pools: byText(values(draft.pools), (one) => `${one.name} ${one.validFrom}`) }),
    ...(invoicing === undefined ? {} : { invoicing }),
    topics: values(draft.topics).flatMap((one) => one.topics),
    fallbackTopic,
  };
}
