import { coalesce, type Coalescer } from './coalescer.js';
import { DOORBELL_LANES, type Doorbell, type DoorbellLane, type DoorbellReports, RING_GAP_MS } from './doorbell.js';
import { createListeners } from './listeners.js';

/** The doorbell of one process: for the embedded profile, and for one process on a PostgreSQL without Redis. */
export function createInProcessDoorbell(reports: DoorbellReports = {}): Doorbell {
  const listeners = createListeners(reports);
  const startedAtMs = Date.now();
  let isClosed = false;
  const bells = new Map<DoorbellLane, Coalescer>(
    DOORBELL_LANES.map((lane) => [
      lane,
      coalesce(RING_GAP_MS, () => {
        reports.onOutcome?.(lane, 'rung');
        // The caller is in the middle of its own work; the woken one begins after that.
        setImmediate(() => {
          listeners.wake(lane);
        });
      }),
    ]),
  );
  return {
    ring: (lane) => {
      if (!isClosed && bells.get(lane)?.call() === 'covered') {
        reports.onOutcome?.(lane, 'coalesced');
      }
    },
    onRing: (lane, wake) => listeners.add(lane, wake),
    state: () => ({ kind: 'in-process', isHealthy: !isClosed, sinceMs: startedAtMs }),
    close: () => {
      isClosed = true;
      for (const bell of bells.values()) {
        bell.cancel();
      }
      listeners.clear();
      return Promise.resolve();
    },
  };
}
