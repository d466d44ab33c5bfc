import { createEraseTurn } from '../handling/index.js';
import { startLoop, type LoopHandle } from '../platform/loop/loop.js';
import type { Database } from '../platform/store/store.js';
import { showChannels } from './channel-gauges.js';
import { showCharges, showFlow, showOverdueTexts } from './flow-gauges.js';
import { hourlyDuties } from './housekeeping.js';
import { leading, type Leading } from './leading.js';
import { startClocks, type PipelineParts, type Running } from './pipeline.js';
import { reportTo } from './pipeline-parts.js';
import { resting } from './resting.js';
import { eraseRules } from './storage-terms.js';

const SHOW_EVERY_MS = 5_000;
/** Texts go minutes before their time is over, so turns with such a pause are never late. */
const ERASE_EVERY_MS = 10_000;
/** Adding up a month of a whole region takes seconds: then it is done every minute or two. */
const CHARGES_REST_TIMES = 50;

/** Read from the database for all processes. Shown by two, an alert would go on about what was true for the former one. */
const SHOWN_BY_LEADER = [
  'schakel_sla_open_clocks',
  'schakel_oldest_undelivered_seconds',
  'schakel_target_breaker_state',
  'schakel_parked',
  'schakel_quarantined',
  'schakel_media_oldest_due_seconds',
  'schakel_text_overdue_seconds',
  'schakel_channel_healthy',
  'schakel_channel_silence_seconds',
  'schakel_channel_missed_messages',
  'schakel_channel_expiry_days',
  'schakel_reconciliation_difference',
  'schakel_default_partition_rows',
  'schakel_billable_units',
  'schakel_charges_euro',
] as const;

function leader(parts: PipelineParts, database: Database): Leading {
  const { metrics, settings, now } = parts;
  let duties = hourlyDuties(database, metrics, now);
  const charges = resting(now, CHARGES_REST_TIMES, () => showCharges(parts, metrics, settings.current()));
  return leading({
    tryLeadership: () => database.tryLeadership('schakel scheduler'),
    lead: async () => {
      const active = settings.current();
      await showFlow(parts, metrics, active);
      await showOverdueTexts(parts, metrics, active);
      await showChannels(parts, metrics, active);
      await charges.turn();
      await duties(active.compiled.settings.municipalities.map(({ nis }) => nis));
    },
    stepDown: () => {
      for (const name of SHOWN_BY_LEADER) {
        metrics.replaceGauge(name, []);
      }
      // Who leads again shows everything at once.
      charges.wake();
      duties = hourlyDuties(database, metrics, now);
    },
  });
}

/** Runs on every instance: what is over is over, whoever lets it go, and it goes once. */
function startErasing({ store, adapters, settings, metrics, log, now }: PipelineParts): LoopHandle {
  const rules = eraseRules(adapters, () => settings.current(), now);
  return startLoop({
    ...{ name: 'erase', sweepMs: ERASE_EVERY_MS },
    work: createEraseTurn({
      ...{ store, rules },
      onErased: (erased) => {
        for (const { channel, because } of erased) {
          metrics.counter('schakel_texts_erased_total').inc({ channel, reason: because });
        }
      },
    }),
    onError: reportTo(log),
  });
}

/** The scheduler: clocks fire on every instance (their keys make them fire once); gauges come from one leader. */
export function startScheduler(parts: PipelineParts, database: Database): Running {
  const leads = leader(parts, database);
  const loop: LoopHandle = startLoop({
    ...{ name: 'scheduler', sweepMs: SHOW_EVERY_MS },
    work: async () => {
      await leads.turn();
      return 'idle';
    },
    onError: reportTo(parts.log),
  });
  const loops = [loop, startClocks(parts), startErasing(parts)];
  return {
    loops,
    stop: async () => {
      await Promise.all(loops.map((one) => one.stop()));
      await leads.release();
    },
  };
}
