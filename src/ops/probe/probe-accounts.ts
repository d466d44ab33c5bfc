import type { ProbeOutcome } from '../../adapter-sdk/index.js';
import type { Store } from '../../platform/store/store.js';
import { afterProbe, type Told } from './after-probe.js';
import { claimProbes, releaseProbe, type AccountKey, type ClaimedProbe } from './probe-rows.js';

/** An account whose platform can be asked how it is, with the means to do so. */
export interface ProbedAccount extends AccountKey {
  readonly everyMs: number;
  probe(): Promise<ProbeOutcome>;
  /** Asks the platform to tell us again what happens; false where it cannot be asked. */
  resubscribe(): Promise<boolean>;
}

export interface ProbeDeps {
  readonly store: Store;
  /** Every account of the active settings that can be asked. */
  readonly accounts: () => readonly ProbedAccount[];
  readonly random: () => number;
  readonly onDead: (account: AccountKey, told: Told) => void;
  /** A subscription was gone: whether it could be put back. */
  readonly onAbsent: (account: AccountKey, isBack: boolean) => void;
}

/** Probes under way at once in one worker. */
const AT_ONCE = 8;
/** Two probes and putting a subscription back take less. A worker that died leaves its accounts for so long. */
const LEASE_MS = 150_000;
/** A turn of the loop must end before the process counts as stuck. */
const LONGEST_MS = 28_000;

/** What did not end in time or threw counts as `otherwise`; adapters do not throw, so that is a fault of ours. */
async function within<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, LONGEST_MS, otherwise);
  });
  try {
    return await Promise.race([work(), late]);
  } catch {
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}

function asked(account: ProbedAccount): Promise<ProbeOutcome> {
  return within(() => account.probe(), { kind: 'unsure', code: 'PROBE_FAILED' });
}

/** Looks again after a subscription was put back, because a platform that says yes may not have done it. */
async function probed(account: ProbedAccount, onAbsent: ProbeDeps['onAbsent']): Promise<ProbeOutcome> {
  const outcome = await asked(account);
  if (outcome.kind !== 'well' || outcome.subscription !== 'absent') {
    return outcome;
  }
  const isTaken = await within(() => account.resubscribe(), false);
  const after = isTaken ? await asked(account) : outcome;
  onAbsent(account, after.kind === 'well' && after.subscription !== 'absent');
  // What was seen before is still true where the second look could not tell.
  return after.kind === 'unsure' ? outcome : after;
}

async function keep(deps: ProbeDeps, account: ProbedAccount, claimed: ClaimedProbe): Promise<void> {
  const outcome = await probed(account, deps.onAbsent);
  const after = afterProbe(outcome, claimed.failures, account.everyMs, deps.random);
  const isOurs = await deps.store.transaction('ops.probe', (sql) => releaseProbe(sql, claimed, after));
  if (isOurs && after.kind === 'told' && after.told.verdict === 'dead') {
    deps.onDead(claimed, after.told);
  }
}

/**
 * Probes the accounts that are due, each at once with the others, and writes down how they are. Any number of workers do
 * this; an account is probed by one of them.
 */
export async function probeAccounts(deps: ProbeDeps): Promise<'more' | 'idle'> {
  const accounts = deps.accounts();
  if (accounts.length === 0) {
    return 'idle';
  }
  const byKey = new Map(accounts.map((account) => [JSON.stringify([account.channel, account.account]), account]));
  const claimed = await deps.store.transaction('ops.probe-claim', (sql) =>
    claimProbes(sql, accounts, AT_ONCE, LEASE_MS),
  );
  await Promise.all(
    claimed.map(async (one) => {
      const account = byKey.get(JSON.stringify([one.channel, one.account]));
      return account === undefined ? undefined : keep(deps, account, one);
    }),
  );
  return claimed.length === AT_ONCE ? 'more' : 'idle';
}
