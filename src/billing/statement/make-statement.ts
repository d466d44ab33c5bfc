import { ExpectedFailure } from '../../domain/expected-failure.js';
import type { Meter } from '../../domain/vocabulary.js';
import type { Sql, Store } from '../../platform/store/store.js';
import type { SigningKey } from './signing-key.js';
import { chainNext, chainStart, Counter, type Statement } from './statement.js';

/** Entries in memory at a time. */
const PAGE = 5_000;

/**
 * The entries of a tenant that the closing of a month saw and none before it did, in the order of their ids, each as the line
 * that is hashed. So every entry of closed months is in exactly one statement.
 */
const ENTRIES = `
  declare statement_entry no scroll cursor for
  with closing as (
    select seen, closed_at from closed_month where tenant = $1 and period = $2
  ), earlier as (
    select period, seen, closed_at from closed_month where tenant = $1 and period < $2 order by period desc limit 1
  )
  select u.meter, u.channel, u.quantity,
    json_build_array(u.id, u.tenant, u.meter, u.quantity, u.channel, u.target, u.ticket_id, u.fact_kind, u.fact_id, u.tariff,
      u.tariff_version, u.billing_day, u.outside_hours, u.corrects, u.reason, u.cause_id, u.settings_hash,
      to_char(u.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      to_char(u.known_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text as line
  from usage_entry u cross join closing c left join earlier b on true
  where u.tenant = $1 and u.billing_day <= $3::date
    and pg_visible_in_snapshot(u.written_by, c.seen) and u.known_at <= c.closed_at
    -- The closing before took entries up to the end of its own month only, though it saw those of the days after it too.
    and not coalesce(
      to_char(u.billing_day, 'YYYY-MM') <= b.period
        and pg_visible_in_snapshot(u.written_by, b.seen) and u.known_at <= b.closed_at, false)
  order by u.id`;

interface EntryRow {
  readonly meter: Meter;
  readonly channel: string;
  readonly quantity: number;
  readonly line: string;
}

/** Whose statement, of which closed month. */
export interface StatementOf {
  readonly tenant: string;
  readonly nis: string;
  readonly name: string;
  readonly period: string;
  /** The last day of the month, `YYYY-MM-DD`. */
  readonly lastDate: string;
}

/** The closing of that month is not there, so there is nothing to state. */
export class NotClosed extends ExpectedFailure {
  constructor({ name, period }: StatementOf) {
    super(`${name}, ${period}: the month is not closed, or was never invoiced.`);
  }
}

async function readEntries(
  sql: Sql,
  about: StatementOf,
  onRow: (row: EntryRow) => Promise<void> | void,
): Promise<void> {
  const { tenant, period, lastDate } = about;
  await sql.query(ENTRIES, [tenant, period, lastDate]);
  for (;;) {
    const rows = await sql.query<EntryRow>(`fetch ${PAGE} from statement_entry`);
    for (const row of rows) {
      await onRow(row);
    }
    if (rows.length < PAGE) {
      await sql.query('close statement_entry');
      return;
    }
  }
}

/**
 * Makes the statement of a closed month, and hands each of its lines to `onLine` on the way; a page of entries is in memory
 * at a time. A closed month does not change, so its statement is always the same.
 *
 * @param store in the role handling
 * @throws NotClosed
 */
export async function makeStatement(
  store: Store,
  about: StatementOf,
  key: SigningKey,
  onLine: (line: string) => Promise<void> | void,
): Promise<Statement> {
  const { tenant, nis, name, period } = about;
  return store.transaction('billing.read', async (sql) => {
    const closed = await sql.query('select from closed_month where tenant = $1 and period = $2', [tenant, period]);
    if (closed.length === 0) {
      throw new NotClosed(about);
    }
    const counter = new Counter();
    let chain = chainStart({ tenant, period });
    let entries = 0;
    await readEntries(sql, about, async ({ meter, channel, quantity, line }) => {
      counter.add({ meter, channel, quantity });
      chain = chainNext(chain, line);
      entries += 1;
      await onLine(line);
    });
    const { counts } = counter;
    return key.sign({ format: 'schakel-statement-1', tenant, nis, name, period, entries, counts, chain });
  });
}
