import { afterEach, describe, expect, it } from '@jest/globals';
import {
  RING_GAP_MS,
  type Doorbell,
  type DoorbellLane,
  type DoorbellReports,
  type RingOutcome,
} from '../../../src/platform/queue/doorbell.js';
import { eventually, pause } from './eventually.js';

export interface DoorbellSubject {
  readonly name: string;
  /** A new doorbell that no other test shares. */
  open(reports: DoorbellReports): Promise<Doorbell>;
}

/** What every doorbell promises, whatever carries the rings. */
export function doorbellConformance(subject: DoorbellSubject): void {
  describe(`the doorbell ${subject.name}`, () => {
    const opened: Doorbell[] = [];
    const open = async (reports: DoorbellReports = {}): Promise<Doorbell> => {
      const doorbell = await subject.open(reports);
      opened.push(doorbell);
      return doorbell;
    };

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((doorbell) => doorbell.close()));
    });

    it('wakes who listens to the lane that was rung, and nobody else', async () => {
      const doorbell = await open();
      const woken: DoorbellLane[] = [];
      doorbell.onRing('handle', () => woken.push('handle'));
      doorbell.onRing('deliver', () => woken.push('deliver'));
      doorbell.ring('handle');
      await eventually('the listener of handle is woken', () => woken.length > 0);
      await pause(30);
      expect(woken).toEqual(['handle']);
    });

    it('wakes once more for each ring that follows a wake-up', async () => {
      const doorbell = await open();
      let wakes = 0;
      doorbell.onRing('split', () => {
        wakes += 1;
      });
      for (let ring = 1; ring <= 60; ring += 1) {
        doorbell.ring('split');
        await eventually(`ring ${ring} wakes`, () => wakes >= ring, 2_000);
      }
    });

    it('wakes after the last ring of any burst, so that no announced work waits', async () => {
      const doorbell = await open();
      let rungAtMs = 0;
      let wokenAtMs = 0;
      doorbell.onRing('handle', () => {
        wokenAtMs = performance.now();
      });
      const around = [-2, -1, 0, 1, 2, 10].map((ms) => RING_GAP_MS + ms);
      for (const gapMs of [0, 1, 2, 3, 5, 8, ...around]) {
        for (let ring = 0; ring < 5; ring += 1) {
          await pause(gapMs);
          rungAtMs = performance.now();
          doorbell.ring('handle');
        }
        await eventually(`a wake-up follows rings ${gapMs} ms apart`, () => wokenAtMs >= rungAtMs, 2_000);
      }
    });

    it('makes few wake-ups of many rings, and counts every ring once', async () => {
      const counts = new Map<RingOutcome, number>();
      const doorbell = await open({
        onOutcome: (_lane, outcome) => {
          counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
        },
      });
      const count = (outcome: RingOutcome): number => counts.get(outcome) ?? 0;
      doorbell.onRing('deliver', () => {});
      doorbell.ring('deliver');
      await eventually('the first ring is heard', () => count('heard') > 0);
      for (let ring = 1; ring < 10_000; ring += 1) {
        doorbell.ring('deliver');
      }
      const total = (): number => count('rung') + count('coalesced') + count('lost');
      await eventually('all rings are counted', () => total() === 10_000);
      await pause(50);
      expect({ total: total(), lost: count('lost') }).toEqual({ total: 10_000, lost: 0 });
      // Ten thousand rings take some tens of milliseconds: one wake-up for each ten of them, not for each ring.
      expect(count('heard')).toBeLessThan(60);
    });

    it('does not make the caller wait', async () => {
      const doorbell = await open();
      doorbell.ring('settings');
      const startedAtMs = performance.now();
      for (let ring = 0; ring < 1_000; ring += 1) {
        doorbell.ring('settings');
      }
      expect(performance.now() - startedAtMs).toBeLessThan(100);
    });

    it('wakes every listener of this process, also when one of them throws', async () => {
      const problems: unknown[] = [];
      const doorbell = await open({ onProblem: (error) => problems.push(error) });
      let wakes = 0;
      doorbell.onRing('handle', () => {
        throw new Error('broken listener');
      });
      doorbell.onRing('handle', () => {
        wakes += 1;
      });
      doorbell.ring('handle');
      await eventually('the second listener is woken', () => wakes === 1);
      expect(problems).toEqual([new Error('broken listener')]);
    });

    it('leaves a listener alone that has stopped listening', async () => {
      const doorbell = await open();
      let stopped = 0;
      let listening = 0;
      doorbell.onRing('handle', () => {
        listening += 1;
      });
      const stop = doorbell.onRing('handle', () => {
        stopped += 1;
      });
      stop();
      doorbell.ring('handle');
      await eventually('the other listener is woken', () => listening === 1);
      expect(stopped).toBe(0);
    });

    it('is healthy while open, and quiet after it was closed', async () => {
      const startedAtMs = Date.now();
      const doorbell = await open();
      let wakes = 0;
      doorbell.onRing('handle', () => {
        wakes += 1;
      });
      expect(doorbell.state().isHealthy).toBe(true);
      expect(doorbell.state().sinceMs).toBeGreaterThanOrEqual(startedAtMs);
      await doorbell.close();
      await doorbell.close();
      doorbell.ring('handle');
      await pause(30);
      expect(wakes).toBe(0);
    });
  });
}
