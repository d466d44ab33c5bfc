import type { Sealer } from '../platform/crypto/sealer.js';
import type { Log } from '../platform/log/log.js';
import type { LoopHandle, LoopOptions } from '../platform/loop/loop.js';
import type { Doorbell } from '../platform/queue/doorbell.js';
import type { Store } from '../platform/store/store.js';
import type { SettingsHolder } from './active-settings.js';
import type { Adapters } from './adapters.js';
import type { DeliverParts } from './deliver-settings.js';
import type { MediaParts } from './media.js';
import type { AppMetrics, Recorders } from './recorders.js';

/** What the loops of a worker work with. */
export interface PipelineParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly adapters: Adapters;
  readonly settings: SettingsHolder;
  readonly doorbell: Doorbell;
  readonly log: Log;
  readonly metrics: AppMetrics;
  readonly recorders: Recorders;
  /** Undefined on a cluster that was given no place for copies. */
  readonly media: MediaParts | undefined;
  readonly delivery: Omit<DeliverParts, 'adapters' | 'current' | 'now'>;
  readonly owner: string;
  readonly leaseMs: number;
  /** Batches that are decided at once. A second one computes while the first waits for the database. */
  readonly deciders: number;
  /** Events of one shard in such a batch; undefined where it holds up no webhook. */
  readonly perShard: number | undefined;
  readonly now: () => number;
}

export interface Running {
  readonly loops: readonly LoopHandle[];
  stop(): Promise<void>;
}

/** A loop that fails says so, and goes on. */
export function reportTo(log: Log): LoopOptions['onError'] {
  return (error, failure) => {
    log.error({ ...failure, error }, 'a loop failed and will try again');
  };
}
