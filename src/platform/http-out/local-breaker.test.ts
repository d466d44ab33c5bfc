import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLocalBreaker, type Guarded, type LocalBreaker } from './local-breaker.js';

const OPEN_MS = 1_000;

describe('the breaker of this process', () => {
  let breaker: LocalBreaker;
  const answer = (target: string, result: 'good' | 'bad'): Promise<Guarded<string>> =>
    breaker.run(
      target,
      () => Promise.resolve(result),
      (given) => given === 'bad',
    );
  const fail = async (target: string, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      await answer(target, 'bad');
    }
  };

  beforeEach(() => {
    jest.useFakeTimers();
    breaker = createLocalBreaker({ minCalls: 4, failurePercent: 50, windowMs: 10_000, openMs: OPEN_MS, maxTargets: 3 });
  });

  afterEach(() => {
    breaker.shutdown();
    jest.useRealTimers();
  });

  it('gives every result back as it is, good or bad', async () => {
    expect(await answer('crm', 'good')).toEqual({ ran: true, result: 'good' });
    expect(await answer('crm', 'bad')).toEqual({ ran: true, result: 'bad' });
    expect(breaker.state('crm')).toBe('closed');
  });

  it('runs nothing more once more than the share has failed, for that target only', async () => {
    await fail('crm', 4);
    let runs = 0;
    const run = (): Promise<string> => {
      runs += 1;
      return Promise.resolve('good');
    };
    expect(await breaker.run('crm', run, () => false)).toEqual({ ran: false });
    expect({ runs, state: breaker.state('crm') }).toEqual({ runs: 0, state: 'open' });
    expect(await answer('other', 'good')).toEqual({ ran: true, result: 'good' });
  });

  it('stays closed below the least number of calls, and at exactly the share', async () => {
    await fail('few', 3);
    expect(breaker.state('few')).toBe('closed');
    await answer('half', 'good');
    await answer('half', 'good');
    await fail('half', 2);
    expect(breaker.state('half')).toBe('closed');
  });

  it('forgets failures that are older than the window', async () => {
    await fail('crm', 3);
    jest.advanceTimersByTime(11_000);
    await fail('crm', 3);
    expect(breaker.state('crm')).toBe('closed');
  });

  it('lets one probe pass after the time, and refuses others while it is under way', async () => {
    await fail('crm', 4);
    jest.advanceTimersByTime(OPEN_MS);
    expect(breaker.state('crm')).toBe('probing');
    let finish: (result: string) => void = () => {};
    const slow = new Promise<string>((resolve) => {
      finish = resolve;
    });
    const probe = breaker.run(
      'crm',
      () => slow,
      () => false,
    );
    expect(await answer('crm', 'good')).toEqual({ ran: false });
    finish('good');
    expect(await probe).toEqual({ ran: true, result: 'good' });
    expect(breaker.state('crm')).toBe('closed');
  });

  it('begins without a past after a good probe', async () => {
    await fail('crm', 4);
    jest.advanceTimersByTime(OPEN_MS);
    await answer('crm', 'good');
    await fail('crm', 3);
    expect(breaker.state('crm')).toBe('closed');
  });

  it('opens again for the whole time after a bad probe', async () => {
    await fail('crm', 4);
    jest.advanceTimersByTime(OPEN_MS);
    expect(await answer('crm', 'bad')).toEqual({ ran: true, result: 'bad' });
    jest.advanceTimersByTime(OPEN_MS - 1);
    expect(await answer('crm', 'good')).toEqual({ ran: false });
    jest.advanceTimersByTime(1);
    expect(await answer('crm', 'good')).toEqual({ ran: true, result: 'good' });
  });

  it('throws what the call throws, and counts it as failed', async () => {
    const broken = (): Promise<string> => Promise.reject(new Error('a fault of ours'));
    for (let time = 0; time < 4; time += 1) {
      await expect(breaker.run('crm', broken, () => false)).rejects.toThrow('a fault of ours');
    }
    expect(breaker.state('crm')).toBe('open');
  });

  it('follows the shared row: open without a failure, closed without a past', async () => {
    breaker.open('crm');
    expect(await answer('crm', 'good')).toEqual({ ran: false });
    breaker.close('crm');
    expect(await answer('crm', 'good')).toEqual({ ran: true, result: 'good' });
    await fail('crm', 2);
    expect(breaker.state('crm')).toBe('closed');
    breaker.close('never heard of');
  });

  it('remembers a bounded number of targets, and forgets the one used longest ago', async () => {
    breaker.open('first');
    breaker.open('second');
    breaker.open('third');
    await answer('first', 'good');
    breaker.open('fourth');
    expect(['first', 'second', 'third', 'fourth'].map((target) => breaker.state(target))).toEqual([
      'open',
      'closed',
      'open',
      'open',
    ]);
  });

  it('is not moved by a call that ends after its target was closed from outside', async () => {
    let finish: (result: string) => void = () => {};
    const slow = new Promise<string>((resolve) => {
      finish = resolve;
    });
    const late = breaker.run(
      'crm',
      () => slow,
      () => true,
    );
    breaker.close('crm');
    await fail('crm', 3);
    finish('bad');
    expect(await late).toEqual({ ran: true, result: 'bad' });
    expect(breaker.state('crm')).toBe('closed');
  });
});
