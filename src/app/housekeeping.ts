import { countEvents, PARTITIONED } from '../ops/reconcile/index.js';
import type { Database } from '../platform/store/store.js';
import type { AppMetrics } from './recorders.js';

const HOUR_MS = 60 * 60_000;
/** Repeated requests are recognised for this long. */
const IDEMPOTENCY_DAYS = 7;
/** Posted bodies are kept for this long, and longer while something of them is still to be done. */
const RAW_DAYS = 14;
/** Who read a file of a citizen is known for this long. */
const FILE_READ_DAYS = 800;
/** Partitions are made this far ahead: from the month before on, and from the week before on. */
const PARTITION_MONTHS = 4;
const RAW_WEEKS = 5;

/** The file stops counting what is not written down any more. */
const OLD_FILE_READS = `
  with gone as (
    delete from file_read where day < current_date - $1::int returning message_id, n, times
  ), told as (select message_id, n, sum(times) as times from gone group by 1, 2)
  update media f set reads = f.reads - told.times from told where (f.message_id, f.n) = (told.message_id, told.n)`;

/** Makes the partitions ahead and drops what need not be kept any longer. */
async function keepHouse(database: Database): Promise<void> {
  const today = "(now() at time zone 'UTC')::date";
  await database.owner.query(`select schakel_make_partitions(${today} - 31, $1)`, [PARTITION_MONTHS]);
  await database.owner.query(`select schakel_make_raw_partitions(${today} - 7, $1)`, [RAW_WEEKS]);
  await database.handling.transaction('scheduler.housekeeping', (sql) =>
    sql.query('delete from idempotency where created_at < now() - make_interval(days => $1)', [IDEMPOTENCY_DAYS]),
  );
  // A bucket that is full again says nothing about anybody.
  await database.handling.transaction('scheduler.housekeeping', (sql) =>
    sql.query('delete from counter_quota where free_ms < extract(epoch from now()) * 1000'),
  );
  await database.handling.transaction('scheduler.housekeeping', (sql) =>
    sql.query('delete from sending_pause where free_at < now()'),
  );
  await database.handling.transaction('scheduler.housekeeping', (sql) => sql.query(OLD_FILE_READS, [FILE_READ_DAYS]));
  await database.owner.query('select schakel_drop_raw_partitions(now() - make_interval(days => $1))', [RAW_DAYS]);
}

/**
 * Shows what must always be 0: the difference of each municipality, and the rows that no partition was made for.
 * Who received nothing yet is shown too: an alert cannot watch a line that is not there.
 */
async function showFaults(database: Database, metrics: AppMetrics, nisCodes: readonly string[]): Promise<void> {
  const differences = new Map(nisCodes.map((nis) => [nis, 0]));
  for (const { municipality, difference } of await countEvents(database.handling)) {
    // One channel too many does not make up for another too few.
    differences.set(municipality, (differences.get(municipality) ?? 0) + Math.abs(difference));
  }
  metrics.replaceGauge(
    'schakel_reconciliation_difference',
    [...differences].map(([municipality, value]) => ({ labels: { municipality }, value })),
  );
  const counts = Object.keys(PARTITIONED).map(
    (table) => `select '${table}' as table, count(*)::float8 as rows from ${table}_default`,
  );
  const found = await database.owner.query<{ table: string; rows: number }>(counts.join(' union all '));
  metrics.replaceGauge(
    'schakel_default_partition_rows',
    found.map(({ table, rows }) => ({ labels: { table }, value: rows })),
  );
}

type Duty = (nisCodes: readonly string[]) => Promise<void>;

/** A duty that rests for an hour once it was done well. */
function hourly(now: () => number, duty: Duty): Duty {
  let doneAtMs = 0;
  return async (nisCodes) => {
    if (now() - doneAtMs >= HOUR_MS) {
      await duty(nisCodes);
      doneAtMs = now();
    }
  };
}

/**
 * What the scheduler's leader does once an hour, given the municipalities in the configuration. Faults are shown first:
 * rows in a default partition are what makes the housekeeping fail, and then the gauge is what an engineer looks for.
 */
export function hourlyDuties(database: Database, metrics: AppMetrics, now: () => number): Duty {
  const show = hourly(now, (nisCodes) => showFaults(database, metrics, nisCodes));
  const keep = hourly(now, () => keepHouse(database));
  return async (nisCodes) => {
    await show(nisCodes);
    await keep(nisCodes);
  };
}
