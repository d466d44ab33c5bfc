import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { DoorbellLane } from './doorbell.js';
import { DRAIN_DELAY_S } from './redis-connections.js';

/**
 * While one ring of a lane waits in Redis, others are dropped, so that rings do not pile up when no worker is there.
 * The life time is a safety net: should the ring that holds the key vanish, new ones count again after this.
 */
const DEDUPLICATION_MS = 10_000;
/** How long a ring that a dying worker took stays away before another worker hears it. */
const LOCK_MS = 10_000;
const RETRY_DELAY_MS = 1_000;
/** BullMQ logs events to a stream that nobody reads here. */
const EVENTS_KEPT = 10;

export interface LaneSettings {
  readonly lane: DoorbellLane;
  readonly prefix: string;
  readonly onProblem: (error: unknown) => void;
}

function queueName(lane: DoorbellLane): string {
  return `doorbell-${lane}`;
}

/** Version and policy of Redis are checked by us, with sentences (`whyUnfit`): BullMQ writes to the console. */
export function openQueue(connection: Redis, settings: LaneSettings): Queue {
  const queue = new Queue(queueName(settings.lane), {
    connection,
    prefix: settings.prefix,
    skipVersionCheck: true,
    streams: { events: { maxLen: EVENTS_KEPT } },
  });
  queue.on('error', settings.onProblem);
  return queue;
}

/** Adds a ring, unless one waits already. */
export async function addRing(queue: Queue, lane: DoorbellLane): Promise<void> {
  await queue.add(
    lane,
    {},
    { removeOnComplete: true, removeOnFail: true, deduplication: { id: lane, ttl: DEDUPLICATION_MS } },
  );
}

export function openWorker(connection: Redis, settings: LaneSettings, wake: () => void): Worker {
  const worker = new Worker(
    queueName(settings.lane),
    async (job) => {
      // First make room for the next ring, then wake: the other way round a ring between the two would be dropped
      // although the woken worker has already looked.
      await job.removeDeduplicationKey().catch(settings.onProblem);
      wake();
    },
    {
      connection,
      prefix: settings.prefix,
      skipVersionCheck: true,
      concurrency: 1,
      drainDelay: DRAIN_DELAY_S,
      lockDuration: LOCK_MS,
      stalledInterval: LOCK_MS,
      runRetryDelay: RETRY_DELAY_MS,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  );
  worker.on('error', settings.onProblem);
  return worker;
}
