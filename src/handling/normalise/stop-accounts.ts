import { UNASSIGNED } from '../../domain/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';
import type { SplitEvent } from './split-event.js';

/** Until one answer is tried, to see whether it goes after all; the breaker pauses longer each time after that. */
const PAUSE_SECONDS = 5;

/**
 * The newest word about an account is that of its platform. Whoever probes it at this moment asked before, and its verdict is not
 * kept; the next probe is due at once, so that what was told late is put right.
 */
const DEAD = `
  insert into channel_probe (channel, account, verdict, about, code, checked_at)
  select channel, account, 'dead', about, code, now()
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as t(channel, account, about, code) order by 1, 2
  on conflict (channel, account) do update
  set verdict = 'dead', about = excluded.about, code = excluded.code, detail = null, checked_at = now(), failures = 0,
      failure = null, lease_until = null, next_at = now()`;

/** Answers wait instead of failing one by one. */
const WAIT = `
  insert into breaker (target, state, failures, openings, open_until, code)
  select channel || ':' || account, 'open', 1, 0, now() + make_interval(secs => ${PAUSE_SECONDS}), code
  from unnest($1::text[], $2::text[], $3::text[]) as t(channel, account, code) order by 1
  on conflict (target) do update
  set state = 'open', open_until = excluded.open_until, code = excluded.code, probe_owner = null, probe_until = null,
      changed_at = now()`;

/** Takes down accounts of which their platform tells that nothing goes any more: at once, and not at the next call. */
export async function stopAccounts(sql: Sql, events: readonly SplitEvent[], isNew: ReadonlySet<string>): Promise<void> {
  const stops = events.flatMap(({ inbox, told }) =>
    told?.stopsAccount === undefined || !isNew.has(inbox.id) || inbox.tenant === UNASSIGNED
      ? []
      : [{ channel: inbox.channel, account: inbox.account, about: told.stopsAccount, code: told.reason ?? null }],
  );
  const accounts = [...new Map(stops.map((one) => [`${one.channel}:${one.account}`, one])).values()];
  if (accounts.length === 0) {
    return;
  }
  const [channels, names] = [accounts.map(({ channel }) => channel), accounts.map(({ account }) => account)];
  const codes = accounts.map(({ code }) => code);
  await sql.query(DEAD, [channels, names, accounts.map(({ about }) => about), codes]);
  await sql.query(WAIT, [channels, names, codes]);
}
