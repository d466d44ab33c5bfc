import type { ChangePreview } from '../domain/what-if.js';
import type { Store } from '../platform/store/store.js';
import { tenantsWithOtherPromises } from '../settings/other-promises.js';
import type { Settings } from '../settings/snapshot.js';
import { OPEN_TICKETS } from './snapshot-store.js';
import { previewChange } from './what-if.js';

/** What becomes of open tickets if `to` came into force now, for the municipalities whose promises it changes. */
export async function openTicketPreview(
  store: Store,
  from: Settings,
  to: Settings,
  nowMs: number,
): Promise<readonly ChangePreview[]> {
  const tenants = tenantsWithOtherPromises(from, to);
  if (tenants.length === 0) {
    return [];
  }
  const previews = await store.transaction('ops.reconcile', async (sql) => {
    await sql.query('set transaction isolation level repeatable read, read only');
    return previewChange(sql, from, to, nowMs);
  });
  return previews.filter(({ tenant, openTickets }) => tenants.includes(tenant) && openTickets > 0);
}

/** The preview as sentences: per municipality and per way to go on, what would be late and what would move. */
export function previewLines(previews: readonly ChangePreview[]): readonly string[] {
  return previews.flatMap((preview) => [
    `${preview.tenant}: ${preview.openTickets} open tickets.`,
    ...OPEN_TICKETS.map((mode) => {
      const { breached, newlyBreached, earlier, later } = preview[mode];
      const moves = mode === 'pin' ? 'deadlines stay' : `${earlier} deadlines earlier, ${later} later`;
      return `  --open-tickets ${mode}: ${breached.count} late, ${newlyBreached.count} of them newly; ${moves}.`;
    }),
  ]);
}
