import { groupBy } from '../../domain/group-by.js';
import type { HideRequest, MessageView, OutgoingPart, TargetDelivery, TicketView } from '../../adapter-sdk/index.js';
import type { ClockName } from '../../domain/sla/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';
import { REFERENCE_PREFIX } from '../decide/known-message.js';
import { splitReply, type TextLimit } from '../../domain/split-reply.js';
import type { ClaimedDelivery } from './claim.js';
import { loadAnswers, type AnswerRow } from './load-answers.js';
import { placeOfTarget } from './place-of-target.js';
import { writtenByPerson } from './written-by-person.js';

/** What a delivery says, ready for an adapter. */
export type Loaded =
  | { readonly to: 'citizen'; readonly part: Omit<OutgoingPart, 'replyMode'>; readonly window: WindowState }
  | { readonly to: 'platform'; readonly request: HideRequest }
  | { readonly to: 'target'; readonly delivery: TargetDelivery };

export interface WindowState {
  readonly lastCitizenAtMs: number;
  readonly isPublic: boolean;
}

export interface ContentSettings {
  municipality(tenant: string): { readonly nis: string; readonly name: string };
  textLimit(channel: string, isPublic: boolean): TextLimit | undefined;
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
  readonly aliases: readonly { readonly kind: string; readonly value: string }[] | null;
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

/** A deadline as it stands: pauses, crises and reply windows moved it since the ticket opened. */
function dueAt(clock: ClockName): string {
  return `(select due_at from clock where ticket_id = t.id and name = '${clock}' order by round desc limit 1)`;
}

// Subqueries and limits that the planner cannot turn into joins: where it expects few rows in a table that has grown, it
// would read every opening to find those of a batch.
const TICKETS = `
  select t.id, t.number::text, t.channel, t.account, t.kind, t.status, t.topic, t.language, t.level, t.priority, t.opened_at,
         ${dueAt('first-response')} as first_response_due, ${dueAt('resolution')} as resolution_due, t.citizen_id,
         (select name from citizen where id = t.citizen_id) as citizen_name,
         (select data->'route'->>'explanation' from ticket_event where ticket_id = t.id and seq = 1) as explanation,
         case when $2 then coalesce(${IN_USE}, ${ALL_KNOWN}) end as aliases
  from ticket t
  left join lateral (
    select * from conversation where (tenant, channel, account, key) = (t.tenant, t.channel, t.account, t.conversation)
    limit 1) as v on true
  where t.id = any($1::uuid[])`;

interface MessageRow {
  readonly id: string;
  readonly ticket_id: string;
  readonly text: string;
  readonly author: MessageView['author'];
  readonly occurred_at: Date;
  readonly version: number;
  readonly redacted_at: Date | null;
  readonly is_public: boolean;
  readonly attachments: MessageView['attachments'];
  readonly platform_id: string | null;
}

const MESSAGE_COLUMNS =
  'id, ticket_id, text, author, occurred_at, version, redacted_at, is_public, attachments, platform_id';
const MESSAGES = `select ${MESSAGE_COLUMNS} from message where id = any($1::uuid[])`;
/** What citizens wrote, for a target that takes over a ticket halfway. */
const WRITTEN = `
  select ${MESSAGE_COLUMNS} from message where ticket_id = any($1::uuid[]) and author = 'citizen' order by occurred_at, id`;
const REMOTE = `
  select r.target, r.ticket_id, r.remote_id from remote_ticket r
  join unnest($1::text[], $2::uuid[]) as t(target, ticket_id) on (r.target, r.ticket_id) = (t.target, t.ticket_id)`;

function messageView(row: MessageRow): MessageView {
  return {
    id: row.id,
    text: row.text,
    author: row.author,
    version: row.version,
    isPublic: row.is_public,
    occurredAt: row.occurred_at.toISOString(),
    redacted: row.redacted_at !== null,
    attachments: row.attachments,
  };
}

function joined(rows: readonly MessageRow[]): MessageView | null {
  const [first] = rows;
  return first === undefined ? null : { ...messageView(first), text: rows.map((row) => row.text).join('\n\n') };
}

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
  readonly answers: ReadonlyMap<string, AnswerRow>;
}

