import type { Sql } from '../../platform/store/store.js';
import type { AccountKey } from './pull-rows.js';

/**
 * Keeps what this worker watches and takes what nobody watches. An account whose last look failed is not taken, and one
 * that was refused is let go: its server would be asked twice by a login that it refuses. A row that is being written is left for the next time; a lease
 * is longer than several of them.
 */
const CLAIM = `
  update pulled_account p set watcher = $3, watch_until = now() + make_interval(secs => $4::float8 / 1000)
  from (
    select channel, account from pulled_account
    where (channel, account) in (select * from unnest($1::text[], $2::text[]))
      and ((watcher = $3 and watch_until > now() and not parked)
        or (code is null and cursor is not null and (watch_until is null or watch_until <= now())))
    order by watcher is distinct from $3, channel, account limit $5 for update skip locked
  ) as free
  where p.channel = free.channel and p.account = free.account
  returning p.channel, p.account`;

export interface WatchClaim {
  readonly owner: string;
  readonly leaseMs: number;
  /** Most accounts that one worker watches. */
  readonly limit: number;
}

export async function claimWatches(
  sql: Sql,
  accounts: readonly AccountKey[],
  { owner, leaseMs, limit }: WatchClaim,
): Promise<readonly AccountKey[]> {
  const names = [accounts.map(({ channel }) => channel), accounts.map(({ account }) => account)] as const;
  return sql.query<AccountKey>(CLAIM, [...names, owner, leaseMs, limit]);
}

/** The next look is due now; after one that is under way, another one. Whoever failed keeps its pause. */
const NEWS = `
  update pulled_account set news_at = now(), next_at = case when code is null then least(next_at, now()) else next_at end
  where channel = $1 and account = $2`;

export async function noteNews(sql: Sql, { channel, account }: AccountKey): Promise<void> {
  await sql.query(NEWS, [channel, account]);
}

const LEAVE = 'update pulled_account set watch_until = null where watcher = $1';

/** A worker that stops leaves its accounts at once. */
export async function leaveWatches(sql: Sql, owner: string): Promise<void> {
  await sql.query(LEAVE, [owner]);
}
