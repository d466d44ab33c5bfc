import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { coalesce, type Coalescer } from './coalescer.js';

describe('coalescing', () => {
  let firedAtMs: number[];
  let bell: Coalescer;

  beforeEach(() => {
    jest.useFakeTimers();
    const startedAtMs = performance.now();
    firedAtMs = [];
    bell = coalesce(10, () => firedAtMs.push(performance.now() - startedAtMs));
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('fires a single call at once', () => {
    expect(bell.call()).toBe('at-once');
    jest.advanceTimersByTime(100);
    expect(firedAtMs).toEqual([0]);
  });

  it('fires once more at the end of the gap for all calls inside it', () => {
    expect([bell.call(), bell.call(), bell.call()]).toEqual(['at-once', 'later', 'covered']);
    jest.advanceTimersByTime(5);
    expect(bell.call()).toBe('covered');
    jest.advanceTimersByTime(100);
    expect(firedAtMs).toEqual([0, 10]);
  });

  it('fires at most once a gap under constant calls, and never later than a gap after the last', () => {
    for (let ms = 0; ms < 100; ms += 1) {
      bell.call();
      jest.advanceTimersByTime(1);
    }
    jest.advanceTimersByTime(100);
    expect(firedAtMs).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  });

  it('drops the call that waits when it is cancelled', () => {
    bell.call();
    bell.call();
    bell.cancel();
    jest.advanceTimersByTime(100);
    expect(firedAtMs).toEqual([0]);
  });
});
