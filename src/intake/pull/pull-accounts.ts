import type { PullOutcome, WatchOutcome } from '../../adapter-sdk/index.js';
import { newId } from '../../domain/ids.js';
import { packRequest } from '../../domain/raw-request.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import type { Store } from '../../platform/store/store.js';
import { afterLook } from './after-look.js';
import {
  claimAccounts,
  insertPulled,
  releaseAccount,
  type AccountKey,
  type ClaimedAccount,
  type LookedAt,
} from './pull-rows.js';

/** An account that is pulled, with the means to look at it once. */
export interface PulledAccount extends LookedAt {
  /** Whose `split` reads what it gives. */
  readonly receiver: string;
  /** Pause before the next look. Asked after each one: it grows while a municipality reads less. */
  everyMs(): number;
  pull(cursor: string | null): Promise<PullOutcome>;
  /** Where the platform tells that something came: `Puller.watch`. */
  readonly watch?: (onNews: () => void, signal: AbortSignal) => Promise<WatchOutcome>;
}

export interface PullDeps {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Every account of the active settings that has to be looked at. */
  readonly accounts: () => readonly PulledAccount[];
  readonly now: () => number;
  readonly random: () => number;
  /** Something was taken in. */
  readonly onTaken: (receiver: string) => void;
  readonly onFailed: (account: AccountKey, code: string, failures: number) => void;
}

/** Looks under way at once in one worker: each holds at most a page in memory. */
const AT_ONCE = 16;
/** Longer than any look takes. A worker that died leaves its accounts for so long. */
const LEASE_MS = 60_000;

async function look(account: PulledAccount, cursor: string | null): Promise<PullOutcome> {
  try {
    return await account.pull(cursor);
  } catch (error) {
    // Adapters do not throw, so this is a fault of ours; the account is tried again, and others go on.
    return { kind: 'retry', code: 'PULL_FAILED', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** The cursor moves and what was read is kept, or neither. */
async function keep(deps: PullDeps, account: PulledAccount, claimed: ClaimedAccount, outcome: PullOutcome) {
  const looked = afterLook(outcome, claimed.failures, account.everyMs(), deps.random);
  const body = outcome.kind === 'pulled' ? outcome.body : null;
  const isTaken = await deps.store.transaction('intake.pull', async (sql) => {
    const isOurs = await releaseAccount(sql, claimed, looked);
    if (!isOurs || body === null) {
      return false;
    }
    const receivedAtMs = deps.now();
    const sealed = deps.sealer.seal(packRequest({ headers: {}, rawBody: body }));
    const from = { receiver: account.receiver, account: claimed.account };
    const intake = { id: newId(receivedAtMs), ...from, receivedAtMs, body: sealed };
    await insertPulled(sql, claimed, intake);
    return true;
  });
  if (isTaken) {
    deps.onTaken(account.receiver);
  }
  if (looked.code !== null) {
    deps.onFailed(claimed, looked.code, looked.failures);
  }
}

/**
 * Looks at the accounts that are due, each at once with the others, and keeps what they gave as intakes. Any number of
 * workers do this; an account is looked at by one of them.
 *
 * @returns `more` when a platform had more than a page
 */
export async function pullAccounts(deps: PullDeps): Promise<'more' | 'idle'> {
  const accounts = deps.accounts();
  if (accounts.length === 0) {
    return 'idle';
  }
  const byKey = new Map(accounts.map((account) => [JSON.stringify([account.channel, account.account]), account]));
  const claimed = await deps.store.transaction('intake.claim', (sql) =>
    claimAccounts(sql, accounts, AT_ONCE, LEASE_MS),
  );
  const more = await Promise.all(
    claimed.map(async (one) => {
      const account = byKey.get(JSON.stringify([one.channel, one.account]));
      if (account === undefined) {
        return false;
      }
      const outcome = await look(account, one.cursor);
      await keep(deps, account, one, outcome);
      return outcome.kind === 'pulled' && outcome.hasMore;
    }),
  );
  return claimed.length === AT_ONCE || more.includes(true) ? 'more' : 'idle';
}
