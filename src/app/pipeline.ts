import {
  createDeliverTurn,
  decideBatch,
  fireClocks,
  spreadChanges,
  splitIntakes,
  type BatchDeps,
  type DeliverTurn,
  type SplitDeps,
} from '../handling/index.js';
import { createWatchers, hurryFailed, pullAccounts, type PulledAccount, type Watchers } from '../intake/index.js';
import { hurryProbes, probeAccounts, type ProbeDeps } from '../ops/probe/index.js';
import type { Sealer } from '../platform/crypto/sealer.js';
import type { Log } from '../platform/log/log.js';
import { startLoop, type LoopHandle, type LoopOptions, type WorkOutcome } from '../platform/loop/loop.js';
import { knownSnapshots } from '../settings/snapshot-times.js';
import type { Doorbell, DoorbellLane } from '../platform/queue/doorbell.js';
import type { Store } from '../platform/store/store.js';
import type { ActiveSettings, SettingsHolder } from './active-settings.js';
import type { Adapters } from './adapters.js';
import { deliverSettings, type DeliverParts } from './deliver-settings.js';
import { splitter } from './doors.js';
import { handlingRules } from './handling-rules.js';
import { probedAccounts } from './probed-accounts.js';
import { pulledAccounts } from './pulled-accounts.js';
import type { AppMetrics, Recorders } from './recorders.js';
import { releaseWaiting, takeSnapshot } from './settings-loop.js';
import { thriftWatch, type ThriftWatch } from './thrift.js';

/** A wake-up that was lost costs at most this. */
const SWEEP_MS = 500;
/** How often we look which accounts are due. */
const PULL_SWEEP_MS = 1_000;
/** How often we look who watches which account. A watcher that died is replaced a lease later. */
const WATCH_SWEEP_MS = 2_000;
const PROBE_SWEEP_MS = 2_000;

export interface PipelineParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly adapters: Adapters;
  readonly settings: SettingsHolder;
  readonly doorbell: Doorbell;
  readonly log: Log;
  readonly metrics: AppMetrics;
  readonly recorders: Recorders;
  readonly delivery: Omit<DeliverParts, 'adapters' | 'current' | 'now'>;
  readonly owner: string;
  readonly leaseMs: number;
  /** Batches that are decided at once. A second one computes while the first waits for the database. */
  readonly deciders: number;
  readonly now: () => number;
}

export interface Running {
  readonly loops: readonly LoopHandle[];
  stop(): Promise<void>;
}

function reportTo(log: Log): LoopOptions['onError'] {
  return (error, failure) => {
    log.error({ ...failure, error }, 'a loop failed and will try again');
  };
}

/** Starts a loop that somebody can wake by the doorbell; `name` where a lane has more than one. */
function ringable(
  parts: PipelineParts,
  lane: DoorbellLane,
  work: LoopOptions['work'],
  name: string = lane,
): LoopHandle {
  const loop = startLoop({
    ...{ name, work, sweepMs: SWEEP_MS },
    onError: reportTo(parts.log),
    onTurn: ({ durationMs }) => {
      parts.metrics.histogram('schakel_loop_seconds').observe({ loop: name }, durationMs / 1000);
    },
  });
  parts.doorbell.onRing(lane, () => {
    loop.wake();
  });
  return loop;
}

/** After work was done, the next lane has something to do. */
function thenRing(
  doorbell: Doorbell,
  lane: DoorbellLane,
  work: () => Promise<WorkOutcome>,
): () => Promise<WorkOutcome> {
  return async () => {
    const outcome = await work();
    if (outcome === 'more') {
      doorbell.ring(lane);
    }
    return outcome;
  };
}

/**
 * The way of a message, in one screen. Each lane rings the next after its commit; a lost ring costs half a second.
 *
 *   webhook ─► intake (src/intake: receive ─► verify ─► group commit ─► 2xx)
 *                └─ rings split
 *   pull      what platforms do not post is looked for, and taken in the same way   rings split
 *   watch     waits where a platform can tell that something came                  wakes pull
 *   split     normalise: stored bodies become events under their keys           rings handle
 *   handle    correlate ─► classify ─► route ─► sla, decided in batches per shard rings deliver
 *   deliver   claim fairly ─► attempt ─► settle; an answer's outcome is an event  rings handle
 *   settings  a new snapshot comes into force; what waited for it goes on         rings handle
 *   probe     beside the way: platforms are asked how accounts are
 */
