import { STOP_REASONS, type AnyClockName, type StopReason } from '../../domain/sla/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';

/** Groups of a month at most; a municipality has a few hundred. */
export const MAX_GROUPS = 5_000;

export interface MonthQuestion {
  readonly tenant: string;
  readonly from: Date;
  readonly until: Date;
  readonly now: Date;
}

/** What became of the promises of one group in a month; a name that is null was summed over. */
export interface PromiseCounts {
  readonly clock: AnyClockName | null;
  readonly channel: string | null;
  readonly topic: string | null;
  readonly target: string | null;
  readonly met: number;
  readonly metLate: number;
  readonly missed: number;
  readonly open: number;
  readonly excluded: readonly { readonly reason: StopReason; readonly count: number }[];
  /** Working milliseconds of the promises that were kept, in time or late: p50, p90 and p95. */
  readonly usedMs: readonly number[] | null;
}

type Row = Omit<PromiseCounts, 'excluded'> & {
  readonly level: number;
  readonly excluded: Readonly<Record<StopReason, number>>;
};

const EXCLUDED = STOP_REASONS.map(
  (reason) => `'${reason}', count(*) filter (where outcome = 'excluded' and reason = '${reason}')`,
).join(', ');

/**
 * A promise belongs to the month in which it fell due. One that was stopped, or kept while it stood still, has no
 * deadline that matters: it belongs to the month in which it ended. Both arms read a range of `clock_by_due`. A stopped
 * clock was not late, so its deadline, if any, is not before its end.
 *
 * A clock that ran out counts as missed also before its timer was handled, as in the lists of tickets.
 */
const COUNTS = `
  with promise as (
    select c.name, c.ticket_id, c.state, c.reason, c.due_at, c.spent_ms from clock c
    where c.tenant = $1 and c.due_at >= $2 and c.due_at < $3 and c.state <> 'stopped'
    union all
    select c.name, c.ticket_id, c.state, c.reason, c.due_at, c.spent_ms from clock c
    where c.tenant = $1 and (c.due_at >= $2 or c.due_at is null) and c.ended_at >= $2 and c.ended_at < $3
      and (c.state = 'stopped' or c.due_at is null)
  ), told as (
    select p.name as clock, t.channel, t.topic, t.target, p.reason, p.spent_ms,
           case when p.state in ('met', 'met-late') then p.state
                when p.state = 'stopped' then 'excluded'
                when p.state = 'breached' or p.due_at < $4 then 'missed'
                else 'open' end as outcome
    from promise p join ticket t on t.id = p.ticket_id
  )
  select clock, channel, topic, target, grouping(clock, topic) as level,
         count(*) filter (where outcome = 'met')::int as met,
         count(*) filter (where outcome = 'met-late')::int as "metLate",
         count(*) filter (where outcome = 'missed')::int as missed,
         count(*) filter (where outcome = 'open')::int as open,
         json_build_object(${EXCLUDED}) as excluded,
         percentile_cont(array[0.5, 0.9, 0.95]) within group (order by spent_ms::float8)
           filter (where outcome in ('met', 'met-late')) as "usedMs"
  from told
  group by grouping sets ((clock, channel, topic, target), (clock), ())
  order by level desc, clock, channel, topic, target limit $5`;

export interface MonthCounts {
  readonly total: PromiseCounts;
  readonly clocks: readonly PromiseCounts[];
  /** By clock, channel, topic and target. */
  readonly groups: readonly PromiseCounts[];
  readonly isCut: boolean;
}

const ALL_LEVELS = 3;
const CLOCK_LEVEL = 1;

function countsOf({ excluded, ...row }: Row): PromiseCounts {
  const { clock, channel, topic, target, met, metLate, missed, open, usedMs } = row;
  const reasons = STOP_REASONS.map((reason) => ({ reason, count: excluded[reason] })).filter(({ count }) => count > 0);
  return { clock, channel, topic, target, met, metLate, missed, open, usedMs, excluded: reasons };
}

const NONE: PromiseCounts = {
  ...{ clock: null, channel: null, topic: null, target: null },
  ...{ met: 0, metLate: 0, missed: 0, open: 0, excluded: [], usedMs: null },
};

/** Counts the promises of a month in one statement, as a role that sees the tenant. */
export async function countPromises(sql: Sql, question: MonthQuestion): Promise<MonthCounts> {
  const { tenant, from, until, now } = question;
  // The total and the sums by clock come first.
  const rows = await sql.query<Row>(COUNTS, [tenant, from, until, now, MAX_GROUPS + 1]);
  const [total] = rows.filter(({ level }) => level === ALL_LEVELS);
  const groups = rows.filter(({ level }) => level === 0);
  return {
    total: total === undefined ? NONE : countsOf(total),
    clocks: rows.filter(({ level }) => level === CLOCK_LEVEL).map(countsOf),
    groups: groups.map(countsOf),
    isCut: rows.length > MAX_GROUPS,
  };
}
