/** Work that says by how long it took how soon it may be done again. */
export interface Resting {
  /** Does the work unless it still rests. */
  turn(): Promise<void>;
  /** The next turn does it, whatever it took before. */
  wake(): void;
}

/**
 * Keeps the cost of work that grows with the data at a fixed share of the time.
 *
 * @param times how many times as long as it took it rests
 */
export function resting(now: () => number, times: number, work: () => Promise<void>): Resting {
  let restsUntilMs = 0;
  return {
    async turn() {
      const startedAtMs = now();
      if (startedAtMs >= restsUntilMs) {
        await work();
        restsUntilMs = now() + (now() - startedAtMs) * times;
      }
    },
    wake: () => {
      restsUntilMs = 0;
    },
  };
}
