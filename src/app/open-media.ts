import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExpectedFailure } from '../domain/expected-failure.js';
import { FILE_TYPES } from '../domain/media.js';
import { blobKeys } from '../platform/blob/blob-keys.js';
import { folderStore } from '../platform/blob/folder-store.js';
import { keyBytes } from '../platform/crypto/sealer.js';
import { createDownloads } from '../platform/http-out/download.js';
import type { SettingsHolder } from './active-settings.js';
import type { Adapters } from './adapters.js';
import type { Environment } from './environment.js';
import { handlingRules } from './handling-rules.js';
import type { MediaParts } from './media.js';
import { encryptionKey } from './open-database.js';
import type { ServeOptions } from './roles.js';

/**
 * The folder that `SCHAKEL_BLOB_URL` names. On the embedded store it may be left out; a process of a cluster comes and goes with
 * its own folders.
 *
 * @throws a sentence for an address of another kind
 */
export function blobFolder({ blobUrl, databaseUrl, dataDir }: Environment): string | undefined {
  if (blobUrl === undefined) {
    return databaseUrl === undefined ? join(dataDir, 'media') : undefined;
  }
  if (blobUrl.startsWith('file:')) {
    return fileURLToPath(blobUrl);
  }
  if (/^[a-z][a-z0-9+.-]+:/i.test(blobUrl) && !isAbsolute(blobUrl)) {
    throw new ExpectedFailure(
      'SCHAKEL_BLOB_URL must be a folder, as a path or a file: address. Other stores cannot be used yet.',
    );
  }
  return resolve(blobUrl);
}

/** Whether the files of anybody are copied under these settings. */
function copiesFiles(adapters: Adapters, settings: SettingsHolder): boolean {
  const rules = handlingRules(adapters, () => settings.current())();
  return settings
    .current()
    .compiled.settings.municipalities.some(({ tenant, accounts }) =>
      accounts.some(({ channel }) => FILE_TYPES.some((type) => rules.mediaPolicy(tenant, channel, type) === 'copy')),
    );
}

/**
 * Where copies of citizens' files are, and the way to fetch them; undefined on a cluster that was given no place for copies. A
 * worker without one would leave them to be fetched until platforms forget them.
 *
 * @throws a sentence when files are to be copied here and nobody said where to
 */
export function openMedia(
  { environment, roles }: ServeOptions,
  adapters: Adapters,
  settings: SettingsHolder,
): MediaParts | undefined {
  const folder = blobFolder(environment);
  if (folder !== undefined) {
    const { download } = createDownloads({
      allowPrivateAddresses: environment.allowPrivateTargets,
      userAgent: 'Schakel',
    });
    return { blobs: folderStore(folder, blobKeys(keyBytes(encryptionKey(environment)))), download };
  }
  if (roles.includes('worker') && copiesFiles(adapters, settings)) {
    throw new ExpectedFailure(
      'SCHAKEL_BLOB_URL is not set, and files of citizens are to be copied. Name a folder that workers and the API share, or set the policies under "media" of each municipality to link or tombstone.',
    );
  }
  return undefined;
}