export function startWorker(parts: PipelineParts): Running {
  const split = splitWork(parts);
  const deliver = deliverWork(parts);
  const thrift = thriftOf(parts);
  const accounts = accountsOf(parts, thrift);
  const pull = pullLoop(parts, accounts, thrift);
  const watchers = watchersOf(parts, accounts, pull);
  const loops = [
    pull,
    startLoop({
      ...{ name: 'watch', work: () => watchers.turn(), sweepMs: WATCH_SWEEP_MS, onError: reportTo(parts.log) },
    }),
    probeLoop(parts),
    ringable(parts, 'split', thenRing(parts.doorbell, 'handle', split)),
    ...Array.from({ length: parts.deciders }, (_, index) => {
      // Its own work each: what one batch keeps in memory, another must not put out.
      const decide = thenRing(parts.doorbell, 'deliver', decideWork(parts));
      return ringable(parts, 'handle', decide, index === 0 ? 'handle' : `handle-${index + 1}`);
    }),
    ringable(parts, 'deliver', () => deliver.run()),
    ringable(parts, 'settings', async () => {
      await takeSnapshot(parts);
      return releaseWaiting(parts);
    }),
  ];
  return {
    loops,
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await watchers.stop();
      await deliver.stop();
    },
  };
}

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
  const { store, sealer, settings, log, recorders, now, doorbell } = parts;
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
  const { http, env } = delivery;
  const deps: ProbeDeps = {
    ...{ store, random: Math.random },
    accounts: probedAccounts({ adapters, current: () => settings.current(), http, env, now }),
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

function splitWork({ store, sealer, adapters, settings, log, recorders }: PipelineParts): () => Promise<WorkOutcome> {
  const current = (): ActiveSettings => settings.current();
  const deps: SplitDeps = {
    ...{ store, sealer, split: splitter(adapters, current), onSplit: recorders.onSplit },
    tenantOf: (channel, account) => current().compiled.municipalityOf(channel, account)?.municipality.tenant,
    onSplitFailed: (intakeId, error) => {
      log.error({ intakeId, error }, 'an intake could not be split and was put aside');
    },
  };
  return () => splitIntakes(deps);
}

function decideWork(parts: PipelineParts): () => Promise<WorkOutcome> {
  const { store, sealer, adapters, settings, log, recorders, now } = parts;
  const deps: BatchDeps = {
    ...{ store, sealer, now, times: knownSnapshots(), onDecided: recorders.onDecided },
    rules: handlingRules(adapters, () => settings.current()),
    onFailed: (eventId, error) => {
      log.error({ eventId, error }, 'an event could not be decided and was put aside');
    },
  };
  return () => decideBatch(deps);
}

function deliverWork(parts: PipelineParts): DeliverTurn {
  const { store, sealer, adapters, settings, log, recorders, doorbell, now, owner, leaseMs } = parts;
  return createDeliverTurn({
    ...{ store, sealer, now, owner, leaseMs, random: Math.random },
    settings: deliverSettings({ ...parts.delivery, adapters, current: () => settings.current(), now }),
    onSettled: (settled) => {
      recorders.onSettled(settled);
      if (settled.some(({ delivery }) => delivery.kind === 'reply')) {
        doorbell.ring('handle');
      }
    },
    onFailed: (target, error) => {
      log.error({ target, error }, 'serving a target failed; its claims run out and are looked at again');
    },
  });
}

/** A process without workers follows the configuration as well: it opens doors and shows settings. */
export function startFollowing(parts: PipelineParts): Running {
  const loop = startLoop({
    ...{ name: 'settings', work: () => takeSnapshot(parts), sweepMs: SWEEP_MS, onError: reportTo(parts.log) },
  });
  return { loops: [loop], stop: () => loop.stop() };
}

/** The scheduler's part of the flow: clocks whose moment has come enter the inbox. */
export function startClocks(parts: PipelineParts): LoopHandle {
  return startLoop({
    ...{ name: 'clocks', sweepMs: 500 },
    work: async () => {
      const told = await spreadChanges(parts.store, parts.sealer, parts.now());
      const fired = told + (await fireClocks(parts.store, parts.sealer, parts.now()));
      if (fired > 0) {
        parts.doorbell.ring('handle');
      }
      return fired > 0 ? 'more' : 'idle';
    },
    onError: reportTo(parts.log),
  });
}
