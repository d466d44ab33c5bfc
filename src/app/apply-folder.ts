import { ExpectedFailure } from '../domain/expected-failure.js';
import { localDateOf } from '../domain/time.js';
import type { Store } from '../platform/store/store.js';
import { loadSettings } from '../settings/load.js';
import { applySnapshot } from './snapshot-store.js';
import type { Settings } from '../settings/snapshot.js';
import type { Adapters } from './adapters.js';

/** Configuration that was refused: every error as a sentence, one a line. */
export class ConfigurationRefused extends ExpectedFailure {
  readonly errors: readonly string[];
  constructor(folder: string, errors: readonly string[]) {
    super(
      `The configuration in ${folder} has ${errors.length} error(s):\n${errors.map((error) => `  - ${error}`).join('\n')}`,
    );
    this.errors = errors;
  }
}

export interface LoadedFolder {
  readonly settings: Settings;
  readonly warnings: readonly string[];
}

/** @throws ConfigurationRefused with all errors at once */
export async function loadFolder(adapters: Adapters, folder: string): Promise<LoadedFolder> {
  const today = localDateOf(Date.now(), 'Europe/Brussels');
  const result = await loadSettings({ folder, adapters: adapters.catalogue, today });
  if (!result.ok) {
    throw new ConfigurationRefused(folder, result.errors);
  }
  return result;
}

/** Checks a folder and puts it in force from now on. Returns whether anything changed. */
export async function applyFolder(store: Store, adapters: Adapters, folder: string, author: string): Promise<boolean> {
  const { settings } = await loadFolder(adapters, folder);
  const { changed } = await applySnapshot(store, settings, {
    ...{ author, effectiveFrom: new Date(), openTickets: 'pin' },
  });
  return changed;
}
