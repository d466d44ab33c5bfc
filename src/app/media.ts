import type { HttpClient, MailClient } from '../adapter-sdk/index.js';
import { createMediaTurn, type MediaAccount, type MediaDeps, type MediaTurn } from '../handling/index.js';
import type { BlobStore } from '../platform/blob/blob-store.js';
import type { Download } from '../platform/http-out/download.js';
import type { Log } from '../platform/log/log.js';
import type { Store } from '../platform/store/store.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';
import { baseUrlOf } from './base-url.js';
import type { Recorders } from './recorders.js';

/** The schema says the same of a municipality that says anything about its files. */
const KEEP_DAYS = 90;

type AccountKey = Parameters<MediaDeps['account']>[0];

export interface MediaParts {
  readonly blobs: BlobStore;
  readonly download: Download;
}

export interface MediaWork extends MediaParts {
  readonly store: Store;
  readonly adapters: Adapters;
  readonly current: () => ActiveSettings;
  readonly http: HttpClient;
  readonly mail: MailClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly recorders: Pick<Recorders, 'onMedia'>;
  readonly now: () => number;
}

/** The means to fetch what came in on an account of the active settings. */
function accountOf(work: MediaWork, { channel, account }: AccountKey): MediaAccount | undefined {
  const { adapters, current, http, mail, env, now } = work;
  const adapter = adapters.channels.get(channel);
  const settings = current().compiled.accountOf(channel, account)?.settings;
  if (adapter?.media === undefined || settings === undefined) {
    return undefined;
  }
  const baseUrl = baseUrlOf(adapter, env);
  const context = { http, mail, baseUrl, settings: current().resolve(settings), nowMs: now() };
  return { access: adapter.media, context };
}

/** The loop's work on the active settings. */
export function mediaTurn(work: MediaWork): MediaTurn {
  const { store, blobs, download, current, now, log, recorders } = work;
  return createMediaTurn({
    ...{ store, blobs, download, now, random: Math.random, onSettled: recorders.onMedia },
    account: (key) => accountOf(work, key),
    keepDays: (tenant) => current().compiled.municipalityByTenant(tenant)?.municipality.media?.keepDays ?? KEEP_DAYS,
    onCompared: ({ strays, lost }) => {
      if (strays + lost > 0) {
        log.warn(
          { strays, lost },
          'copies of files and their rows differed; strays were removed, lost ones are fetched again',
        );
      }
    },
    onFailed: ({ channel, account }, error) => {
      log.error({ channel, account, error }, 'fetching a file failed and will be tried again');
    },
  });
}
