import { groupBy } from '../../domain/group-by.js';
import type { OutgoingPart, TargetDelivery, TicketView } from '../../adapter-sdk/index.js';
import type { ClockName } from '../../domain/sla/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';
import { REFERENCE_PREFIX } from '../decide/known-message.js';
import { splitReply, type TextLimit } from '../../domain/split-reply.js';
import type { ClaimedDelivery } from './claim.js';
import { joinedView, MESSAGE_COLUMNS, messageView, type ErasedMessage, type MessageRow } from './message-view.js';

/** What a delivery says, ready for an adapter. */
export type Loaded =
  | { readonly to: 'citizen'; readonly part: Omit<OutgoingPart, 'replyMode'>; readonly window: WindowState }
  | { readonly to: 'target'; readonly delivery: TargetDelivery };

export interface WindowState {
  readonly lastCitizenAtMs: number;
  readonly isPublic: boolean;
  readonly isAnswerable: boolean;
  readonly channel: string;
  readonly account: string;
}

export interface ContentSettings {
  municipality(tenant: string): { readonly nis: string; readonly name: string };
  textLimit(channel: string): TextLimit | undefined;
  /** Channels whose answers name what they answer. */
  readonly citingChannels: readonly string[];
  /** What stands in the place of a text whose time is over. */
  readonly whyErased: (message: ErasedMessage) => string;
}