async function loadSources(sql: Sql, deliveries: readonly ClaimedDelivery[]): Promise<Sources> {
  const ticketIds = [...new Set(deliveries.map((delivery) => delivery.ticketId))];
  const messageIds = deliveries.flatMap((delivery) => (delivery.messageId === null ? [] : [delivery.messageId]));
  const takenOver = deliveries
    .filter((delivery) => delivery.kind === 'opened' && delivery.messageId === null)
    .map((delivery) => delivery.ticketId);
  const replies = deliveries.filter((delivery) => delivery.kind === 'reply').map(({ id }) => id);
  const tickets = await sql.query<TicketRow>(TICKETS, [ticketIds, replies.length > 0]);
  const messages = await sql.query<MessageRow>(MESSAGES, [messageIds]);
  const written = takenOver.length === 0 ? [] : await sql.query<MessageRow>(WRITTEN, [takenOver]);
  const remote = await sql.query<{ target: string; ticket_id: string; remote_id: string }>(REMOTE, [
    deliveries.map((delivery) => delivery.target),
    deliveries.map((delivery) => delivery.ticketId),
  ]);
  return {
    answers: await loadAnswers(sql, replies),
    tickets: new Map(tickets.map((row) => [row.id, row])),
    messages: new Map(messages.map((row) => [row.id, row])),
    written: groupBy(written, (row) => row.ticket_id),
    remote: new Map(remote.map((row) => [`${row.target} ${row.ticket_id}`, row.remote_id])),
  };
}

/** The part of the answer that this delivery carries; undefined when its text or channel is gone. */
function partText(
  delivery: ClaimedDelivery,
  answer: AnswerRow,
  sources: Sources,
  settings: ContentSettings,
): string | undefined {
  const message = sources.messages.get(delivery.messageId ?? '');
  const isPublic = answer.way === null ? answer.is_public : answer.way === 'public';
  const limit = settings.textLimit(placeOfTarget(delivery.target).channel, isPublic);
  if (message === undefined || limit === undefined) {
    return undefined;
  }
  const split = splitReply(message.text, limit);
  return split.ok ? split.parts[delivery.part] : undefined;
}

/** What was asked for with the answer, in the words of an adapter. */
function askedFor(answer: AnswerRow): Partial<OutgoingPart> {
  const { way, last_message_id: inReplyTo, private_reply_to: privateReplyTo, is_automatic: isAutomatic } = answer;
  return {
    ...(inReplyTo === null ? {} : { inReplyTo }),
    ...(way === null ? {} : { way }),
    ...(privateReplyTo === null ? {} : { privateReplyTo }),
    ...writtenByPerson({ isAutomatic }),
  };
}

function forCitizen(delivery: ClaimedDelivery, sources: Sources, settings: ContentSettings): Loaded | undefined {
  const ticket = sources.tickets.get(delivery.ticketId);
  const answer = sources.answers.get(delivery.id);
  const text = answer && partText(delivery, answer, sources, settings);
  if (ticket === undefined || answer === undefined || text === undefined) {
    return undefined;
  }
  return {
    to: 'citizen',
    part: {
      reference: REFERENCE_PREFIX + delivery.id,
      account: placeOfTarget(delivery.target).account,
      conversation: answer.conversation,
      ...{ text, citizenAliases: ticket.aliases ?? [], firstAttemptAtMs: delivery.firstAttemptAtMs },
      ...askedFor(answer),
    },
    window: { lastCitizenAtMs: answer.last_citizen_at?.getTime() ?? 0, isPublic: answer.is_public },
  };
}

/** A message that is hidden or shown again, by its id on the platform. */
function forPlatform(delivery: ClaimedDelivery, sources: Sources): Loaded | undefined {
  const messageId = sources.messages.get(delivery.messageId ?? '')?.platform_id ?? null;
  const { firstAttemptAtMs, kind, target } = delivery;
  const { account } = placeOfTarget(target);
  return messageId === null
    ? undefined
    : { to: 'platform', request: { account, messageId, hidden: kind === 'hide', firstAttemptAtMs } };
}

function loadedOf(delivery: ClaimedDelivery, sources: Sources, settings: ContentSettings): Loaded | undefined {
  const { kind } = delivery;
  switch (kind) {
    case 'reply':
      return forCitizen(delivery, sources, settings);
    case 'hide':
    case 'unhide':
      return forPlatform(delivery, sources);
    default:
      return forTarget({ ...delivery, kind }, sources, settings);
  }
}

function forTarget(
  delivery: ClaimedDelivery & Pick<TargetDelivery, 'kind'>,
  sources: Sources,
  settings: ContentSettings,
): Loaded | undefined {
  const ticket = sources.tickets.get(delivery.ticketId);
  if (ticket === undefined) {
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
      message: own === undefined ? joined(sources.written.get(delivery.ticketId) ?? []) : messageView(own),
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
  const sources = await loadSources(sql, deliveries);
  const loaded = deliveries.map((delivery) => ({
    id: delivery.id,
    content: loadedOf(delivery, sources, settings),
  }));
  return new Map(loaded.flatMap(({ id, content }) => (content === undefined ? [] : [[id, content] as const])));
}
