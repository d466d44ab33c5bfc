import { groupBy } from '../../domain/group-by.js';
import type { HideRequest, Invitation, OutgoingPart, TargetDelivery, TicketView } from '../../adapter-sdk/index.js';
import type { Sql } from '../../platform/store/store.js';
import { REFERENCE_PREFIX } from '../decide/known-message.js';
import { splitReply, type TextLimit } from '../../domain/split-reply.js';
import type { ClaimedDelivery } from './claim.js';
import { loadAnswers, type AnswerRow } from './load-answers.js';
import { loadTickets, type TicketRow } from './load-tickets.js';
import { joinedView, MESSAGE_COLUMNS, messageView, type ErasedMessage, type MessageRow } from './message-view.js';
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
  readonly isAnswerable: boolean;
  readonly channel: string;
  readonly account: string;
}

export interface ContentSettings {
  municipality(tenant: string): { readonly nis: string; readonly name: string };
  textLimit(channel: string, isPublic: boolean): TextLimit | undefined;
  /** Channels whose answers name what they answer. */
  readonly citingChannels: readonly string[];
  /** What stands in the place of a text whose time is over. */
  readonly whyErased: (message: ErasedMessage) => string;
}

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
  readonly answers: ReadonlyMap<string, AnswerRow>;
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
  const replies = deliveries.filter((delivery) => delivery.kind === 'reply').map(({ id }) => id);
  const tickets = await loadTickets(sql, ticketIds, replies.length > 0, citingChannels);
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

function cited({ thread, question }: TicketRow): Pick<OutgoingPart, 'thread' | 'question'> {
  return { ...(thread === null ? {} : { thread }), ...(question === null ? {} : { question }) };
}

function invitationOf({ number }: TicketRow, { tenant }: ClaimedDelivery, settings: ContentSettings): Invitation {
  return { ticketNumber: number, municipality: settings.municipality(tenant).name };
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
      ...cited(ticket),
      ...askedFor(answer),
      ...(answer.invites ? { invitation: invitationOf(ticket, delivery, settings) } : {}),
    },
    window: {
      lastCitizenAtMs: answer.last_citizen_at?.getTime() ?? 0,
      isPublic: answer.is_public,
      isAnswerable: answer.is_answerable,
      ...placeOfTarget(delivery.target),
    },
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
    content: loadedOf(delivery, sources, settings),
  }));
  return new Map(loaded.flatMap(({ id, content }) => (content === undefined ? [] : [[id, content] as const])));
}
