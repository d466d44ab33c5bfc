import { startLoop, type LoopHandle, type WorkOutcome } from '../platform/loop/loop.js';
import type { Leadership, Database } from '../platform/store/store.js';
import { showCharges, showFlow } from './flow-gauges.js';
import { hourlyDuties } from './housekeeping.js';
import { startClocks, type PipelineParts, type Running } from './pipeline.js';

const SHOW_EVERY_MS = 5_000;

/** The scheduler: clocks fire on every instance (their keys make them fire once); gauges come from one leader. */
export function startScheduler(parts: PipelineParts, database: Database): Running {
  let leadership: Leadership | undefined;
  const duties = hourlyDuties(database, parts.metrics, parts.now);

  async function lead(): Promise<WorkOutcome> {
    if (leadership?.isHeld() !== true) {
      leadership = await database.tryLeadership('schakel scheduler');
    }
    if (leadership === undefined) {
      return 'idle';
    }
    const active = parts.settings.current();
    await showFlow(parts, parts.metrics, active);
    await showCharges(parts, parts.metrics, active);
    await duties(active.compiled.settings.municipalities.map(({ nis }) => nis));
    return 'idle';
  }

  const leader: LoopHandle = startLoop({
    ...{ name: 'scheduler', work: lead, sweepMs: SHOW_EVERY_MS },
    onError: (error, failure) => {
      parts.log.error({ ...failure, error }, 'a loop failed and will try again');
    },
  });
  const clocks = startClocks(parts);
  return {
    loops: [leader, clocks],
    stop: async () => {
      await Promise.all([leader.stop(), clocks.stop()]);
      await leadership?.release();
    },
  };
}
