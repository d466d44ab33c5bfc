import type { Store } from '../../platform/store/store.js';
import { asTenant } from '../tenant-sql.js';

export interface TicketChange {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly seq: number;
  readonly updated_at: Date;
}

/** Commits do not come in the order of their instants: each look goes back this far over what it saw before. */
const OVERLAP_MS = 5_000;
/** Newest tickets that are looked at: there is no index on `updated_at`, and one would slow every change. */
const WINDOW = 2_000;
const MAX_CHANGES = 500;

const OF_ALL = "where $1 = '*'";
const OF_TENANT = 'where tenant = $1';

/** Tickets within a tenant's sight (`*`: all) that changed since an instant, less the overlap. */
export async function recentChanges(store: Store, tenant: string, sinceMs: number): Promise<readonly TicketChange[]> {
  return asTenant(store, 'api.read', tenant, (sql) =>
    sql.query<TicketChange>(
      `select id, number, status, seq, updated_at
       from (select id, number, status, seq, updated_at from ticket ${tenant === '*' ? OF_ALL : OF_TENANT}
             order by opened_at desc, id desc limit ${WINDOW}) as newest
       where updated_at > $2::timestamptz order by updated_at, id limit ${MAX_CHANGES}`,
      [tenant, new Date(sinceMs - OVERLAP_MS)],
    ),
  );
}
