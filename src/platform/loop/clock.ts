/** What a loop needs of time; handed in so that a test turns it by hand. */
export interface LoopClock {
  /** Milliseconds since the epoch (UTC). */
  nowMs(): number;
  /** Calls back once after the delay; the answer cancels that. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The clock of the running process. */
export function systemClock(): LoopClock {
  return {
    nowMs: () => Date.now(),
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
