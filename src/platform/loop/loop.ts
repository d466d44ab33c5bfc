import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Backoff, backoffMs } from './backoff.js';
import { type LoopClock, systemClock } from './clock.js';

/** `more`: there may be more to do at once. `idle`: nothing was left to do. */
export type WorkOutcome = 'more' | 'idle';

export type LoopState = 'working' | 'waiting' | 'backing-off' | 'stopping' | 'stopped';

export interface LoopTurn {
  readonly loop: string;
  readonly outcome: WorkOutcome | 'failed';
  readonly durationMs: number;
}

export interface LoopFailure {
  readonly loop: string;
  /** Failures in a row, this one included. */
  readonly failures: number;
  readonly retryInMs: number;
}

export interface LoopOptions {
  readonly name: string;
  /** One bounded piece of work. The signal is aborted by `stop`: finish what is claimed and claim nothing new. */
  readonly work: (signal: AbortSignal) => Promise<WorkOutcome>;
  /** Work is looked for at least this often, so that a wake-up that was lost only costs this delay. */
  readonly sweepMs: number;
  readonly onError: (error: unknown, failure: LoopFailure) => void;
  /** Told after every turn; for metrics. */
  readonly onTurn?: (turn: LoopTurn) => void;
  /** Default: 100 ms, doubling to 5 s. */
  readonly backoff?: Backoff;
  readonly clock?: LoopClock;
  /** From 0 to 1; spreads the retries. */
  readonly random?: () => number;
}

export interface LoopHandle {
  readonly name: string;
  readonly state: LoopState;
  /** Never throws. During work it is remembered; during a back-off it does not shorten the back-off. */
  wake(): void;
  /** Lets the running work finish, for as long as it takes; the caller decides how long a drain may last. */
  stop(): Promise<void>;
  /** When the loop last began or ended a turn. Liveness is this value moving, not the process being there. */
  progressAtMs(): number;
}

const DEFAULT_BACKOFF: Backoff = { firstMs: 100, maxMs: 5_000 };

/** Runs `work` until `stop`, whatever it throws. Starts at once. */
export function startLoop(options: LoopOptions): LoopHandle {
  return new Loop(options);
}

class Loop implements LoopHandle {
  readonly name: string;
  state: LoopState = 'working';
  readonly #options: LoopOptions;
  readonly #clock: LoopClock;
  readonly #stopping = new AbortController();
  readonly #finished: Promise<void>;
  #progressAtMs: number;
  #failures = 0;
  #isWoken = false;
  /** Ends the pause that is going on, if any. */
  #endPause: () => void = () => {};

  constructor(options: LoopOptions) {
    this.name = options.name;
    this.#options = options;
    this.#clock = options.clock ?? systemClock();
    this.#progressAtMs = this.#clock.nowMs();
    this.#finished = this.#run();
  }

  wake(): void {
    this.#isWoken = true;
    if (this.state === 'waiting') {
      this.#endPause();
    }
  }

  async stop(): Promise<void> {
    if (this.state !== 'stopped') {
      this.state = 'stopping';
    }
    this.#stopping.abort();
    this.#endPause();
    await this.#finished;
  }

  progressAtMs(): number {
    return this.#progressAtMs;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      // Work that never touches I/O would otherwise keep timers, sockets and `stop` waiting for ever.
      await nextTurn();
      if (!this.#stopping.signal.aborted) {
        await this.#turn();
      }
    }
    this.state = 'stopped';
  }

  async #turn(): Promise<void> {
    this.state = 'working';
    this.#isWoken = false;
    const startedAtMs = this.#clock.nowMs();
    this.#progressAtMs = startedAtMs;
    const result = await this.#attempt();
    this.#progressAtMs = this.#clock.nowMs();
    this.#tell(() =>
      this.#options.onTurn?.({
        loop: this.name,
        outcome: result.outcome,
        durationMs: this.#progressAtMs - startedAtMs,
      }),
    );
    if (result.outcome === 'failed') {
      await this.#backOff(result.error);
      return;
    }
    this.#failures = 0;
    if (result.outcome === 'idle' && !this.#isWoken) {
      await this.#pause('waiting', this.#options.sweepMs);
    }
  }

  async #attempt(): Promise<{ outcome: WorkOutcome } | { outcome: 'failed'; error: unknown }> {
    try {
      return { outcome: await this.#options.work(this.#stopping.signal) };
    } catch (error) {
      return { outcome: 'failed', error };
    }
  }

  async #backOff(error: unknown): Promise<void> {
    this.#failures += 1;
    const failures = this.#failures;
    const retryInMs = backoffMs(
      failures,
      this.#options.backoff ?? DEFAULT_BACKOFF,
      this.#options.random ?? Math.random,
    );
    this.#tell(() => {
      this.#options.onError(error, { loop: this.name, failures, retryInMs });
    });
    await this.#pause('backing-off', retryInMs);
  }

  async #pause(state: 'waiting' | 'backing-off', delayMs: number): Promise<void> {
    if (this.#stopping.signal.aborted) {
      return;
    }
    this.state = state;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(delayMs, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
    this.#endPause = () => {};
  }

  /** A listener that throws must not end the loop that it listens to. */
  #tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      process.emitWarning(`A listener of the loop "${this.name}" threw: ${String(error)}`);
    }
  }
}
