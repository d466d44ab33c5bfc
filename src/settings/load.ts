import { projectPath } from '../platform/files/project-path.js';
import type { AdapterCatalogue } from './adapter-catalogue.js';
import { sealSettings } from './canonical.js';
import { checkAdapters, withAdapterDefaults } from './check-adapters.js';
import { checkCalendars } from './check-calendars.js';
import { checkIdentity } from './check-identity.js';
import { checkInvoicing } from './check-invoicing.js';
import { checkPlatformPrices } from './check-platform-prices.js';
import { checkPools } from './check-pools.js';
import { checkPromises } from './check-promises.js';
import { checkReferences } from './check-references.js';
import { checkTariffs } from './check-tariffs.js';
import { checkUnique } from './check-unique.js';
import { checkVersions, expiredVersions } from './check-versions.js';
import { readCheckers, type Checkers } from './checkers.js';
import { draftOf, settingsOf, type Draft } from './draft.js';
import { readFolder, type ParsedFile, type ReadFolder } from './files.js';
import { readKnownMunicipalities } from './known-municipalities.js';
import { replaceSecrets } from './secrets.js';
import type { Settings } from './snapshot.js';

export interface LoadOptions {
  /** The configuration folder. */
  readonly folder: string;
  readonly adapters: AdapterCatalogue;
  /** Local date `YYYY-MM-DD`, for versions that hold or expired. */
  readonly today: string;
  /** For a caller that loads more than once. */
  readonly checkers?: Checkers;
}

export type LoadResult =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly string[] }
  /** Sentences with file, path and allowed values; all that can be found in one go. */
  | { readonly ok: false; readonly errors: readonly string[]; readonly warnings: readonly string[] };

function missingFiles(files: readonly ParsedFile[]): readonly string[] {
  return ['platforms', 'targets']
    .filter((kind) => !files.some((file) => file.kind === kind))
    .map((kind) => `${kind}.yaml: is missing`);
}

function checkFallback(draft: Draft): readonly string[] {
  const named = draft.topics.filter(({ value }) => value.fallback !== undefined).map(({ file }) => file);
  if (named.length === 1) {
    return [];
  }
  return named.length === 0
    ? ['topics: /fallback: no file names the fallback topic; exactly one must']
    : named.slice(1).map((file) => `${file}: /fallback: is already in ${named[0]}; exactly one file names it`);
}

function checkDemoSecrets(draft: Draft): readonly string[] {
  if (draft.isDemo) {
    return [];
  }
  const errors: string[] = [];
  for (const { file, value } of [...draft.municipalities, ...draft.platforms, ...draft.targets]) {
    replaceSecrets(value, (reference, path) => {
      if ('demo' in reference) {
        errors.push(`${file}: ${path}: "demo" is allowed only beside demo.yaml; allowed: env, file`);
      }
      return undefined;
    });
  }
  return errors;
}

/**
 * Reads a configuration folder into one frozen, hashed snapshot, or says everything that is wrong with it. Throws only
 * when the schemas or registers that ship with Schakel cannot be read.
 */
export async function loadSettings(options: LoadOptions): Promise<LoadResult> {
  return checkedSettings(await readFolder(options.folder), options);
}

/** The same for files that were read or made elsewhere. */
export async function checkedSettings(
  { files, errors: readErrors }: ReadFolder,
  options: Omit<LoadOptions, 'folder'>,
): Promise<LoadResult> {
  const checkers = options.checkers ?? (await readCheckers(options.adapters));
  const known = await readKnownMunicipalities(projectPath('config', 'reference'));
  const schemaErrors: string[] = [];
  const draft = draftOf(files, checkers.files, schemaErrors);
  // Where a file could not be read or understood, what it lacks for the others would only repeat that.
  const isComplete = readErrors.length === 0;
  const errors = [
    ...readErrors,
    ...schemaErrors,
    ...(isComplete ? [...missingFiles(files), ...checkReferences(draft, options.adapters)] : []),
    ...(isComplete && schemaErrors.length === 0 ? checkFallback(draft) : []),
    ...checkUnique(draft),
    ...checkIdentity(draft, known),
    ...checkCalendars(draft),
    ...checkVersions(draft, options.today),
    ...(isComplete
      ? [
          ...checkPromises(draft),
          ...checkTariffs(draft, options.adapters),
          ...checkPlatformPrices(draft, options.adapters),
          ...checkPools(draft, options.today),
        ]
      : []),
    ...(isComplete ? checkInvoicing(draft, files) : []),
    ...checkAdapters(draft, checkers.adapters),
    ...checkDemoSecrets(draft),
  ];
  const warnings = expiredVersions(draft, options.today);
  const fallback = draft.topics.map(({ value }) => value.fallback).find((value) => value !== undefined);
  if (errors.length > 0 || fallback === undefined) {
    return { ok: false, errors, warnings };
  }
  return {
    ok: true,
    settings: sealSettings(settingsOf(withAdapterDefaults(draft, checkers.adapters), fallback)),
    warnings,
  };
}
