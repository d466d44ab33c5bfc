import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { LoopClock } from './clock.js';
import { type LoopFailure, type LoopOptions, startLoop, type LoopHandle, type WorkOutcome } from './loop.js';

const SWEEP_MS = 1_000;

/** Time that stands still until a test moves it. */
class HandClock implements LoopClock {
  #nowMs = 0;
  #timers: { readonly atMs: number; readonly callback: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get pendingMs(): readonly number[] {
    return this.#timers.map(({ atMs }) => atMs - this.#nowMs);
  }

  async pass(durationMs: number): Promise<void> {
    this.#nowMs += durationMs;
    const due = this.#timers.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#timers = this.#timers.filter(({ atMs }) => atMs > this.#nowMs);
    for (const { callback } of due) {
      callback();
    }
    await settle();
  }
}

/** Long enough for the loop to come to rest when its work does not wait for anything. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await nextTurn();
  }
}

/** Work that a test lets go of when it likes. */
function heldWork() {
  const held: ((outcome: WorkOutcome) => void)[] = [];
  return {
    work: () =>
      new Promise<WorkOutcome>((resolve) => {
        held.push(resolve);
      }),
    count: () => held.length,
    finish: async (outcome: WorkOutcome): Promise<void> => {
      held.at(-1)?.(outcome);
      await settle();
    },
  };
}

