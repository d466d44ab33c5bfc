import { describe, expect, it } from '@jest/globals';
import { newId } from '../../domain/ids.js';
import type { Store } from '../../platform/store/store.js';
import { createGroupCommit, type GroupCommitOptions } from './group-commit.js';

interface Commits {
  readonly sizes: number[];
  release: () => void;
  fail: boolean;
}

/** A store whose commits wait until the test lets them go. */
function gatedStore(commits: Commits): Store {
  return {
    query: () => Promise.reject(new Error('nothing is asked here')),
    transaction: () => Promise.reject(new Error('one statement is enough')),
    commit: async (_point, _text, values) => {
      commits.sizes.push(Number(values[2]));
      await new Promise<void>((resolve) => {
        commits.release = resolve;
      });
      if (commits.fail) {
        throw new Error('the server is away');
      }
    },
  };
}

function start(change: Partial<GroupCommitOptions> = {}) {
  const commits: Commits = { sizes: [], release: () => undefined, fail: false };
  const group = createGroupCommit({
    ...{ store: gatedStore(commits), maxGroup: 3, maxGroupBytes: 1000, maxWaitingBytes: 1000, concurrency: 1 },
    ...{ timeoutMs: 50, onCommitted: () => undefined, onFailed: () => undefined, ...change },
  });
  const add = (bytes = 10): Promise<boolean> =>
    group.add({ id: newId(1), receiver: 'meta', account: null, receivedAtMs: 1, body: Buffer.alloc(bytes) });
  return { commits, group, add };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('group commit', () => {
  it('commits at once when idle, and what came meanwhile together', async () => {
    const { commits, add } = start();
    const first = add();
    await turn();
    const rest = [add(), add(), add(), add()];
    expect(commits.sizes).toEqual([1]);
    commits.release();
    expect(await first).toBe(true);
    await turn();
    commits.release();
    await turn();
    commits.release();
    expect(await Promise.all(rest)).toEqual([true, true, true, true]);
    expect(commits.sizes).toEqual([1, 3, 1]);
  });

  it('says no to every request of a commit that fails', async () => {
    const { commits, add } = start();
    commits.fail = true;
    const both = [add(), add()];
    await turn();
    commits.release();
    expect(await Promise.all(both)).toEqual([false, false]);
  });

  it('says no when the commit takes too long', async () => {
    const { add } = start();
    expect(await add()).toBe(false);
  });

  it('refuses at once what would not fit in memory', async () => {
    const { commits, add } = start();
    const fits = add(900);
    expect(await add(200)).toBe(false);
    await turn();
    commits.release();
    expect(await fits).toBe(true);
  });

  it('takes one body that is larger than a group', async () => {
    const { commits, add } = start({ maxGroupBytes: 100, maxWaitingBytes: 10_000 });
    const large = add(500);
    await turn();
    commits.release();
    expect(await large).toBe(true);
  });

  it('drains: what was added is committed first', async () => {
    const { commits, group, add } = start();
    const one = add();
    await turn();
    let isDrained = false;
    const drained = group.drain().then(() => {
      isDrained = true;
    });
    await turn();
    expect(isDrained).toBe(false);
    commits.release();
    await drained;
    expect(await one).toBe(true);
  });
});
