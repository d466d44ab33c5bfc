import { createCircuits, type LocalBreakerOptions, type LocalBreakerState } from './circuits.js';

export type Guarded<T> = { readonly ran: true; readonly result: T } | { readonly ran: false };

/**
 * The guard of this process in front of the breaker in the database, which is the truth. It saves the round trip while
 * a target is known to fail; whoever reads the row tells it with `open` and `close`.
 */
export interface LocalBreaker {
  /** Runs the call, unless the breaker of the target is open. A call that throws counts as failed, and throws. */
  run<T>(target: string, call: () => Promise<T>, isFailure: (result: T) => boolean): Promise<Guarded<T>>;
  open(target: string): void;
  /** Forgets the failures too: the next one is the first. */
  close(target: string): void;
  state(target: string): LocalBreakerState;
  shutdown(): void;
}

export function createLocalBreaker(options: LocalBreakerOptions): LocalBreaker {
  const circuits = createCircuits(options);
  return {
    run: async <T>(target: string, call: () => Promise<T>, isFailure: (result: T) => boolean): Promise<Guarded<T>> => {
      const circuit = circuits.of(target);
      if (!circuit.closed && !circuit.pendingClose) {
        return { ran: false };
      }
      let guarded: Guarded<T> = { ran: false };
      try {
        await circuit.fire(async () => {
          const result = await call();
          guarded = { ran: true, result };
          if (isFailure(result)) {
            // Opossum counts throws and our calls return their failures: thrown through it, and caught behind it.
            throw new Error('the result counts as a failure');
          }
        });
      } catch (error) {
        if (!guarded.ran) {
          throw error;
        }
      }
      return guarded;
    },
    open: (target) => {
      circuits.of(target).open();
    },
    close: (target) => {
      circuits.forget(target);
    },
    state: circuits.stateOf,
    shutdown: circuits.clear,
  };
}
