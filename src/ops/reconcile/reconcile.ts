import type { Sql, Store } from '../../platform/store/store.js';
import { countDuplicates, countEvents } from './count-events.js';
import { DELIVERY_CHECKS } from './delivery-checks.js';
import { foldTicketClocks } from './fold-clocks.js';
import { foldTickets } from './fold-tickets.js';
import { INBOX_CHECKS } from './inbox-checks.js';
import { INVOICE_CHECKS } from './invoice-checks.js';
import { LINK_CHECKS } from './link-checks.js';
import { MEDIA_CHECKS } from './media-checks.js';
import { MESSAGE_CHECKS } from './message-checks.js';
import { NAME_CHECKS } from './name-checks.js';
import { PARTITION_CHECKS } from './partitions.js';
import { MAX_EXAMPLES, type Check, type Finding, type ReconciliationReport } from './report.js';
import { SETTINGS_CHECKS } from './settings-checks.js';
import { TICKET_CHECKS } from './ticket-checks.js';
import { USAGE_CHECKS } from './usage-checks.js';

/** Everything that is stated about the stored rows, beside the count of events and the fold of tickets. */
export const CHECKS: readonly Check[] = [
  ...INBOX_CHECKS,
  ...TICKET_CHECKS,
  ...LINK_CHECKS,
  ...MESSAGE_CHECKS,
  ...MEDIA_CHECKS,
  ...NAME_CHECKS,
  ...DELIVERY_CHECKS,
  ...USAGE_CHECKS,
  ...INVOICE_CHECKS,
  ...SETTINGS_CHECKS,
  ...PARTITION_CHECKS,
];

async function runCheck(sql: Sql, check: Check, now: Date): Promise<Finding> {
  // The database keeps what was found, however much it is; only the count and ten examples come here.
  const text = `
    with found as materialized (${check.sql})
    select (select count(*) from found)::float8 as count,
           array(select example from found order by example limit ${MAX_EXAMPLES}) as examples`;
  const [row] = await sql.query<{ count: number; examples: string[] }>(text, check.needsNow ? [now] : undefined);
  return { check: check.check, sentence: check.sentence, count: row?.count ?? 0, examples: row?.examples ?? [] };
}

/** Finds what breaks one statement; a count of 0 when nothing does. */
export type Search = (sql: Sql, now: Date) => Promise<Finding>;

/** Each statement by itself: the checks, and the folds of tickets and of clocks. */
export const SEARCHES: readonly Search[] = [
  ...CHECKS.map(
    (check): Search =>
      (sql, now) =>
        runCheck(sql, check, now),
  ),
  foldTickets,
  foldTicketClocks,
];

async function findings(sql: Sql, now: Date): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const search of SEARCHES) {
    found.push(await search(sql, now));
  }
  return found.filter((finding) => finding.count > 0);
}

/**
 * Proves from raw rows, in one snapshot, that nothing was lost and nothing happened twice. It changes nothing and locks
 * nothing; on the embedded store other work waits for it.
 *
 * @param store in the role handling, which sees every municipality
 */
export async function reconcile(store: Store, nowMs: number): Promise<ReconciliationReport> {
  const now = new Date(nowMs);
  return store.transaction('ops.reconcile', async (sql) => {
    await sql.query('set transaction isolation level repeatable read, read only');
    const rows = await countEvents(sql);
    const found = await findings(sql, now);
    return {
      ok: found.length === 0 && rows.every((row) => row.difference === 0),
      at: now.toISOString(),
      checks: SEARCHES.length,
      rows,
      duplicates: await countDuplicates(sql),
      findings: found,
    };
  });
}
