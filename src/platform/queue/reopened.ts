const REOPEN_DELAY_MS = 1_000;
const CLOSE_LIMIT_MS = 2_000;

/** Something with a BullMQ connection inside. */
interface Opened {
  waitUntilReady(): Promise<unknown>;
  close(isForced?: boolean): Promise<void>;
}

/**
 * A BullMQ object whose first connection fails half-way stays broken for ever; after a good start it survives what
 * Redis does. So: made again until it started well once.
 */
export class Reopened<T extends Opened> {
  readonly #open: () => T;
  readonly #onProblem: (error: unknown) => void;
  #current: T | undefined;
  #isStarted = false;
  #onStarted: () => void = () => {};
  readonly #started: Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(open: () => T, onProblem: (error: unknown) => void) {
    this.#open = open;
    this.#onProblem = onProblem;
    this.#started = new Promise((resolve) => {
      this.#onStarted = resolve;
    });
    this.#start();
  }

  /** The object once it has started. */
  get ready(): T | undefined {
    return this.#isStarted ? this.#current : undefined;
  }

  /** Resolves when it has started, however long that takes; never when it is closed before. */
  started(): Promise<void> {
    return this.#started;
  }

  /** An orderly end waits for answers from Redis; without Redis it has to be forced. */
  async close(isForced: boolean): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#end(this.#current, isForced || !this.#isStarted);
    this.#current = undefined;
  }

  #start(): void {
    const opened = this.#open();
    this.#current = opened;
    opened.waitUntilReady().then(
      () => {
        this.#isStarted = true;
        this.#onStarted();
      },
      (error: unknown) => {
        this.#restart(opened, error);
      },
    );
  }

  #restart(failed: T, error: unknown): void {
    if (this.#isClosed) {
      return;
    }
    this.#onProblem(error);
    void this.#end(failed, true);
    this.#timer = setTimeout(() => {
      this.#start();
    }, REOPEN_DELAY_MS);
  }

  /** Not with `disconnect`: that would cut the connection that the lanes share. */
  async #end(opened: T | undefined, isForced: boolean): Promise<void> {
    try {
      await isDoneWithin(opened?.close(isForced) ?? Promise.resolve(), CLOSE_LIMIT_MS);
    } catch (error) {
      this.#onProblem(error);
    }
  }
}

/** True when the promise resolves within the time; false leaves it going on. */
export async function isDoneWithin(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, limitMs);
  });
  try {
    return await Promise.race([promise.then(() => true), limit]);
  } finally {
    clearTimeout(timer);
  }
}
