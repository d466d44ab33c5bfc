import { newId } from '../../domain/ids.js';
import type { Sql } from '../../platform/store/store.js';
import type { Intake } from '../inbox/store-group.js';

export interface AccountKey {
  readonly channel: string;
  readonly account: string;
}

/** An account that this worker may look at until its lease ends. */
export interface ClaimedAccount extends AccountKey {
  readonly cursor: string | null;
  readonly failures: number;
  /** Names this claim: who was thought dead has another one, and changes nothing. */
  readonly leaseUntil: string;
}

const KNOW = `
  insert into pulled_account (channel, account) select * from unnest($1::text[], $2::text[]) order by 1, 2
  on conflict do nothing`;

/** Accounts that left the configuration keep their row, so that they go on where they were when they come back. */
const CLAIM = `
  update pulled_account p set lease_until = now() + make_interval(secs => $4::float8 / 1000), news_at = null
  from (
    select channel, account from pulled_account
    where next_at <= now() and (lease_until is null or lease_until < now())
      and (channel, account) in (select * from unnest($1::text[], $2::text[]))
    order by next_at limit $3 for update skip locked
  ) as due
  where p.channel = due.channel and p.account = due.account
  returning p.channel, p.account, p.cursor, p.failures, p.lease_until::text as "leaseUntil"`;

/** An account that may be looked at. */
export interface LookedAt extends AccountKey {
  /** Its platform posts by itself: it has a row once somebody asked for its history, and not before. */
  readonly onlyWhenAsked?: boolean;
}

/** Claims the accounts among these that are due, the one that waited longest first. */
export async function claimAccounts(
  sql: Sql,
  accounts: readonly LookedAt[],
  limit: number,
  leaseMs: number,
): Promise<readonly ClaimedAccount[]> {
  const names = [accounts.map(({ channel }) => channel), accounts.map(({ account }) => account)] as const;
  const always = accounts.filter(({ onlyWhenAsked }) => onlyWhenAsked !== true);
  if (always.length > 0) {
    await sql.query(KNOW, [always.map(({ channel }) => channel), always.map(({ account }) => account)]);
  }
  return sql.query<ClaimedAccount>(CLAIM, [...names, limit, leaseMs]);
}

const HURRY = 'update pulled_account set next_at = now() where code is not null and lease_until is null';

/** Whoever failed is looked at again now: what was wrong may have been the configuration, and that is another one now. */
export async function hurryFailed(sql: Sql): Promise<void> {
  await sql.query(HURRY);
}

/** How an account stands after a look. */
export interface Looked {
  /** Undefined leaves it where it was. */
  readonly cursor?: string;
  readonly nextInMs: number;
  readonly failures: number;
  /** The platform refused the account itself, so that a person must act. */
  readonly isParked: boolean;
  readonly code: string | null;
  readonly detail: string | null;
}

const RELEASE = `
  update pulled_account set cursor = coalesce($4, cursor), lease_until = null,
    next_at = case when $7::text is null and news_at is not null then now() else now() + make_interval(secs => $5::float8 / 1000) end,
    pulled_at = case when $7::text is null then now() else pulled_at end, failures = $6, code = $7, detail = $8,
    parked = $9
  where channel = $1 and account = $2 and lease_until = $3::timestamptz
  returning true as done`;

/** @returns false when the claim is not valid any more: another worker looks from the same cursor */
export async function releaseAccount(sql: Sql, claimed: ClaimedAccount, looked: Looked): Promise<boolean> {
  const { channel, account, leaseUntil } = claimed;
  const { cursor, nextInMs, failures, isParked, code, detail } = looked;
  const rows = await sql.query(RELEASE, [
    ...[channel, account, leaseUntil, cursor ?? null, nextInMs, failures, code],
    ...[detail?.slice(0, 500) ?? null, isParked],
  ]);
  return rows.length > 0;
}

const STORE = `
  with header as (
    insert into intake_group (id, received_at, intakes) values ($1, to_timestamp($4::float8 / 1000), 1)
  )
  insert into intake (id, group_id, receiver, account, received_at, body, pulled_channel)
  values ($5, $1, $2, $3, to_timestamp($4::float8 / 1000), $6, $7)`;

/** Stores what was pulled, like a post that came alone. */
export async function insertPulled(sql: Sql, { channel }: AccountKey, intake: Intake): Promise<void> {
  const { id, receiver, account, receivedAtMs, body } = intake;
  await sql.query(STORE, [newId(receivedAtMs), receiver, account, receivedAtMs, id, body, channel]);
}
