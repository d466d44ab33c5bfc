import { hurryMedia } from '../handling/index.js';
import { createWatchers, hurryFailed, pullAccounts, type PulledAccount, type Watchers } from '../intake/index.js';
import { hurryProbes, probeAccounts, type ProbeDeps } from '../ops/probe/index.js';
import { startLoop, type LoopHandle, type WorkOutcome } from '../platform/loop/loop.js';
import type { ActiveSettings } from './active-settings.js';
import { fillGapAtStart } from './fill-gaps.js';
import { mediaTurn, type MediaParts } from './media.js';
import { reportTo, type PipelineParts, type Running } from './pipeline-parts.js';
import { probedAccounts } from './probed-accounts.js';
import { pulledAccounts } from './pulled-accounts.js';
import { thriftWatch, type ThriftWatch } from './thrift.js';

/** How often we look which accounts and which files are due. */
const PULL_SWEEP_MS = 1_000;
/** How often we look who watches which account. A watcher that died is replaced a lease later. */
const WATCH_SWEEP_MS = 2_000;
const PROBE_SWEEP_MS = 2_000;

function thriftOf({ store, log, now }: PipelineParts): ThriftWatch {
  return thriftWatch({
    ...{ store, now },
    onChange: (tenant, readsLess) => {
      log.info({ municipality: tenant, readsLess }, 'a soft cap changed how often paid platforms are looked at');
    },
  });
}

type Accounts = () => readonly PulledAccount[];

function accountsOf({ adapters, settings, delivery, now }: PipelineParts, thrift: ThriftWatch): Accounts {
  const { http, mail, env } = delivery;
  return pulledAccounts({ adapters, current: () => settings.current(), http, mail, env, now, isThrifty: thrift.has });
}

function watchersOf(parts: PipelineParts, accounts: Accounts, pull: LoopHandle): Watchers {
  const { store, owner, now, log } = parts;
  return createWatchers({
    ...{ store, owner, accounts, now, random: Math.random },
    onNews: () => {
      pull.wake();
    },
    onLost: (account, code) => {
      log.info({ ...account, code }, 'the watch of an account ended and will begin again; looks go on meanwhile');
    },
  });
}

function pullLoop(parts: PipelineParts, accounts: Accounts, thrift: ThriftWatch): LoopHandle {
  const { store, sealer, adapters, settings, log, recorders, now, doorbell } = parts;
  const deps: Parameters<typeof pullAccounts>[0] = {
    ...{ store, sealer, now, random: Math.random, accounts },
    onTaken: (receiver) => {
      recorders.onPulled(receiver);
      doorbell.ring('split');
    },
    onFailed: (account, code, failures) => {
      log.warn({ ...account, code, failures }, 'a platform could not be looked at and will be tried again');
    },
  };
  let seen: ActiveSettings | undefined;
  const work = async (): Promise<WorkOutcome> => {
    const active = settings.current();
    if (seen === undefined) {
      await fillGapAtStart({ store, adapters, log, now }, active);
    }
    if (active !== seen) {
      await hurryFailed(store);
      seen = active;
    }
    await thrift.refresh(active.compiled.settings.municipalities);
    return pullAccounts(deps);
  };
  return startLoop({ name: 'pull', work, sweepMs: PULL_SWEEP_MS, onError: reportTo(log) });
}

function probeLoop(parts: PipelineParts): LoopHandle {
  const { store, adapters, settings, log, recorders, now, delivery } = parts;
  const { http, mail, env } = delivery;
  const deps: ProbeDeps = {
    ...{ store, random: Math.random },
    accounts: probedAccounts({ adapters, current: () => settings.current(), http, mail, env, now }),
    onDead: ({ channel, account }, { about, code, detail, missing }) => {
      log.warn({ channel, account, about, code, detail, missing }, 'a platform says that an account needs a person');
    },
    onAbsent: ({ channel, account }, isBack) => {
      recorders.onSubscriptionAbsent(channel, isBack);
      log.warn({ channel, account, isBack }, 'a platform had stopped telling us what happens on an account');
    },
  };
  let seen: ActiveSettings | undefined;
  const work = async (): Promise<WorkOutcome> => {
    const active = settings.current();
    if (active !== seen) {
      await hurryProbes(store, seen === undefined ? 'start' : 'configuration');
      seen = active;
    }
    return probeAccounts(deps);
  };
  return startLoop({ name: 'probe', work, sweepMs: PROBE_SWEEP_MS, onError: reportTo(log) });
}

function mediaLoop(parts: PipelineParts, media: MediaParts): { readonly loop: LoopHandle; stop(): Promise<void> } {
  const { store, adapters, settings, log, recorders, now, delivery } = parts;
  const { http, mail, env } = delivery;
  const turn = mediaTurn({
    ...{ ...media, store, adapters, http, mail, env, log, recorders, now },
    current: () => settings.current(),
  });
  let seen: ActiveSettings | undefined;
  const work = async (): Promise<WorkOutcome> => {
    const active = settings.current();
    if (active !== seen) {
      await hurryMedia(store);
      seen = active;
    }
    return turn.run();
  };
  const loop = startLoop({ name: 'media', work, sweepMs: PULL_SWEEP_MS, onError: reportTo(log) });
  return { loop, stop: () => turn.stop() };
}

/**
 * The loops that call on platforms by themselves: `pull` looks for what is not posted, `watch` waits where a platform can
 * tell that something came, `probe` asks how accounts are, and `media` fetches what citizens sent beside words.
 */
export function startAccountLoops(parts: PipelineParts): Running {
  const thrift = thriftOf(parts);
  const accounts = accountsOf(parts, thrift);
  const pull = pullLoop(parts, accounts, thrift);
  const watchers = watchersOf(parts, accounts, pull);
  const media = parts.media === undefined ? undefined : mediaLoop(parts, parts.media);
  const watch = startLoop({
    ...{ name: 'watch', work: () => watchers.turn(), sweepMs: WATCH_SWEEP_MS, onError: reportTo(parts.log) },
  });
  return {
    loops: [pull, watch, probeLoop(parts), ...(media === undefined ? [] : [media.loop])],
    stop: async () => {
      await Promise.all([watchers.stop(), media?.stop()]);
    },
  };
}
