import type { Sql } from '../../platform/store/store.js';
import type { AccountKey } from './pull-rows.js';

/** A platform that posts by itself is looked at only when somebody asks: between that, an account stands here. */
const NOT_ASKED = 'idle';
const ASKED = /^since:(\d{1,16}):(.*)$/s;

/** A gap that is being filled. */
export interface Asked {
  readonly sinceMs: number;
  /** Where the page before ended; null at the first one. */
  readonly page: string | null;
}

/** What the cursor of such an account says; undefined when nothing was asked. */
export function askedIn(cursor: string | null): Asked | undefined {
  const [, sinceMs, page = ''] = ASKED.exec(cursor ?? '') ?? [];
  return sinceMs === undefined ? undefined : { sinceMs: Number(sinceMs), page: page === '' ? null : page };
}

/** The cursor after a page: where the next one begins, or that all was read. */
export function cursorAfter({ sinceMs }: Asked, page: string, hasMore: boolean): string {
  return hasMore ? `since:${sinceMs}:${page}` : NOT_ASKED;
}

export const NOTHING_ASKED = { kind: 'pulled', body: null, cursor: NOT_ASKED, hasMore: false } as const;

/**
 * Asks for an account's history since an instant. While an earlier gap is being filled, the longer of the two is read from its
 * beginning: what comes twice has a key that is known. A look under way loses its lease, so it cannot put this off.
 */
const ASK = `
  insert into pulled_account (channel, account, cursor)
  select channel, account, 'since:' || $3::bigint || ':' from unnest($1::text[], $2::text[]) as t(channel, account) order by 1, 2
  on conflict (channel, account) do update set next_at = now(), lease_until = null, failures = 0, code = null, detail = null,
    parked = false,
    cursor = 'since:' || case when pulled_account.cursor like 'since:%'
      then least(split_part(pulled_account.cursor, ':', 2)::bigint, $3::bigint) else $3::bigint end || ':'`;

export async function askHistory(sql: Sql, accounts: readonly AccountKey[], sinceMs: number): Promise<void> {
  if (accounts.length > 0) {
    const names = [accounts.map(({ channel }) => channel), accounts.map(({ account }) => account)] as const;
    await sql.query(ASK, [...names, Math.trunc(sinceMs)]);
  }
}

/** When anything was posted last, for as long as posts are kept; null on a new installation. UTC milliseconds. */
export async function lastPostedAt(sql: Sql): Promise<number | null> {
  const [row] = await sql.query<{ ms: number | null }>(
    `select extract(epoch from received_at)::float8 * 1000 as ms from intake where pulled_channel is null order by id desc limit 1`,
  );
  return row?.ms ?? null;
}

const MINUTE_MS = 60_000;
/** Platforms post every few minutes all day; a process that stopped for so long missed nothing that they do not repeat. */
const SHORTEST_OUTAGE_MS = 10 * MINUTE_MS;
/** Clocks differ, and what was posted last is not what happened last. */
const OVERLAP_MS = 15 * MINUTE_MS;
/** Older than this an answer in private is not possible any more; a person asks for it where it matters. */
const LONGEST_GAP_MS = 7 * 24 * 60 * MINUTE_MS;

/** From when on history has to be read by who starts now, UTC milliseconds; undefined when nothing can have been missed. */
export function gapSince(lastPostedAtMs: number | null, nowMs: number): number | undefined {
  return lastPostedAtMs === null || nowMs - lastPostedAtMs < SHORTEST_OUTAGE_MS
    ? undefined
    : Math.max(lastPostedAtMs - OVERLAP_MS, nowMs - LONGEST_GAP_MS);
}
