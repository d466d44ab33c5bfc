import type { Static } from 'typebox';
import { isId, type Id } from '../../domain/ids.js';
import type { ErasureReason } from '../../domain/storage-term.js';
import type { Sql } from '../../platform/store/store.js';
import { DELIVERY_COLUMNS, TICKET_COLUMNS, clockJoin, type DeliveryRow, type TicketRow } from './ticket-rows.js';
import type { MediaJson } from './attachment-answer.js';
import type { TICKET_DETAIL } from './ticket-schemas.js';

type Detail = Static<typeof TICKET_DETAIL>;

/** Of each part of a ticket the newest are shown; a ticket with more is cut and says so. */
export const MAX_PART = 500;

export interface MessageRow {
  readonly id: string;
  readonly author: Detail['messages'][number]['author'];
  readonly author_name: string | null;
  readonly occurred_at: Date;
  readonly received_at: Date;
  readonly text: string;
  readonly attachments: unknown[];
  readonly media: MediaJson[];
  readonly is_public: boolean;
  readonly version: number;
  readonly redacted_at: Date | null;
  readonly hidden_at: Date | null;
  readonly erased_at: Date | null;
  readonly erased_for: ErasureReason | null;
  readonly tenant: string;
  readonly channel: string;
  readonly platform_id: string | null;
  readonly ticket_id: string;
  readonly ticket_number: string;
}

export interface TimelineRow {
  readonly seq: number;
  readonly type: string;
  readonly occurred_at: Date;
  readonly received_at: Date;
  readonly recorded_at: Date;
  readonly data: unknown;
}

export interface ClockRow {
  readonly name: Detail['clocks'][number]['name'];
  readonly round: number;
  readonly target: string;
  readonly state: Detail['clocks'][number]['state'];
  readonly reason: string | null;
  readonly started_at: Date;
  readonly due_at: Date | null;
  readonly promised_at: Date | null;
  readonly window_at: Date | null;
  readonly limited_by: Detail['clocks'][number]['limitedBy'];
  readonly warn_at: Date | null;
  readonly ended_at: Date | null;
  readonly target_ms: string;
  readonly spent_ms: string;
  readonly policy: string;
  readonly policy_version: string;
  readonly rule: string;
  readonly explanation: string;
}

export interface UsageRow {
  readonly id: string;
  readonly meter: Detail['usage'][number]['meter'];
  readonly quantity: number;
  readonly tariff: string;
  readonly tariff_version: string | null;
  readonly billing_day: string;
  readonly target: string | null;
  readonly occurred_at: Date;
  readonly corrects: string | null;
  readonly reason: Detail['usage'][number]['reason'];
  readonly outside_hours: boolean;
}

/** The ticket with this id or short number, if it is within the caller's sight. */
export async function loadTicket(sql: Sql, idOrNumber: string, now: Date): Promise<TicketRow | undefined> {
  const byNumber = /^[1-9]\d{0,14}$/.test(idOrNumber);
  if (!byNumber && !isId(idOrNumber)) {
    return undefined;
  }
  const [row] = await sql.query<TicketRow>(
    `select ${TICKET_COLUMNS} from ticket t ${clockJoin('$2::timestamptz')}
     where ${byNumber ? 't.number = $1::bigint' : 't.id = $1::uuid'}`,
    [idOrNumber, now],
  );
  return row;
}

/** The id that a path means, without the rest of the ticket. */
export async function ticketIdOf(sql: Sql, idOrNumber: string): Promise<Id | undefined> {
  const row = await loadTicket(sql, idOrNumber, new Date(0));
  // The border: every id in this table was made by us.
  return row?.id as Id | undefined;
}

/** Merges that are followed in one go; a longer way is followed by the next redirect. */
const MAX_MERGES = 100;

/** The ticket in which a merged ticket goes on, over all its merges. */
export async function survivorOf(sql: Sql, ticketId: string): Promise<string> {
  const [last] = await sql.query<{ id: string }>(
    `with recursive way(id, hop) as (
       select $1::uuid, 0
       union all
       select t.merged_into, w.hop + 1 from way w join ticket t on t.id = w.id
       where t.merged_into is not null and w.hop < $2)
     select id from way order by hop desc limit 1`,
    [ticketId, MAX_MERGES],
  );
  return last?.id ?? ticketId;
}

