import type { Sql } from '../../platform/store/store.js';
import type { TextRule } from './erase-texts.js';

/**
 * An event that waits for configuration or for a person holds the text too. When its time is over nobody may read it any more,
 * so it is rejected: counted, with the reason, and without content.
 */
const REJECT = `
  update event e set state = 'rejected', reason = 'TEXT_TIME_OVER', body = null, decided_at = now()
  from (
    select waiting.id
    from unnest($1::text[], $2::text[], $3::timestamptz[]) as r(tenant, channel, before)
    cross join lateral (
      select w.id from event w
      where w.state in ('parked', 'quarantined') and w.channel = r.channel and w.tenant = r.tenant
        and w.source = 'platform' and w.id < schakel_uuid_at(r.before)
      limit $4 for no key update skip locked) as waiting
    limit $4) as due
  where e.id = due.id
  returning true as done`;

/** Rejects at most so many events of citizens that waited for longer than their text may be kept. */
export async function rejectWaiting(sql: Sql, rules: readonly TextRule[], atMost: number): Promise<number> {
  const citizens = rules.filter(({ ofCitizens }) => ofCitizens);
  const rows = await sql.query(REJECT, [
    citizens.map(({ tenant }) => tenant),
    citizens.map(({ channel }) => channel),
    citizens.map(({ before }) => before),
    atMost,
  ]);
  return rows.length;
}