describe('a loop', () => {
  const clockOf = (): HandClock => new HandClock();
  const start = (options: Partial<LoopOptions> & Pick<LoopOptions, 'work' | 'clock'>): LoopHandle =>
    startLoop({
      name: 'test',
      sweepMs: SWEEP_MS,
      onError: (error) => {
        throw error;
      },
      random: () => 1,
      ...options,
    });

  it('works again at once while there is more, and then waits for the sweep', async () => {
    const outcomes: WorkOutcome[] = ['more', 'more', 'idle'];
    let turns = 0;
    const clock = clockOf();
    const loop = start({ clock, work: () => Promise.resolve(outcomes[turns++] ?? 'idle') });
    await settle();
    expect({ turns, state: loop.state, pending: clock.pendingMs }).toEqual({
      turns: 3,
      state: 'waiting',
      pending: [SWEEP_MS],
    });
    await clock.pass(SWEEP_MS - 1);
    expect(turns).toBe(3);
    await clock.pass(1);
    expect(turns).toBe(4);
    await loop.stop();
    expect({ state: loop.state, pending: clock.pendingMs }).toEqual({ state: 'stopped', pending: [] });
  });

  it('is woken before the sweep', async () => {
    let turns = 0;
    const loop = start({
      clock: clockOf(),
      work: () => {
        turns += 1;
        return Promise.resolve('idle');
      },
    });
    await settle();
    loop.wake();
    await settle();
    expect(turns).toBe(2);
    await loop.stop();
  });

  it('remembers a wake-up during work, however often it came, and looks once more', async () => {
    const held = heldWork();
    const loop = start({ clock: clockOf(), work: held.work });
    await settle();
    loop.wake();
    loop.wake();
    await held.finish('idle');
    expect(held.count()).toBe(2);
    await held.finish('idle');
    expect({ turns: held.count(), state: loop.state }).toEqual({ turns: 2, state: 'waiting' });
    await loop.stop();
  });

  it('goes on after failures, each time later up to a bound, and afresh after a success', async () => {
    const failures: LoopFailure[] = [];
    let isBroken = true;
    const clock = clockOf();
    const loop = start({
      clock,
      work: () => (isBroken ? Promise.reject(new Error('database away')) : Promise.resolve('idle')),
      onError: (_error, failure) => failures.push(failure),
    });
    await settle();
    for (let time = 0; time < 7; time += 1) {
      expect(loop.state).toBe('backing-off');
      await clock.pass(clock.pendingMs[0] ?? 0);
    }
    expect(failures.map(({ retryInMs }) => retryInMs)).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    isBroken = false;
    await clock.pass(5_000);
    expect(loop.state).toBe('waiting');
    isBroken = true;
    await clock.pass(SWEEP_MS);
    expect(failures.at(-1)).toEqual({ loop: 'test', failures: 1, retryInMs: 100 });
    await loop.stop();
  });

  it('is not hurried by wake-ups while it backs off', async () => {
    let turns = 0;
    const clock = clockOf();
    const loop = start({
      clock,
      onError: () => {},
      work: () => {
        turns += 1;
        return Promise.reject(new Error('database away'));
      },
    });
    await settle();
    loop.wake();
    await settle();
    expect(turns).toBe(1);
    await clock.pass(100);
    expect(turns).toBe(2);
    await loop.stop();
  });

  it('survives work that throws before it promises, and listeners that throw', async () => {
    const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    let turns = 0;
    const clock = clockOf();
    const loop = start({
      clock,
      work: () => {
        turns += 1;
        throw new Error('at once');
      },
      onTurn: () => {
        throw new Error('metrics away');
      },
      onError: () => {
        throw new Error('log away');
      },
    });
    await settle();
    await clock.pass(100);
    expect(turns).toBe(2);
    await loop.stop();
    const warnings = emitWarning.mock.calls.map(([warning]) => warning);
    emitWarning.mockRestore();
    const threw = (text: string): string => `A listener of the loop "test" threw: Error: ${text}`;
    const aTurn = [threw('metrics away'), threw('log away')];
    expect(warnings).toEqual([...aTurn, ...aTurn]);
  });

  it('lets running work finish when it stops, tells it so, and starts none after', async () => {
    const held = heldWork();
    let signal: AbortSignal | undefined;
    const loop = start({
      clock: clockOf(),
      work: (given) => {
        signal = given;
        return held.work();
      },
    });
    await settle();
    let isStopped = false;
    const stopping = Promise.all([loop.stop(), loop.stop()]).then(() => {
      isStopped = true;
    });
    await settle();
    expect({ isStopped, state: loop.state, isTold: signal?.aborted }).toEqual({
      isStopped: false,
      state: 'stopping',
      isTold: true,
    });
    await held.finish('more');
    await stopping;
    loop.wake();
    await settle();
    expect({ turns: held.count(), state: loop.state }).toEqual({ turns: 1, state: 'stopped' });
    await loop.stop();
    expect(loop.state).toBe('stopped');
  });

  it.each(['waiting', 'backing-off'])('stops at once while %s', async (state) => {
    const clock = clockOf();
    const loop = start({
      clock,
      onError: () => {},
      work: () => (state === 'waiting' ? Promise.resolve('idle') : Promise.reject(new Error('away'))),
    });
    await settle();
    expect(loop.state).toBe(state);
    await loop.stop();
    expect(clock.pendingMs).toEqual([]);
  });

  it('shows progress at the start and the end of every turn, and none while work hangs', async () => {
    const clock = clockOf();
    const held = heldWork();
    const turns: unknown[] = [];
    const loop = start({ clock, work: held.work, onTurn: (turn) => turns.push(turn) });
    await settle();
    await clock.pass(700);
    expect(loop.progressAtMs()).toBe(0);
    await held.finish('idle');
    expect(loop.progressAtMs()).toBe(700);
    await clock.pass(SWEEP_MS);
    expect(loop.progressAtMs()).toBe(1_700);
    expect(turns).toEqual([{ loop: 'test', outcome: 'idle', durationMs: 700 }]);
    const stopping = loop.stop();
    await held.finish('idle');
    await stopping;
  });

  it('lets the rest of the process live while work never waits for anything', async () => {
    let isTimerHeard = false;
    setTimeout(() => {
      isTimerHeard = true;
    }, 5);
    const loop = start({ clock: clockOf(), work: () => Promise.resolve(isTimerHeard ? 'idle' : 'more') });
    while (!isTimerHeard) {
      await nextTurn();
    }
    await loop.stop();
  });

  it('loses no wake-up and skips no failure, whatever the order of things', async () => {
    const step = fc.constantFrom('wake', 'idle', 'more', 'fail', 'pass');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const clock = clockOf();
        let announced = 0;
        let seen = 0;
        let settleWork: (outcome: WorkOutcome | 'fail') => void = () => {};
        const loop = start({
          clock,
          onError: () => {},
          work: () => {
            seen = announced;
            return new Promise((resolve, reject) => {
              settleWork = (outcome) => {
                if (outcome === 'fail') {
                  reject(new Error('away'));
                } else {
                  resolve(outcome);
                }
              };
            });
          },
        });
        for (const next of steps) {
          if (next === 'wake') {
            announced += 1;
            loop.wake();
          } else if (next === 'pass') {
            await clock.pass(500);
          } else {
            settleWork(next);
          }
          await settle();
        }
        // However it stands now, ending the work and a back-off is enough: no sweep is needed to see what was rung.
        for (let rest = 0; rest < 3 && seen < announced; rest += 1) {
          settleWork('idle');
          await settle();
          if (loop.state === 'backing-off') {
            await clock.pass(5_000);
          }
        }
        expect(seen).toBe(announced);
        settleWork('idle');
        const stopping = loop.stop();
        settleWork('idle');
        await stopping;
      }),
      { numRuns: 60 },
    );
  });
});
