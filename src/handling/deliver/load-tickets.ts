import type { TicketView } from '../../adapter-sdk/index.js';
import type { ClockName } from '../../domain/sla/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';

/** A ticket as its deliveries tell of it. */
export interface TicketRow {
  readonly id: string;
  readonly number: string;
  readonly channel: string;
  readonly account: string;
  readonly kind: TicketView['kind'];
  readonly status: TicketView['status'];
  readonly topic: string;
  readonly language: TicketView['language'];
  readonly level: TicketView['level'];
  readonly priority: TicketView['priority'];
  readonly opened_at: Date;
  readonly first_response_due: Date | null;
  readonly resolution_due: Date | null;
  readonly citizen_id: string | null;
  readonly citizen_name: string | null;
  readonly explanation: string | null;
  readonly aliases: readonly { readonly kind: string; readonly value: string }[] | null;
  readonly thread: readonly string[] | null;
  readonly question: string | null;
}

const ALIASES = "json_agg(json_build_object('kind', a.kind, 'value', a.value) order by a.kind, a.value)";
/** What the newest words of the citizen came with: a number that is hidden or given up by now may be somebody else's. */
const IN_USE = `(
  select ${ALIASES} from (
    select kind, value from conversation_alias n
    where (n.tenant, n.channel, n.account, n.conversation)
          = (t.tenant, t.channel, t.account, coalesce(v.goes_on_in, t.conversation))
      and n.told_at is not null and n.left_at is null
    order by n.told_at desc fetch first 1 row with ties) as a)`;
const ALL_KNOWN = `(select ${ALIASES} from citizen_alias a where a.citizen_id = t.citizen_id)`;

/** The newest messages of the citizen in the ticket, by their ids on the platform. */
const THREAD = `(
  select json_agg(n.platform_id order by n.occurred_at, n.id) from (
    select platform_id, occurred_at, id from message
    where ticket_id = t.id and author = 'citizen' and platform_id is not null
    order by occurred_at desc, id desc limit 20) as n)`;
const QUESTION = `(
  select text from message where ticket_id = t.id and author = 'citizen' and redacted_at is null
    and erased_at is null
  order by occurred_at, id limit 1)`;

/** A deadline as it stands: pauses, crises and reply windows moved it since the ticket opened. */
function dueAt(clock: ClockName): string {
  return `(select due_at from clock where ticket_id = t.id and name = '${clock}' order by round desc limit 1)`;
}

// Subqueries and limits that the planner cannot turn into joins: where it expects few rows in a table that has grown, it
// would read every opening to find those of a batch. Conversations are only asked for where an answer goes to one.
const TICKETS = `
  select t.id, t.number::text, t.channel, t.account, t.kind, t.status, t.topic, t.language, t.level, t.priority, t.opened_at,
         ${dueAt('first-response')} as first_response_due, ${dueAt('resolution')} as resolution_due, t.citizen_id,
         (select name from citizen where id = t.citizen_id) as citizen_name,
         (select data->'route'->>'explanation' from ticket_event where ticket_id = t.id and seq = 1) as explanation,
         case when $2 then coalesce(${IN_USE}, ${ALL_KNOWN}) end as aliases,
         case when $2 and t.channel = any($3::text[]) then ${THREAD} end as thread,
         case when $2 and t.channel = any($3::text[]) then ${QUESTION} end as question
  from ticket t
  left join lateral (
    select * from conversation
    where $2 and (tenant, channel, account, key) = (t.tenant, t.channel, t.account, t.conversation) limit 1) as v on true
  where t.id = any($1::uuid[])`;

/**
 * Loads tickets in one query.
 *
 * @param hasReplies whether any of them is answered: only then conversations and names are asked for
 * @param citingChannels channels whose answers name what they answer
 */
export async function loadTickets(
  sql: Sql,
  ids: readonly string[],
  hasReplies: boolean,
  citingChannels: readonly string[],
): Promise<readonly TicketRow[]> {
  return sql.query<TicketRow>(TICKETS, [ids, hasReplies, citingChannels]);
}
