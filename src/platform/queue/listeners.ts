import type { DoorbellLane, DoorbellReports } from './doorbell.js';

export interface Listeners {
  /** The answer removes it again; the same function may be added twice and is then called twice. */
  add(lane: DoorbellLane, wake: () => void): () => void;
  wake(lane: DoorbellLane): void;
  clear(): void;
}

/** Who listens in this process. A listener that throws is reported and the others are still woken. */
export function createListeners(reports: DoorbellReports): Listeners {
  const byLane = new Map<DoorbellLane, Set<{ readonly wake: () => void }>>();
  return {
    add: (lane, wake) => {
      const listener = { wake };
      const listeners = byLane.get(lane) ?? new Set();
      byLane.set(lane, listeners.add(listener));
      return () => {
        listeners.delete(listener);
      };
    },
    wake: (lane) => {
      for (const listener of byLane.get(lane) ?? []) {
        try {
          listener.wake();
          reports.onOutcome?.(lane, 'heard');
        } catch (error) {
          reports.onProblem?.(error);
        }
      }
    },
    clear: () => {
      byLane.clear();
    },
  };
}
