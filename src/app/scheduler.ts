import { billingPeriodAt, projectCharges, rateUsage } from '../billing/index.js';
import { startLoop, type LoopHandle, type WorkOutcome } from '../platform/loop/loop.js';
import type { Leadership, Database } from '../platform/store/store.js';
import type { ActiveSettings } from './active-settings.js';
import { startClocks, type PipelineParts, type Running } from './pipeline.js';
import type { AppMetrics } from './recorders.js';

const PROJECT_EVERY_MS = 5_000;
const HOUSEKEEPING_EVERY_MS = 60 * 60_000;
/** Repeated requests are recognised for this long. */
const IDEMPOTENCY_DAYS = 7;
/** Partitions are made this far ahead, from the month before on. */
const PARTITION_MONTHS = 4;

interface CountRow {
  readonly a: string;
  readonly b: string;
  readonly n: number;
}

const OPEN_CLOCKS = `
  select tenant as a, case when state = 'breached' then 'breached' when warned then 'warning' else 'ok' end as b, count(*)::int as n
  from clock where state in ('running', 'breached') group by 1, 2`;
const OLDEST = `
  select target as a, '' as b, extract(epoch from now() - min(created_at))::float8 as n
  from delivery where state in ('due', 'in-flight', 'unknown', 'parked', 'quarantined') group by 1`;
const BREAKERS = `
  select target as a, '' as b, case when state = 'closed' then 0 when probe_until > now() then 1 else 2 end as n from breaker`;
const PARKED = "select target as a, '' as b, count(*)::int as n from delivery where state = 'parked' group by 1";
const QUARANTINED =
  "select channel as a, '' as b, count(*)::int as n from event where state = 'quarantined' group by 1";
const SILENCE = `
  select e.channel as a, e.account as b, extract(epoch from now() - max(e.received_at))::float8 as n
  from event e where e.source = 'platform' and e.received_at > now() - interval '7 days' group by 1, 2`;

/** A read of the ledger and the state of the flow, shown as gauges. */
async function showGauges(parts: PipelineParts, metrics: AppMetrics, active: ActiveSettings): Promise<void> {
  const rows = (text: string): Promise<CountRow[]> => parts.store.query<CountRow>(text);
  const nis = (tenant: string): string => active.compiled.municipalityByTenant(tenant)?.municipality.nis ?? tenant;
  metrics.replaceGauge(
    'schakel_sla_open_clocks',
    (await rows(OPEN_CLOCKS)).map(({ a, b, n }) => ({ labels: { municipality: nis(a), state: b }, value: n })),
  );
  const byTarget = [
    ['schakel_oldest_undelivered_seconds', OLDEST],
    ['schakel_target_breaker_state', BREAKERS],
    ['schakel_parked', PARKED],
  ] as const;
  for (const [name, text] of byTarget) {
    metrics.replaceGauge(
      name,
      (await rows(text)).map(({ a, n }) => ({ labels: { target: a }, value: n })),
    );
  }
  metrics.replaceGauge(
    'schakel_quarantined',
    (await rows(QUARANTINED)).map(({ a, n }) => ({ labels: { channel: a }, value: n })),
  );
  metrics.replaceGauge(
    'schakel_channel_silence_seconds',
    (await rows(SILENCE)).map(({ a, b, n }) => ({ labels: { channel: a, account: b }, value: n })),
  );
}

/** Charges of the open period, read from the ledger at one instant and rated like the invoice. */
async function showCharges(parts: PipelineParts, metrics: AppMetrics, active: ActiveSettings): Promise<void> {
  const period = billingPeriodAt(parts.now());
  const { municipalities, tariffs } = active.compiled.settings;
  const projection = await projectCharges(
    parts.store,
    municipalities.map((one) => one.tenant),
    period,
  );
  const rated = municipalities.map((municipality) => ({
    municipality,
    usage: rateUsage(
      projection.days.filter((day) => day.tenant === municipality.tenant),
      tariffs,
      municipality.tariff,
      period.firstDate,
    ),
  }));
  metrics.replaceGauge(
    'schakel_billable_units',
    rated.flatMap(({ municipality, usage }) =>
      usage.lines.map(({ meter, tariff, units }) => ({
        labels: { municipality: municipality.nis, meter, tariff },
        value: units,
      })),
    ),
  );
  metrics.replaceGauge(
    'schakel_charges_euro',
    rated.map(({ municipality, usage }) => ({
      labels: { municipality: municipality.nis, tariff: municipality.tariff },
      value: Number(usage.totalEuro),
    })),
  );
  metrics.gauge('schakel_charges_as_of_seconds').set({}, projection.asOfMs / 1000);
}

async function keepHouse(parts: PipelineParts, database: Database): Promise<void> {
  await database.owner.query('select schakel_make_partitions((now() at time zone $1)::date - 31, $2)', [
    'UTC',
    PARTITION_MONTHS,
  ]);
  await parts.store.transaction('scheduler.housekeeping', (sql) =>
    sql.query('delete from idempotency where created_at < now() - make_interval(days => $1)', [IDEMPOTENCY_DAYS]),
  );
}

/** The scheduler: clocks fire on every instance (their keys make them fire once); gauges come from one leader. */
export function startScheduler(parts: PipelineParts, database: Database): Running {
  let leadership: Leadership | undefined;
  let houseKeptAtMs = 0;

  async function lead(): Promise<WorkOutcome> {
    if (leadership?.isHeld() !== true) {
      leadership = await database.tryLeadership('schakel scheduler');
    }
    if (leadership === undefined) {
      return 'idle';
    }
    const active = parts.settings.current();
    await showGauges(parts, parts.metrics, active);
    await showCharges(parts, parts.metrics, active);
    if (parts.now() - houseKeptAtMs > HOUSEKEEPING_EVERY_MS) {
      await keepHouse(parts, database);
      houseKeptAtMs = parts.now();
    }
    return 'idle';
  }

  const leader: LoopHandle = startLoop({
    ...{ name: 'scheduler', work: lead, sweepMs: PROJECT_EVERY_MS },
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
