import type { Sql } from '../../platform/store/store.js';
import type { TextRule } from './erase-texts.js';

export interface OverdueChannel {
  readonly channel: string;
  /** Since the oldest text that is still there should have gone; 0 when none is late. */
  readonly seconds: number;
}

const OVERDUE = `
  select r.channel, coalesce(extract(epoch from max(r.before - oldest.received_at)), 0)::float8 as seconds
  from unnest($1::text[], $2::text[], $3::bool[], $4::timestamptz[]) as r(tenant, channel, of_citizens, before)
  left join lateral (
    select m.received_at from message m
    where m.tenant = r.tenant and m.channel = r.channel and (m.author = 'citizen') = r.of_citizens
      and m.received_at < r.before and m.erased_at is null and m.redacted_at is null
    order by m.received_at limit 1) as oldest on true
  group by r.channel`;

/** How late erasing is, for each channel that a rule is about. */
export async function overdueTexts(sql: Sql, rules: readonly TextRule[]): Promise<readonly OverdueChannel[]> {
  return rules.length === 0
    ? []
    : sql.query<OverdueChannel>(OVERDUE, [
        rules.map(({ tenant }) => tenant),
        rules.map(({ channel }) => channel),
        rules.map(({ ofCitizens }) => ofCitizens),
        rules.map(({ before }) => before),
      ]);
}
