import { askHistory, gapSince, lastPostedAt } from '../intake/index.js';
import type { Log } from '../platform/log/log.js';
import type { Store } from '../platform/store/store.js';
import type { Settings } from '../settings/snapshot.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';
import { recovers } from './read-history.js';

export interface HistoryAccount {
  readonly channel: string;
  readonly account: string;
}

/** The configured accounts whose platform posts what happens and keeps it. */
export function accountsWithHistory(
  adapters: Adapters,
  { municipalities }: Pick<Settings, 'municipalities'>,
): readonly HistoryAccount[] {
  return municipalities
    .flatMap(({ accounts }) => accounts)
    .filter(({ channel }) => recovers(adapters.channels.get(channel)))
    .map(({ channel, account }) => ({ channel, account }));
}

export interface GapParts {
  readonly store: Store;
  readonly adapters: Adapters;
  readonly log: Log;
  readonly now: () => number;
}

/**
 * Asks for the history of every account when nothing was posted for a while before this start. A quiet night looks the same
 * as an outage; then the history tells what is known, and nothing comes of it.
 */
export async function fillGapAtStart({ store, adapters, log, now }: GapParts, active: ActiveSettings): Promise<void> {
  const sinceMs = gapSince(await lastPostedAt(store), now());
  const accounts = accountsWithHistory(adapters, active.compiled.settings);
  if (sinceMs === undefined || accounts.length === 0) {
    return;
  }
  await askHistory(store, accounts, sinceMs);
  const since = new Date(sinceMs).toISOString();
  log.info({ since, accounts: accounts.length }, 'nothing was posted for a while: the history of platforms is read');
}
