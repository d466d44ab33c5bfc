import type { Sql } from '../../platform/store/store.js';
import type { Probed, Told } from './after-probe.js';

export interface AccountKey {
  readonly channel: string;
  readonly account: string;
}

/** An account that this worker may probe until its lease ends. */
export interface ClaimedProbe extends AccountKey {
  readonly failures: number;
  /** Names this claim: who was thought dead has another one, and changes nothing. */
  readonly leaseUntil: string;
}

const KNOW = `
  insert into channel_probe (channel, account) select * from unnest($1::text[], $2::text[]) order by 1, 2
  on conflict do nothing`;

const CLAIM = `
  update channel_probe p set lease_until = now() + make_interval(secs => $4::float8 / 1000)
  from (
    select channel, account from channel_probe
    where next_at <= now() and (lease_until is null or lease_until < now())
      and (channel, account) in (select * from unnest($1::text[], $2::text[]))
    order by next_at limit $3 for update skip locked
  ) as due
  where p.channel = due.channel and p.account = due.account
  returning p.channel, p.account, p.failures, p.lease_until::text as "leaseUntil"`;

/** Claims the accounts among these that are due, the one that waited longest first. */
export async function claimProbes(
  sql: Sql,
  accounts: readonly AccountKey[],
  limit: number,
  leaseMs: number,
): Promise<readonly ClaimedProbe[]> {
  const names = [accounts.map(({ channel }) => channel), accounts.map(({ account }) => account)] as const;
  await sql.query(KNOW, names);
  return sql.query<ClaimedProbe>(CLAIM, [...names, limit, leaseMs]);
}

const HURRY_TROUBLED = `
  update channel_probe set next_at = now() where (verdict = 'dead' or failures > 0) and lease_until is null`;
/** Every worker sees a new configuration; the probes that it asks for are made once, and not all in one second. */
const HURRY_REST = `
  update channel_probe set next_at = least(next_at, now() + random() * interval '30 seconds')
  where verdict = 'well' and failures = 0 and lease_until is null and checked_at < now() - interval '30 seconds'`;

/**
 * Probes are due again: at once of whoever has trouble, because what was wrong may have been the configuration; and after
 * a new one, soon, of everybody else.
 */
export async function hurryProbes(sql: Sql, why: 'start' | 'configuration'): Promise<void> {
  await sql.query(HURRY_TROUBLED);
  if (why === 'configuration') {
    await sql.query(HURRY_REST);
  }
}

const OURS = 'where channel = $1 and account = $2 and lease_until = $3::timestamptz returning true as done';
const PAUSE = 'lease_until = null, next_at = now() + make_interval(secs => $4::float8 / 1000)';

const TELL = `
  update channel_probe set ${PAUSE}, checked_at = now(), failures = 0, failure = null, verdict = $5, about = $6, code = $7,
    detail = $8, expires_at = to_timestamp($9::float8 / 1000), missing = $10::text[], subscription = $11
  ${OURS}`;
const FAIL = `update channel_probe set ${PAUSE}, failures = $5, failure = $6 ${OURS}`;

function toldValues(told: Told) {
  const { verdict, about, code, detail, expiresAtMs, missing, subscription } = told;
  return [verdict, about, code, detail, expiresAtMs, missing, subscription];
}

/** @returns false when the claim is not valid any more: another worker probes this account */
export async function releaseProbe(sql: Sql, claimed: ClaimedProbe, probed: Probed): Promise<boolean> {
  const { channel, account, leaseUntil } = claimed;
  const key = [channel, account, leaseUntil, probed.nextInMs];
  const rows =
    probed.kind === 'told'
      ? await sql.query(TELL, [...key, ...toldValues(probed.told)])
      : await sql.query(FAIL, [...key, probed.failures, probed.code]);
  return rows.length > 0;
}
