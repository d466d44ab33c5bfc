import type { Attachment } from '../../adapter-sdk/index.js';
import type { BlobStore } from '../../platform/blob/blob-store.js';
import type { Download } from '../../platform/http-out/download.js';
import type { WorkOutcome } from '../../platform/loop/loop.js';
import type { Store } from '../../platform/store/store.js';
import { afterFetch, type AfterFetch } from './after-fetch.js';
import { compareCopies, type Compared } from './compare-copies.js';
import { dropCopies, dropIfUnused, endRetention } from './drop-copies.js';
import { fetchMedia, type Fetched, type MediaAccount } from './fetch-media.js';
import {
  claimMedia,
  lockDigest,
  whatWaits,
  writeAfterFetch,
  type AccountKey,
  type ClaimedMedia,
} from './media-rows.js';

export interface MediaDeps {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly download: Download;
  /** Undefined for an account that left the configuration, or whose channel cannot fetch. */
  readonly account: (key: AccountKey) => MediaAccount | undefined;
  /** Days for which copies of a municipality are kept. */
  readonly keepDays: (tenant: string) => number;
  readonly now: () => number;
  readonly random: () => number;
  readonly onSettled: (media: AccountKey, after: AfterFetch) => void;
  readonly onCompared: (compared: Compared) => void;
  readonly onFailed: (media: AccountKey, error: unknown) => void;
}

export interface MediaTurn {
  /** Starts what is due and does not wait for it. */
  run(): Promise<WorkOutcome>;
  /** Breaks off what is under way: it is due again when its lease ends or its failure is written. */
  stop(): Promise<void>;
}

/** Files under way at once in one worker: each holds some hundreds of kilobytes in memory. */
const AT_ONCE = 8;
const PER_ACCOUNT = 2;
/** Longer than a fetch takes. A worker that died leaves its files for so long. */
const LEASE_MS = 5 * 60_000;
const COMPARE_EVERY_MS = 24 * 60 * 60_000;

async function attempt(deps: MediaDeps, claimed: ClaimedMedia, signal: AbortSignal): Promise<Fetched> {
  const account = deps.account(claimed);
  if (account === undefined) {
    return { kind: 'park', code: 'MEDIA_ACCOUNT_UNKNOWN' };
  }
  if (claimed.attachment === null) {
    return { kind: 'gone', code: 'MEDIA_NOTHING_TO_FETCH' };
  }
  const { tenant, account: name, platform_id: messageId } = claimed;
  // The border: the column holds what an adapter made of this type.
  const attachment = claimed.attachment as Attachment;
  try {
    return await fetchMedia({ ...deps, signal }, account, { tenant, account: name, messageId, attachment });
  } catch (error) {
    // Adapters do not throw, so this is a fault of ours; it is tried again, and others go on.
    deps.onFailed(claimed, error);
    return { kind: 'retry', code: 'MEDIA_FETCH_FAILED' };
  }
}

/** The row says that there is a copy only while there is one: who removes the same bytes waits, or was waited for. */
async function settle(deps: MediaDeps, claimed: ClaimedMedia, after: AfterFetch): Promise<AfterFetch | undefined> {
  const keepDays = deps.keepDays(claimed.tenant);
  return deps.store.transaction('media.settle', async (sql) => {
    let written = after;
    if (after.state === 'fetched') {
      await lockDigest(sql, after.digest);
      if (!(await deps.blobs.has(after.digest))) {
        written = { state: 'due', nextInMs: 0, code: 'MEDIA_COPY_LOST', detail: null, parksAccount: false };
      }
    }
    return (await writeAfterFetch(sql, claimed, written, keepDays)) ? written : undefined;
  });
}

async function serve(deps: MediaDeps, claimed: ClaimedMedia, signal: AbortSignal): Promise<void> {
  const fetched = await attempt(deps, claimed, signal);
  const history = { failures: claimed.failures, ageMs: deps.now() - claimed.received_at.getTime() };
  const after = afterFetch(fetched, history, deps.random);
  const written = await settle(deps, claimed, after);
  if (written !== undefined) {
    deps.onSettled(claimed, written);
  } else if (after.state === 'fetched') {
    // The message was deleted meanwhile: its photo is not kept a moment longer.
    await dropIfUnused(deps, after.digest);
  }
}

/** Fetches what is due, lets go what has had its time, and once a day compares rows and bytes. */
export function createMediaTurn(deps: MediaDeps): MediaTurn {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let comparedAtMs = 0;

  function start(claimed: ClaimedMedia): void {
    const one = serve(deps, claimed, stopping.signal)
      .catch((error: unknown) => {
        deps.onFailed(claimed, error);
      })
      .finally(() => running.delete(one));
    running.add(one);
  }

  async function compareDaily(): Promise<void> {
    if (deps.now() - comparedAtMs >= COMPARE_EVERY_MS) {
      comparedAtMs = deps.now();
      deps.onCompared(await compareCopies(deps, deps.now()));
    }
  }

  return {
    async run() {
      const waiting = await whatWaits(deps.store);
      const limits = { total: AT_ONCE - running.size, perAccount: PER_ACCOUNT, leaseMs: LEASE_MS };
      if (waiting.due && limits.total > 0) {
        const claimed = await deps.store.transaction('media.claim', (sql) => claimMedia(sql, limits));
        for (const one of claimed) {
          start(one);
        }
      }
      const ended = waiting.over ? await endRetention(deps) : 0;
      const dropped = await dropCopies(deps);
      await compareDaily();
      return ended + dropped > 0 ? 'more' : 'idle';
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
