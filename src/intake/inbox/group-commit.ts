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
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let underWay = 0;
  let scheduled = false;
  let idle: (() => void)[] = [];

  function takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { intake } of waiting) {
      if (count >= options.maxGroup || (count > 0 && bytes + intake.body.length > options.maxGroupBytes)) {
        break;
      }
      bytes += intake.body.length;
      count += 1;
    }
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    waitingBytes -= bytes;
    return group;
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    const intakes = group.map((one) => one.intake);
    const first = intakes[0];
    if (first === undefined) {
      return;
    }
    let committed = false;
    try {
      const write = options.store.transaction('intake.group', (sql) =>
        storeGroup(sql, newId(first.receivedAtMs), intakes),
      );
      await withTimeout(write, options.timeoutMs);
      committed = true;
      options.onCommitted(intakes.length);
    } catch (error) {
      options.onFailed(error, intakes.length);
    }
    for (const one of group) {
      one.settle(committed);
    }
  }

  function pump(): void {
    scheduled = false;
    while (underWay < options.concurrency && waiting.length > 0) {
      underWay += 1;
      void commit(takeGroup()).finally(() => {
        underWay -= 1;
        schedule();
      });
    }
    if (underWay === 0 && waiting.length === 0) {
      const done = idle;
      idle = [];
      for (const resolve of done) {
        resolve();
      }
    }
  }

  function schedule(): void {
    // After the events of this turn, so that requests read together are committed together.
    if (!scheduled) {
      scheduled = true;
      setImmediate(pump);
    }
  }

  return {
    add: (intake) =>
      new Promise((settle) => {
        if (waitingBytes + intake.body.length > options.maxWaitingBytes) {
          settle(false);
          return;
        }
        waiting.push({ intake, settle });
        waitingBytes += intake.body.length;
        schedule();
      }),
    drain: () =>
      new Promise((resolve) => {
        idle.push(resolve);
        schedule();
      }),
  };
}