/** The ticket and all that go on in it, at most 500. */
export const FAMILY = `
  with recursive family(id) as (
    select $1::uuid
    union
    select t.id from family f join ticket t on t.merged_into = f.id)
  select id from family limit ${MAX_PART}`;

export interface OtherRow {
  readonly id: string;
  readonly number: string;
}

/** Tickets that go on in this one, oldest first. */
export async function loadMergedFrom(sql: Sql, ticketId: string): Promise<OtherRow[]> {
  return sql.query<OtherRow>(
    `select id, number from ticket where id in (${FAMILY}) and id <> $1::uuid order by number`,
    [ticketId],
  );
}

/** The short numbers of tickets within the caller's sight. */
export async function loadNumbers(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows =
    ids.length === 0
      ? []
      : await sql.query<OtherRow>('select id, number from ticket where id = any($1::uuid[])', [ids]);
  return new Map(rows.map((row) => [row.id, Number(row.number)]));
}

/** What was written in the ticket and in those that go on in it. */
export async function loadMessages(sql: Sql, ticketId: string): Promise<MessageRow[]> {
  const newest = await sql.query<MessageRow>(
    `select m.id, m.author, m.author_name, m.occurred_at, m.received_at, m.text, m.attachments, m.is_public, m.version,
            m.redacted_at, m.hidden_at, m.erased_at, m.erased_for, m.tenant, m.channel, m.platform_id, m.ticket_id,
            t.number as ticket_number,
            coalesce((select json_agg(f order by f.n) from media f where f.message_id = m.id), '[]') as media
     from message m join ticket t on t.id = m.ticket_id
     where m.ticket_id in (${FAMILY}) order by m.occurred_at desc, m.id desc limit $2`,
    [ticketId, MAX_PART + 1],
  );
  return newest.toReversed();
}

export interface LastWordsRow {
  readonly last_citizen_at: Date | null;
  readonly is_public: boolean;
  readonly is_answerable: boolean;
}

/** What the citizen wrote last in the ticket's own conversation: an answer goes there. */
export async function loadLastWords(sql: Sql, ticketId: string): Promise<LastWordsRow | undefined> {
  const [row] = await sql.query<LastWordsRow>(
    `select greatest(c.last_citizen_at, o.last_citizen_at) as last_citizen_at, c.is_public, c.is_answerable
     from ticket t
     join conversation c on (c.tenant, c.channel, c.account, c.key) = (t.tenant, t.channel, t.account, t.conversation)
     left join conversation o on (o.tenant, o.channel, o.account, o.key) = (c.tenant, c.channel, c.account, c.goes_on_in)
     where t.id = $1`,
    [ticketId],
  );
  return row;
}

export async function loadTimeline(sql: Sql, ticketId: string): Promise<TimelineRow[]> {
  const newest = await sql.query<TimelineRow>(
    `select seq, type, occurred_at, received_at, recorded_at, data
     from ticket_event where ticket_id = $1 order by seq desc limit $2`,
    [ticketId, MAX_PART + 1],
  );
  return newest.toReversed();
}

export async function loadClocks(sql: Sql, ticketId: string): Promise<ClockRow[]> {
  return sql.query<ClockRow>(
    `select name, round, target, state, reason, started_at, due_at, promised_at, window_at, limited_by, warn_at, ended_at,
            target_ms, spent_ms, policy, policy_version, rule, explanation
     from clock where ticket_id = $1 order by started_at, name, round limit $2`,
    [ticketId, MAX_PART],
  );
}

export async function loadDeliveries(sql: Sql, ticketId: string): Promise<DeliveryRow[]> {
  const newest = await sql.query<DeliveryRow>(
    `select ${DELIVERY_COLUMNS} from delivery where ticket_id = $1 order by seq desc, part desc, id desc limit $2`,
    [ticketId, MAX_PART + 1],
  );
  return newest.toReversed();
}

export async function loadUsage(sql: Sql, ticket: TicketRow): Promise<UsageRow[]> {
  const newest = await sql.query<UsageRow>(
    `select id, meter, quantity, tariff, tariff_version, billing_day::text, target, occurred_at, corrects,
            reason, outside_hours
     from usage_entry
     where ticket_id = $1 order by occurred_at desc, id desc limit $2`,
    [ticket.id, MAX_PART + 1],
  );
  return newest.toReversed();
}
