import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Reopened } from './reopened.js';

/** Something that starts and ends as its script says. */
class Scripted {
  readonly closes: (boolean | undefined)[] = [];
  readonly #start: Promise<unknown>;
  readonly #end: Promise<void>;

  constructor(start: Promise<unknown>, end: Promise<void> = Promise.resolve()) {
    this.#start = start;
    this.#end = end;
  }

  waitUntilReady(): Promise<unknown> {
    return this.#start;
  }

  close(isForced?: boolean): Promise<void> {
    this.closes.push(isForced);
    return this.#end;
  }
}

const never = (): Promise<void> => new Promise(() => {});

describe('what is made again until it started well', () => {
  const problems: unknown[] = [];
  const made: Scripted[] = [];
  const reopened = (...scripts: Scripted[]): Reopened<Scripted> =>
    new Reopened(
      () => {
        const next = scripts[made.length] ?? new Scripted(never());
        made.push(next);
        return next;
      },
      (problem) => problems.push(problem),
    );

  beforeEach(() => {
    jest.useFakeTimers();
    problems.splice(0);
    made.splice(0);
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('is there as soon as it has started', async () => {
    const one = new Scripted(Promise.resolve());
    const subject = reopened(one);
    expect(subject.ready).toBeUndefined();
    await subject.started();
    expect(subject.ready).toBe(one);
  });

  it('is made again a second after each failed start, and the failed one is ended by force', async () => {
    const failed = new Scripted(Promise.reject(new Error('half-way')));
    const good = new Scripted(Promise.resolve());
    const subject = reopened(failed, good);
    await jest.advanceTimersByTimeAsync(999);
    expect({ made: made.length, closes: failed.closes, ready: subject.ready }).toEqual({
      made: 1,
      closes: [true],
      ready: undefined,
    });
    await jest.advanceTimersByTimeAsync(1);
    expect(subject.ready).toBe(good);
    expect(problems).toEqual([new Error('half-way')]);
  });

  it('is not made again after it was closed', async () => {
    const subject = reopened(new Scripted(Promise.reject(new Error('half-way'))));
    await jest.advanceTimersByTimeAsync(500);
    await subject.close(false);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(made.length).toBe(1);
  });

  it('ends in order when asked to, and by force when it never started', async () => {
    const started = reopened(new Scripted(Promise.resolve()));
    await started.started();
    await started.close(false);
    expect(made[0]?.closes).toEqual([false]);
    made.splice(0);
    const waiting = reopened(new Scripted(never()));
    await waiting.close(false);
    expect(made[0]?.closes).toEqual([true]);
  });

  it('waits two seconds for an end that does not come', async () => {
    const subject = reopened(new Scripted(Promise.resolve(), never()));
    await subject.started();
    let isClosed = false;
    const closing = subject.close(false).then(() => {
      isClosed = true;
    });
    await jest.advanceTimersByTimeAsync(1_999);
    expect(isClosed).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await closing;
    expect(isClosed).toBe(true);
  });

  it('reports an end that fails', async () => {
    const subject = reopened(new Scripted(Promise.resolve(), Promise.reject(new Error('no end'))));
    await subject.started();
    await subject.close(false);
    expect(problems).toEqual([new Error('no end')]);
  });
});
