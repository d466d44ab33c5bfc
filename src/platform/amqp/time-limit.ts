import type { LoopClock } from '../loop/clock.js';

/** A moment after which nobody waits any longer. `cancel` it, or its timer keeps the process alive. */
export class TimeLimit {
  readonly over: Promise<void>;
  #isOver = false;
  readonly #cancel: () => void;

  constructor(clock: LoopClock, timeoutMs: number) {
    let resolve = (): void => undefined;
    this.over = new Promise((done) => {
      resolve = done;
    });
    this.#cancel = clock.after(timeoutMs, () => {
      this.#isOver = true;
      resolve();
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  cancel(): void {
    this.#cancel();
  }
}

/** The result of the work, or undefined when it is not there in time. The work itself goes on. */
export async function within<T>(clock: LoopClock, timeoutMs: number, work: Promise<T>): Promise<T | undefined> {
  const limit = new TimeLimit(clock, timeoutMs);
  try {
    return await Promise.race([work, limit.over.then(() => undefined)]);
  } finally {
    limit.cancel();
  }
}