interface TicketRow {
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
  readonly last_citizen_at: Date | null;
  readonly last_message_id: string | null;
  readonly is_public: boolean | null;
  readonly is_answerable: boolean | null;
  readonly conversation: string;
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
         t.conversation, (select name from citizen where id = t.citizen_id) as citizen_name,
         (select data->'route'->>'explanation' from ticket_event where ticket_id = t.id and seq = 1) as explanation,
         greatest(v.last_citizen_at, o.last_citizen_at) as last_citizen_at, v.last_message_id, v.is_public,
         v.is_answerable,
         case when $2 then coalesce(${IN_USE}, ${ALL_KNOWN}) end as aliases,
         case when $2 and t.channel = any($3::text[]) then ${THREAD} end as thread,
         case when $2 and t.channel = any($3::text[]) then ${QUESTION} end as question
  from ticket t
  left join lateral (
    select * from conversation
    where $2 and (tenant, channel, account, key) = (t.tenant, t.channel, t.account, t.conversation) limit 1) as v on true
  left join lateral (
    select last_citizen_at from conversation
    where $2 and (tenant, channel, account, key) = (v.tenant, v.channel, v.account, v.goes_on_in) limit 1) as o on true
  where t.id = any($1::uuid[])`;

const MESSAGES = `select ${MESSAGE_COLUMNS} from message where id = any($1::uuid[])`;
/** What citizens wrote, for a target that takes over a ticket halfway. */
const WRITTEN = `
  select ${MESSAGE_COLUMNS} from message where ticket_id = any($1::uuid[]) and author = 'citizen' order by occurred_at, id`;
const REMOTE = `
  select r.target, r.ticket_id, r.remote_id from remote_ticket r
  join unnest($1::text[], $2::uuid[]) as t(target, ticket_id) on (r.target, r.ticket_id) = (t.target, t.ticket_id)`;

function ticketView(row: TicketRow, tenant: string, settings: ContentSettings): TicketView {
  return {
    id: row.id,
    number: row.number,
    channel: row.channel,
    account: row.account,
    kind: row.kind,
    status: row.status,
    topic: row.topic,
    language: row.language,
    level: row.level,
    priority: row.priority,
    municipality: settings.municipality(tenant),
    openedAt: row.opened_at.toISOString(),
    firstResponseDueAt: row.first_response_due?.toISOString() ?? null,
    resolutionDueAt: row.resolution_due?.toISOString() ?? null,
    citizen: { id: row.citizen_id ?? '', name: row.citizen_name },
    explanation: row.explanation ?? '',
  };
}

interface Sources {
  readonly tickets: ReadonlyMap<string, TicketRow>;
  readonly messages: ReadonlyMap<string, MessageRow>;
  readonly written: ReadonlyMap<string, readonly MessageRow[]>;
  readonly remote: ReadonlyMap<string, string>;
}

async function loadSources(
  sql: Sql,
  deliveries: readonly ClaimedDelivery[],
  citingChannels: readonly string[],
): Promise<Sources> {
  const ticketIds = [...new Set(deliveries.map((delivery) => delivery.ticketId))];
  const messageIds = deliveries.flatMap((delivery) => (delivery.messageId === null ? [] : [delivery.messageId]));
  const takenOver = deliveries
    .filter((delivery) => delivery.kind === 'opened' && delivery.messageId === null)
    .map((delivery) => delivery.ticketId);
  const hasReplies = deliveries.some((delivery) => delivery.kind === 'reply');
  const tickets = await sql.query<TicketRow>(TICKETS, [ticketIds, hasReplies, citingChannels]);
  const messages = await sql.query<MessageRow>(MESSAGES, [messageIds]);
  const written = takenOver.length === 0 ? [] : await sql.query<MessageRow>(WRITTEN, [takenOver]);
  const remote = await sql.query<{ target: string; ticket_id: string; remote_id: string }>(REMOTE, [
    deliveries.map((delivery) => delivery.target),
    deliveries.map((delivery) => delivery.ticketId),
  ]);
  return {
    tickets: new Map(tickets.map((row) => [row.id, row])),
    messages: new Map(messages.map((row) => [row.id, row])),
    written: groupBy(written, (row) => row.ticket_id),
    remote: new Map(remote.map((row) => [`${row.target} ${row.ticket_id}`, row.remote_id])),
  };
}

/** The part of the answer that this delivery carries; undefined when ticket, text or channel is gone. */
function partText(
  delivery: ClaimedDelivery,
  ticket: TicketRow,
  sources: Sources,
  settings: ContentSettings,
): string | undefined {
  const message = sources.messages.get(delivery.messageId ?? '');
  const limit = settings.textLimit(ticket.channel);
  if (message === undefined || limit === undefined) {
    return undefined;
  }
  const split = splitReply(message.text, limit);
  return split.ok ? split.parts[delivery.part] : undefined;
}

function windowOf(ticket: TicketRow): WindowState {
  return {
    lastCitizenAtMs: ticket.last_citizen_at?.getTime() ?? 0,
    isPublic: ticket.is_public ?? false,
    isAnswerable: ticket.is_answerable ?? true,
    channel: ticket.channel,
    account: ticket.account,
  };
}

function forCitizen(delivery: ClaimedDelivery, sources: Sources, settings: ContentSettings): Loaded | undefined {
  const ticket = sources.tickets.get(delivery.ticketId);
  const text = ticket === undefined ? undefined : partText(delivery, ticket, sources, settings);
  if (ticket === undefined || text === undefined) {
    return undefined;
  }
  return {
    to: 'citizen',
    part: {
      reference: REFERENCE_PREFIX + delivery.id,
      ...{ account: ticket.account, conversation: ticket.conversation, text, citizenAliases: ticket.aliases ?? [] },
      ...(ticket.last_message_id === null ? {} : { inReplyTo: ticket.last_message_id }),
      ...(ticket.thread === null ? {} : { thread: ticket.thread }),
      ...(ticket.question === null ? {} : { question: ticket.question }),
      firstAttemptAtMs: delivery.firstAttemptAtMs,
    },
    window: windowOf(ticket),
  };
}

function forTarget(delivery: ClaimedDelivery, sources: Sources, settings: ContentSettings): Loaded | undefined {
  const ticket = sources.tickets.get(delivery.ticketId);
  if (ticket === undefined || delivery.kind === 'reply') {
    return undefined;
  }
  const own = sources.messages.get(delivery.messageId ?? '');
  return {
    to: 'target',
    delivery: {
      id: delivery.id,
      kind: delivery.kind,
      revision: delivery.seq,
      occurredAt: new Date(delivery.createdAtMs).toISOString(),
      ticket: ticketView(ticket, delivery.tenant, settings),
      message:
        own === undefined
          ? joinedView(sources.written.get(delivery.ticketId) ?? [], settings)
          : messageView(own, settings),
      remoteTicketId: sources.remote.get(`${delivery.target} ${delivery.ticketId}`) ?? null,
      firstAttemptAtMs: delivery.firstAttemptAtMs,
    },
  };
}

/**
 * Loads what claimed deliveries say, in a few queries for all of them. Texts are read at the moment of sending: what
 * was redacted meanwhile does not leave any more. One whose ticket or text is gone is missing from the result.
 */
export async function loadContent(
  sql: Sql,
  deliveries: readonly ClaimedDelivery[],
  settings: ContentSettings,
): Promise<ReadonlyMap<string, Loaded>> {
  const sources = await loadSources(sql, deliveries, settings.citingChannels);
  const loaded = deliveries.map((delivery) => ({
    id: delivery.id,
    content:
      delivery.kind === 'reply' ? forCitizen(delivery, sources, settings) : forTarget(delivery, sources, settings),
  }));
  return new Map(loaded.flatMap(({ id, content }) => (content === undefined ? [] : [[id, content] as const])));
}
