import { newId } from '../../domain/ids.js';
import type { Store } from '../../platform/store/store.js';
import { storeGroup, type Intake } from './store-group.js';

export interface GroupCommitOptions {
  readonly store: Store;
  /** Most intakes in one commit. */
  readonly maxGroup: number;
  /** Most bytes in one commit. */
  readonly maxGroupBytes: number;
  /** Most bytes that may wait; beyond it intakes are refused, so memory stays flat while the database is away. */
  readonly maxWaitingBytes: number;
  /** Commits under way at once. */
  readonly concurrency: number;
  /** A commit that takes longer counts as failed; platforms give up after five seconds. */
  readonly timeoutMs: number;
  readonly onCommitted: (intakes: number) => void;
  readonly onFailed: (error: unknown, intakes: number) => void;
}

export interface GroupCommit {
  /** Resolves true after the durable commit, false when it was refused or failed; the platform then sends again. */
  add(intake: Intake): Promise<boolean>;
  /** Waits for what was added. */
  drain(): Promise<void>;
}

interface Waiting {
  readonly intake: Intake;
  readonly settle: (committed: boolean) => void;
}

function withTimeout(work: Promise<void>, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`The commit took longer than ${timeoutMs} ms`));
    }, timeoutMs);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

/**
 * One durable commit for all requests that arrive while the commit before is under way. An idle door commits at
 * once; a busy one forms groups by itself, so nothing waits for a timer.
 */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  return new Groups(options);
}

class Groups implements GroupCommit {
  readonly #options: GroupCommitOptions;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #underWay = 0;
  #isScheduled = false;
  #drained: (() => void)[] = [];

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  add(intake: Intake): Promise<boolean> {
    return new Promise((settle) => {
      if (this.#waitingBytes + intake.body.length > this.#options.maxWaitingBytes) {
        settle(false);
        return;
      }
      this.#waiting.push({ intake, settle });
      this.#waitingBytes += intake.body.length;
      this.#schedule();
    });
  }

  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained.push(resolve);
      this.#schedule();
    });
  }

  #schedule(): void {
    // After the events of this turn, so that requests read together are committed together.
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(() => {
        this.#pump();
      });
    }
  }

  #pump(): void {
    this.#isScheduled = false;
    while (this.#underWay < this.#options.concurrency && this.#waiting.length > 0) {
      this.#underWay += 1;
      void this.#commit(this.#takeGroup()).finally(() => {
        this.#underWay -= 1;
        this.#schedule();
      });
    }
    if (this.#underWay === 0) {
      const drained = this.#drained;
      this.#drained = [];
      for (const resolve of drained) {
        resolve();
      }
    }
  }

  #takeGroup(): Waiting[] {
    const { maxGroup, maxGroupBytes } = this.#options;
    let bytes = 0;
    let count = 0;
    for (const { intake } of this.#waiting) {
      if (count >= maxGroup || (count > 0 && bytes + intake.body.length > maxGroupBytes)) {
        break;
      }
      bytes += intake.body.length;
      count += 1;
    }
    const group = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    this.#waitingBytes -= bytes;
    return group;
  }

  /** Never throws: a commit that fails is told to every request in it. */
  async #commit(group: readonly Waiting[]): Promise<void> {
    const { store, timeoutMs, onCommitted, onFailed } = this.#options;
    const intakes = group.map((one) => one.intake);
    let isCommitted = false;
    try {
      const groupId = newId(intakes[0]?.receivedAtMs ?? 0);
      await withTimeout(storeGroup(store, groupId, intakes), timeoutMs);
      isCommitted = true;
      onCommitted(intakes.length);
    } catch (error) {
      onFailed(error, intakes.length);
    }
    for (const one of group) {
      one.settle(isCommitted);
    }
  }
}
