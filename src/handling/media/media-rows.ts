import type { Sql } from '../../platform/store/store.js';
import type { AfterFetch } from './after-fetch.js';

export interface AccountKey {
  readonly channel: string;
  readonly account: string;
}

/** An attachment that this worker may fetch until its lease ends. */
export interface ClaimedMedia extends AccountKey {
  readonly message_id: string;
  readonly n: number;
  readonly tenant: string;
  /** Names this claim: who was thought dead has an older one, and changes nothing. */
  readonly attempts: number;
  readonly failures: number;
  readonly received_at: Date;
  readonly platform_id: string | null;
  /** As the adapter told it; null when the message has none at this place any more. */
  readonly attachment: unknown;
}

/** Each account that has something due gets its turn, however much another one has; within one the oldest goes first. */
const CLAIM = `
  update media m set lease_until = now() + make_interval(secs => $3::float8 / 1000), attempts = m.attempts + 1
  from (
    select due.message_id, due.n
    from (select distinct channel, account from media where state = 'due' and next_at <= now()) a
    cross join lateral (
      select d.message_id, d.n, d.next_at from media d
      where d.state = 'due' and d.channel = a.channel and d.account = a.account and d.next_at <= now()
        and (d.lease_until is null or d.lease_until < now())
      order by d.next_at limit $2 for no key update skip locked) due
    order by due.next_at limit $1
  ) c
  join message g on g.id = c.message_id
  where m.message_id = c.message_id and m.n = c.n
  returning m.message_id, m.n, m.tenant, m.channel, m.account, m.attempts, m.failures, g.received_at, g.platform_id,
    g.attachments -> (m.n - 1) as attachment`;

const WAITING = `
  select exists (select from media where state = 'due' and next_at <= now()) as due,
         exists (select from media where state = 'fetched' and keep_until <= now()) as over`;

export interface Waiting {
  /** Something is to be fetched. */
  readonly due: boolean;
  /** A copy has had its time. */
  readonly over: boolean;
}

/** What there is to do: one small look instead of transactions that find nothing. */
export async function whatWaits(sql: Sql): Promise<Waiting> {
  const [row] = await sql.query<Waiting>(WAITING);
  return row ?? { due: false, over: false };
}

export interface ClaimLimits {
  readonly total: number;
  readonly perAccount: number;
  readonly leaseMs: number;
}

export async function claimMedia(
  sql: Sql,
  { total, perAccount, leaseMs }: ClaimLimits,
): Promise<readonly ClaimedMedia[]> {
  return sql.query<ClaimedMedia>(CLAIM, [total, perAccount, leaseMs]);
}

const OURS = `where message_id = $1 and n = $2 and attempts = $3 and state = 'due'`;

const FETCHED = `
  update media set state = 'fetched', digest = $4, bytes = $5, mime_type = $6, fetched_at = now(), has_copy = true,
    keep_until = now() + make_interval(days => $7), lease_until = null, code = null, detail = null
  ${OURS} returning true as done`;

const ENDED = `
  update media set state = 'tombstone', code = $4, detail = $5, lease_until = null ${OURS} returning true as done`;

const LATER = `
  update media set next_at = now() + make_interval(secs => $4::float8 / 1000), failures = failures + 1, code = $5, detail = $6,
    lease_until = null
  ${OURS} returning true as done`;

const WITH_ACCOUNT = `
  update media set next_at = now() + make_interval(secs => $3::float8 / 1000), code = $4
  where channel = $1 and account = $2 and state = 'due' and next_at <= now() and lease_until is null`;

function statementOf(after: AfterFetch, keepDays: number): readonly [string, readonly (string | number | null)[]] {
  switch (after.state) {
    case 'fetched':
      return [FETCHED, [after.digest, after.bytes, after.mimeType, keepDays]];
    case 'tombstone':
      return [ENDED, [after.code, cut(after.detail)]];
    case 'due':
      return [LATER, [after.nextInMs, after.code, cut(after.detail)]];
  }
}

function cut(detail: string | null): string | null {
  return detail?.slice(0, 300) ?? null;
}

/** @returns false when it is not ours any more: the message was deleted, or another worker has it */
export async function writeAfterFetch(
  sql: Sql,
  claimed: ClaimedMedia,
  after: AfterFetch,
  keepDays: number,
): Promise<boolean> {
  const [text, values] = statementOf(after, keepDays);
  const rows = await sql.query(text, [claimed.message_id, claimed.n, claimed.attempts, ...values]);
  if (after.state === 'due' && after.parksAccount) {
    await sql.query(WITH_ACCOUNT, [claimed.channel, claimed.account, after.nextInMs, after.code]);
  }
  return rows.length > 0;
}

const HURRY = `update media set next_at = now() where state = 'due' and code is not null and lease_until is null`;

/** What failed is tried again now: what was wrong may have been the configuration, and that is another one now. */
export async function hurryMedia(sql: Sql): Promise<void> {
  await sql.query(HURRY);
}

/** Two who put or remove the same bytes wait for each other, until the commit. */
export async function lockDigest(sql: Sql, digest: string): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtextextended('media ' || $1, 0))", [digest]);
}
