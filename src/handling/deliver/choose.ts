import type { Id } from '../../domain/ids.js';
import type { Sql } from '../../platform/store/store.js';
import type { GoingWay } from './pace.js';

/** A delivery that may be claimed. */
export interface Chosen {
  readonly id: Id;
  /** The attempt before has an unknown outcome: look before sending. */
  readonly mustLook: boolean;
}

/** One of an account, with what its rates need to know. */
export interface ChosenAnswer extends Chosen {
  readonly who: string;
  readonly way: GoingWay;
}

export interface Choice {
  readonly target: string;
  readonly count: number;
  /** Fair shares; a tenant that is not named has 1. */
  readonly weights: ReadonlyMap<string, number>;
}

export interface AnswerChoice extends Choice {
  /** The ways that have room; null when all have. */
  readonly ways: readonly GoingWay[] | null;
  /** That the platform limits what one person gets. */
  readonly mindsPauses: boolean;
}

/** Who gets the answer of a ticket: a citizen, or the ticket of one who is not known. */
export function whoGets(ticketId: string): string {
  return `coalesce((select k.citizen_id from ticket k where k.id = ${ticketId} limit 1), ${ticketId})`;
}

/** By a way that has room: the index of what is due says so, however much waits for another way. */
const BY_THESE_WAYS = `
        and d.way = any($5::text[])`;

/** An answer to somebody who may get the next one. */
const AFTER_THE_PAUSE = `
        and not coalesce((
          select p.free_at > now() from ticket k
          join sending_pause p on p.target = $1 and p.who = coalesce(k.citizen_id, k.id)
          where k.id = d.ticket_id limit 1), false)`;

/**
 * The next deliveries of one target: per ticket only the oldest open one, per municipality in turn, the one with the
 * least under way first, and of each what people wrote before what no person wrote. Whatever is asked of a delivery is a
 * subquery with a limit, which the planner cannot turn into a join: with the few rows that it expects here it would
 * compare every due delivery with every open one.
 */
function candidates(conditions: string): string {
  return `
  with recursive tenants as (
    (select tenant from delivery where target = $1 and state in ('due', 'unknown') order by tenant limit 1)
    union all
    select (select d.tenant from delivery d where d.target = $1 and d.state in ('due', 'unknown') and d.tenant > t.tenant
            order by d.tenant limit 1)
    from tenants t where t.tenant is not null
  ), busy as (
    select tenant, count(*) as under_way from delivery where target = $1 and state = 'in-flight' group by tenant
  ), candidates as (
    select d.id, d.ticket_id, d.state, d.next_attempt_at, d.way,
           (row_number() over (partition by t.tenant order by d.is_automatic, d.next_attempt_at, d.id)
             + coalesce(b.under_way, 0)) / coalesce(w.weight, 1) as turn
    from tenants t
    left join busy b on b.tenant = t.tenant
    left join unnest($3::text[], $4::float8[]) as w(tenant, weight) on w.tenant = t.tenant
    cross join lateral (
      select d.id, d.ticket_id, d.state, d.next_attempt_at, d.is_automatic, d.way from delivery d
      where d.target = $1 and d.tenant = t.tenant and d.state in ('due', 'unknown') and d.next_attempt_at <= now()
        and d.id = (
          select o.id from delivery o
          where o.ticket_id = d.ticket_id and o.target = $1
            and o.state in ('due', 'in-flight', 'unknown', 'parked', 'quarantined')
          order by o.seq, o.part limit 1)${conditions}
      order by d.is_automatic, d.next_attempt_at, d.id
      limit greatest(4, ceil(2.0 * $2::int / (select greatest(count(tenant), 1) from tenants)))
    ) as d
    where t.tenant is not null
  ), chosen as (
    select * from candidates order by turn, next_attempt_at, id limit $2::int
  )`;
}

const CHOOSE = `${candidates('')}
  select id, state = 'unknown' as "mustLook" from chosen order by turn, next_attempt_at, id`;

/** A text for each case, so that a prepared plan asks for no more than it needs. */
function answersText(someWays: boolean, mindsPauses: boolean): string {
  return `${candidates(`${someWays ? BY_THESE_WAYS : ''}${mindsPauses ? AFTER_THE_PAUSE : ''}`)}
  select c.id, c.state = 'unknown' as "mustLook", ${whoGets('c.ticket_id')} as who, c.way
  from chosen c
  order by c.turn, c.next_attempt_at, c.id`;
}

function valuesOf({ target, count, weights }: Choice): readonly [string, number, string[], number[]] {
  return [target, count, [...weights.keys()], [...weights.values()]];
}

/** The next deliveries of a target without rates. */
export function chooseDeliveries(sql: Sql, choice: Choice): Promise<readonly Chosen[]> {
  return sql.query<Chosen>(CHOOSE, valuesOf(choice));
}

/** The next answers of an account whose platform limits how many go. */
export function chooseAnswers(sql: Sql, choice: AnswerChoice): Promise<readonly ChosenAnswer[]> {
  const { ways, mindsPauses } = choice;
  const values = [...valuesOf(choice), ...(ways === null ? [] : [ways])];
  return sql.query<ChosenAnswer>(answersText(ways !== null, mindsPauses), values);
}
