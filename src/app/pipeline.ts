import {
  createDeliverTurn,
  decideBatch,
  fireClocks,
  OUTCOME_KINDS,
  spreadChanges,
  splitIntakes,
  type BatchDeps,
  type DeliverTurn,
  type SplitDeps,
} from '../handling/index.js';
import { startLoop, type LoopHandle, type LoopOptions, type WorkOutcome } from '../platform/loop/loop.js';
import { knownSnapshots } from '../settings/snapshot-times.js';
import type { Doorbell, DoorbellLane } from '../platform/queue/doorbell.js';
import { startAccountLoops } from './account-loops.js';
import type { ActiveSettings } from './active-settings.js';
import { deliverSettings } from './deliver-settings.js';
import { splitter } from './doors.js';
import { handlingRules } from './handling-rules.js';
import { reportTo, type PipelineParts, type Running } from './pipeline-parts.js';
import { recovers } from './read-history.js';
import { recoveredIn } from './recovered-messages.js';
import { releaseWaiting, takeSnapshot } from './settings-loop.js';

/** A wake-up that was lost costs at most this. */
const SWEEP_MS = 500;
export type { PipelineParts, Running } from './pipeline-parts.js';

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
 *   pull      what platforms do not post, or posted in vain, is looked for          rings split
 *   watch     waits where a platform can tell that something came                  wakes pull
 *   split     normalise: stored bodies become events under their keys           rings handle
 *   handle    correlate ─► classify ─► route ─► sla, decided in batches per shard rings deliver
 *               └─ what goes to a target with nothing waiting is claimed as it is written
 *   media     what citizens sent beside words is fetched through the guard, checked and kept
 *   deliver   claim fairly ─► attempt ─► settle; an answer's outcome is an event  rings handle
 *   settings  a new snapshot comes into force; what waited for it goes on         rings handle
 *   probe     beside the way: platforms are asked how accounts are
 */
export function startWorker(parts: PipelineParts): Running {
  const split = splitWork(parts);
  const deliver = deliverWork(parts);
  const accounts = startAccountLoops(parts);
  const loops = [
    ...accounts.loops,
    ringable(parts, 'split', thenRing(parts.doorbell, 'handle', split)),
    ...Array.from({ length: parts.deciders }, (_, index) => {
      // Its own work each: what one batch keeps in memory, another must not put out.
      const decide = decideWork(parts, deliver);
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
      await Promise.all([accounts.stop(), deliver.stop()]);
    },
  };
}

function splitWork({ store, sealer, adapters, settings, log, recorders }: PipelineParts): () => Promise<WorkOutcome> {
  const current = (): ActiveSettings => settings.current();
  const deps: SplitDeps = {
    ...{ store, sealer, split: splitter(adapters, current) },
    onSplit: (events, isNew) => {
      recorders.onSplit(events, isNew);
      for (const { fromMs, untilMs, ...recovered } of recoveredIn(events, isNew)) {
        const times = { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() };
        log.warn({ ...recovered, ...times }, 'messages came in long after they were written, as after an outage');
      }
    },
    recovers: (channel) => recovers(adapters.channels.get(channel)),
    tenantOf: (channel, account) => current().compiled.municipalityOf(channel, account)?.municipality.tenant,
    onSplitFailed: (intakeId, error) => {
      log.error({ intakeId, error }, 'an intake could not be split and was put aside');
    },
  };
  return () => splitIntakes(deps);
}

function decideWork(parts: PipelineParts, { births }: DeliverTurn): () => Promise<WorkOutcome> {
  const { store, sealer, adapters, settings, doorbell, log, recorders, now, perShard } = parts;
  const deps: BatchDeps = {
    ...{ store, sealer, now, perShard, births, times: knownSnapshots(), onDecided: recorders.onDecided },
    rules: handlingRules(adapters, () => settings.current()),
    onDue: () => {
      doorbell.ring('deliver');
    },
    onFailed: (eventId, error) => {
      log.error({ eventId, error }, 'an event could not be decided and was put aside');
    },
  };
  return () => decideBatch(deps);
}

function deliverWork(parts: PipelineParts): DeliverTurn {
  const { store, sealer, adapters, settings, log, recorders, doorbell, now, owner, leaseMs } = parts;
  const onFreed = (): void => {
    doorbell.ring('deliver');
  };
  return createDeliverTurn({
    ...{ store, sealer, now, owner, leaseMs, onFreed, random: Math.random },
    settings: deliverSettings({ ...parts.delivery, adapters, current: () => settings.current(), now }),
    onSettled: (settled) => {
      recorders.onSettled(settled);
      if (settled.some(({ delivery }) => OUTCOME_KINDS.has(delivery.kind))) {
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
