import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../../platform/loop/backoff.js';
import type { Store } from '../../platform/store/store.js';
import type { AccountKey } from './pull-rows.js';
import type { PulledAccount } from './pull-accounts.js';
import { claimWatches, leaveWatches, noteNews } from './watch-rows.js';

export interface WatchDeps {
  readonly store: Store;
  /** Names this worker. */
  readonly owner: string;
  readonly accounts: () => readonly PulledAccount[];
  readonly now: () => number;
  readonly random: () => number;
  /** An account has to be looked at. */
  readonly onNews: () => void;
  readonly onLost: (account: AccountKey, code: string) => void;
}

export interface Watchers {
  /** Begins and ends watches, so that each account is watched by one worker. */
  turn(): Promise<'idle'>;
  stop(): Promise<void>;
}

/** A worker that died leaves its accounts for so long; they are looked at as often as without a watch. */
const LEASE_MS = 30_000;
/** Each is an open connection. What is beyond it is looked at only, or watched by another worker. */
const AT_ONCE = 200;
const AGAIN = { firstMs: 1_000, maxMs: 5 * 60_000 } as const;
/** A watch that held for so long was no failure. */
const STEADY_MS = 60_000;

interface Watch {
  readonly of: PulledAccount;
  readonly stopping: AbortController;
  readonly ended: Promise<void>;
  untilMs: number;
}

type Watched = PulledAccount & Required<Pick<PulledAccount, 'watch'>>;

function isWatched(account: PulledAccount): account is Watched {
  return account.watch !== undefined;
}

function keyOf({ channel, account }: AccountKey): string {
  return JSON.stringify([channel, account]);
}

/** Tells of news one at a time: a hundred mails at once are one or two tellings, and the last one comes after the last mail. */
function teller({ store, onNews }: WatchDeps, account: Watched): () => void {
  let isTelling = false;
  let hasMore = false;
  async function tell(): Promise<void> {
    isTelling = true;
    do {
      hasMore = false;
      // Where the database is away the next look comes by itself.
      await noteNews(store, account).then(onNews, () => undefined);
    } while (hasMore);
    isTelling = false;
  }
  return () => {
    hasMore = true;
    if (!isTelling) {
      void tell();
    }
  };
}

async function attempt(deps: WatchDeps, account: Watched, signal: AbortSignal): Promise<string> {
  const onNews = teller(deps, account);
  try {
    return (await account.watch(onNews, signal)).code;
  } catch {
    // Adapters do not throw, so this is a fault of ours; looks go on, and so do others.
    return 'WATCH_FAILED';
  }
}

/** Watches for as long as it may; a connection that is lost is made again, later each time that it does not hold. */
async function watchOn(deps: WatchDeps, account: Watched, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const beganAtMs = deps.now();
    const code = await attempt(deps, account, signal);
    if (!signal.aborted) {
      failures = deps.now() - beganAtMs >= STEADY_MS ? 1 : failures + 1;
      deps.onLost({ channel: account.channel, account: account.account }, code);
      await delay(backoffMs(failures, AGAIN, deps.random), undefined, { signal }).catch(() => undefined);
    }
  }
}

function watchedBy(accounts: readonly PulledAccount[]): ReadonlyMap<string, Watched> {
  return new Map(accounts.filter(isWatched).map((account) => [keyOf(account), account]));
}

/** The watches of one worker. */
export function createWatchers(deps: WatchDeps): Watchers {
  const watches = new Map<string, Watch>();
  const claim = { owner: deps.owner, leaseMs: LEASE_MS, limit: AT_ONCE };

  function end(key: string, watch: Watch): void {
    watch.stopping.abort();
    watches.delete(key);
  }

  /** Under other settings it is another watch. */
  function keep(key: string, account: Watched, untilMs: number): void {
    const known = watches.get(key);
    if (known?.of === account) {
      known.untilMs = untilMs;
      return;
    }
    known?.stopping.abort();
    const stopping = new AbortController();
    const ended = watchOn(deps, account, stopping.signal);
    watches.set(key, { of: account, stopping, ended, untilMs });
  }

  async function turn(): Promise<'idle'> {
    const accounts = watchedBy(deps.accounts());
    if (accounts.size === 0 && watches.size === 0) {
      return 'idle';
    }
    const untilMs = deps.now() + LEASE_MS;
    for (const claimed of await claimWatches(deps.store, [...accounts.values()], claim)) {
      const account = accounts.get(keyOf(claimed));
      if (account !== undefined) {
        keep(keyOf(claimed), account, untilMs);
      }
    }
    for (const [key, watch] of watches) {
      // Another worker may have it by now, or the configuration lost it.
      if (watch.untilMs <= deps.now() || !accounts.has(key)) {
        end(key, watch);
      }
    }
    return 'idle';
  }

  async function stop(): Promise<void> {
    const all = [...watches];
    for (const [key, watch] of all) {
      end(key, watch);
    }
    await Promise.all(all.map(([, watch]) => watch.ended));
    if (all.length > 0) {
      // Where the database is away, the leases end by themselves.
      await leaveWatches(deps.store, deps.owner).catch(() => undefined);
    }
  }

  return { turn, stop };
}
