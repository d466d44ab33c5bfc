import type { ChannelEvent } from '../../adapter-sdk/index.js';
import type { Id } from '../../domain/ids.js';
import type { Sql } from '../../platform/store/store.js';
import { splitReply } from '../../domain/split-reply.js';
import { limitOf } from '../decide/decide-reply.js';
import { REFERENCE_PREFIX } from '../decide/known-message.js';
import type { LoadedWorld } from './loaded-world.js';
import type { KnownSnapshots } from '../../settings/snapshot-times.js';
import { loadGrowing, mayBeGrowing } from './growing-tickets.js';
import type { Histories } from './histories.js';
import {
  loadConversations,
  loadLinkedConversations,
  loadOwnConversations,
  type TenantPlace,
} from './load-conversations.js';
import { loadHistories } from './load-histories.js';
import { loadTickets } from './load-tickets.js';
import { loadWritten } from './load-written.js';
import type { Rules } from './rules.js';
import {
  aliasKey,
  conversationKey,
  messageKey,
  type Alias,
  type ClaimedEvent,
  type KnownMessage,
  type OutgoingReply,
} from './world.js';

const LINKED = `
  select id from ticket
  where (tenant, channel, account, conversation) in (select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]))
    and (merged_into is not null or split_from is not null)`;

const ALIASES = `
  select tenant, channel, scope, kind, value, citizen_id from citizen_alias
  where (tenant, channel, scope, kind, value) in
        (select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]))`;

const MESSAGES = `
  select k.tenant, k.channel, k.account, k.platform_id, k.message_id, k.ticket_id, coalesce(m.text, '') as text,
         coalesce(m.version, 0) as version, m.author
  from message_key k left join message m on m.id = k.message_id
  where (k.tenant, k.channel, k.account, k.platform_id) in
        (select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]))`;

const REPLIES = `
  select d.id as "deliveryId", d.ticket_id as "ticketId", d.message_id as "messageId", m.text, m.is_public as "isPublic", d.part, d.target,
         d.is_final as "isFinal", d.remote_id as "remoteId", t.data->'to' as "to",
         t.data->>'privateReplyTo' as "privateReplyTo"
  from delivery d join message m on m.id = d.message_id
  left join ticket_event t on t.ticket_id = d.ticket_id and t.event_id = d.event_id and t.type = 'answer.requested'
  where d.kind = 'reply' and (d.id = any($1::uuid[])
        or (d.ticket_id = any($2::uuid[]) and d.state in ('due', 'in-flight', 'unknown', 'parked', 'quarantined'))
        or (d.ticket_id = any($3::uuid[]) and d.remote_id = any($4::text[])))`;

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function platformEvents(events: readonly ClaimedEvent[]): { event: ClaimedEvent; told: ChannelEvent }[] {
  return events.flatMap((event) => (event.content.from === 'platform' ? [{ event, told: event.content.event }] : []));
}

function aliasesIn(event: ClaimedEvent): readonly Alias[] {
  const { content, tenant } = event;
  if (content.from === 'platform') {
    const { citizen, replaces } = content.event;
    const told = [...(citizen?.aliases ?? []), ...(replaces === undefined ? [] : [replaces])];
    return told.map(({ kind, value }) => ({ tenant, channel: event.channel, scope: event.account, kind, value }));
  }
  if (content.from !== 'ticket' || content.news.type !== 'link') {
    return [];
  }
  const { aliases, place } = content.news;
  return aliases.map(({ kind, value }) => ({ tenant, channel: place.channel, scope: place.account, kind, value }));
}

async function loadCitizens(sql: Sql, events: readonly ClaimedEvent[]): Promise<Map<string, string>> {
  const aliases = events.flatMap((event) => aliasesIn(event));
  if (aliases.length === 0) {
    return new Map();
  }
  const rows = await sql.query<{
    tenant: string;
    channel: string;
    scope: string;
    kind: string;
    value: string;
    citizen_id: string;
  }>(ALIASES, [
    aliases.map((alias) => alias.tenant),
    aliases.map((alias) => alias.channel),
    aliases.map((alias) => alias.scope),
    aliases.map((alias) => alias.kind),
    aliases.map((alias) => alias.value),
  ]);
  return new Map(rows.map((row) => [aliasKey(row), row.citizen_id]));
}

async function loadMessages(sql: Sql, events: readonly ClaimedEvent[]): Promise<Map<string, KnownMessage>> {
  const wanted = platformEvents(events).flatMap(({ event, told }) =>
    [told.message?.id, told.about, told.receipt?.messageId]
      .filter((id) => id !== undefined)
      .map((platformId) => ({ event, platformId })),
  );
  if (wanted.length === 0) {
    return new Map();
  }
  const rows = await sql.query<{
    tenant: string;
    channel: string;
    account: string;
    platform_id: string;
    message_id: string | null;
    ticket_id: Id | null;
    text: string;
    version: number;
    author: string | null;
  }>(MESSAGES, [
    wanted.map(({ event }) => event.tenant),
    wanted.map(({ event }) => event.channel),
    wanted.map(({ event }) => event.account),
    wanted.map(({ platformId }) => platformId),
  ]);
  return new Map(
    rows.map((row) => [
      messageKey(row.tenant, row.channel, row.account, row.platform_id),
      {
        messageId: row.message_id,
        ticketId: row.ticket_id,
        text: row.text,
        version: row.version,
        author: row.author,
      },
    ]),
  );
}

/** An answer that was settled after its id was asked for, and before it was asked whether it is on its way: by now it has that id. */
async function learnSettled(sql: Sql, events: readonly ClaimedEvent[], messages: Map<string, KnownMessage>) {
  const unknown = platformEvents(events).filter(
    ({ event: { tenant, channel, account }, told: { action, message } }) => {
      return action === 'outside' && !messages.has(messageKey(tenant, channel, account, message?.id ?? ''));
    },
  );
  const settled = await loadMessages(
    sql,
    unknown.map(({ event }) => event),
  );
  for (const [key, known] of settled) {
    messages.set(key, known);
  }
}

/** Tickets that an echo in a conversation may be an answer of: its own, and those that share it. */
async function echoed(
  sql: Sql,
  events: readonly ClaimedEvent[],
  ticketIdOf: (event: ClaimedEvent) => Id | null,
): Promise<readonly Id[]> {
  const outside = platformEvents(events)
    .filter(({ told }) => told.action === 'outside')
    .map(({ event }) => event);
  if (outside.length === 0) {
    return [];
  }
  const linked = await sql.query<{ id: Id }>(LINKED, [
    outside.map((event) => event.tenant),
    outside.map((event) => event.channel),
    outside.map((event) => event.account),
    outside.map((event) => event.conversation),
  ]);
  return [...outside.map(ticketIdOf).filter((id) => id !== null), ...linked.map(({ id }) => id)];
}

/** Answers of ours that a receipt tells a price of without our reference: by the platform's id it is found which part. */
function pricedMessages(told: ReturnType<typeof platformEvents>, messages: ReadonlyMap<string, KnownMessage>) {
  return told.flatMap(({ event, told: { receipt } }) => {
    const { price, reference, messageId: platformId } = receipt ?? {};
    if (price === undefined || reference !== undefined || platformId === undefined) {
      return [];
    }
    const ticketId = messages.get(messageKey(event.tenant, event.channel, event.account, platformId))?.ticketId ?? null;
    return ticketId === null ? [] : [{ ticketId, platformId }];
  });
}

interface ForReplies {
  readonly rules: Rules;
  readonly ticketIdOf: (event: ClaimedEvent) => Id | null;
  readonly messages: ReadonlyMap<string, KnownMessage>;
}

async function loadReplies(
  sql: Sql,
  events: readonly ClaimedEvent[],
  { rules, ticketIdOf, messages }: ForReplies,
): Promise<readonly OutgoingReply[]> {
  const told = platformEvents(events);
  const references = told.flatMap(({ told: { receipt } }) =>
    receipt?.reference?.startsWith(REFERENCE_PREFIX) === true ? [receipt.reference.slice(REFERENCE_PREFIX.length)] : [],
  );
  const tickets = await echoed(sql, events, ticketIdOf);
  const priced = pricedMessages(told, messages);
  if (references.length === 0 && tickets.length === 0 && priced.length === 0) {
    return [];
  }
  const uuids = references.filter((reference) => /^[0-9a-f-]{36}$/.test(reference));
  const rows = await sql.query<OutgoingReply & { readonly isPublic: boolean }>(REPLIES, [
    uuids,
    unique(tickets),
    priced.map(({ ticketId }) => ticketId),
    priced.map(({ platformId }) => platformId),
  ]);
  // The row holds the whole answer; an echo shows one part of it.
  return rows.map(({ isPublic, ...row }) => {
    const channelRules = rules.channel(row.target.split(':')[0] ?? '');
    const limit = channelRules && limitOf(channelRules, isPublic);
    const split = limit === undefined ? undefined : splitReply(row.text, limit);
    return split?.ok === true ? { ...row, text: split.parts[row.part] ?? row.text } : row;
  });
}

async function drawNumbers(sql: Sql, events: readonly ClaimedEvent[]): Promise<readonly number[]> {
  const opening = platformEvents(events).filter(({ told }) => told.action === 'open' || told.action === 'amend');
  const splits = events.filter(({ content }) => content.from === 'api' && content.command.type === 'split');
  const mayOpen = opening.length + splits.length;
  if (mayOpen === 0) {
    return [];
  }
  const rows = await sql.query<{ number: number }>(
    "select nextval('ticket_number')::float8 as number from generate_series(1, $1::int)",
    [mayOpen],
  );
  return rows.map((row) => row.number);
}

/** Tickets that an event names: the one that it is about, and the other one of a merge. */
function ticketsOf({ ticketId, content }: ClaimedEvent): (Id | null)[] {
  if (content.from === 'ticket' && content.news.type === 'join') {
    return [ticketId, content.news.into];
  }
  return content.from === 'api' && content.command.type === 'merge' ? [ticketId, content.command.into] : [ticketId];
}

/** Private conversations of tickets that are answered in this batch: an answer may go there. */
function linkedIn(events: readonly ClaimedEvent[], histories: Histories): TenantPlace[] {
  return events.flatMap(({ tenant, ticketId, content }) => {
    const isReply =
      (content.from === 'api' && content.command.type === 'reply') ||
      (content.from === 'target' && content.event.type === 'reply');
    return !isReply || ticketId === null
      ? []
      : histories
          .facts(ticketId)
          .flatMap(({ fact }) => (fact.type === 'conversation.linked' ? [{ ...fact, tenant }] : []));
  });
}

/**
 * Loads all that the decisions of a batch look at, in a handful of queries whatever the size of the batch.
 *
 * @param known `isWhole` reads the history of each ticket, also where its clocks do not seem to ask for it
 */
export async function loadWorld(
  sql: Sql,
  events: readonly ClaimedEvent[],
  rules: Rules,
  { times, isWhole }: { readonly times: KnownSnapshots; readonly isWhole: boolean },
): Promise<LoadedWorld> {
  const conversations = await loadConversations(sql, events);
  const messages = await loadMessages(sql, events);
  const ticketIdOf = (event: ClaimedEvent): Id | null =>
    conversations.get(conversationKey(event.tenant, event.channel, event.account, event.conversation))?.ticketId ??
    null;
  const replies = await loadReplies(sql, events, { rules, ticketIdOf, messages });
  await learnSettled(sql, events, messages);
  const written = await loadWritten(sql, events);
  const ids = [
    ...[...conversations.values()].map((conversation) => conversation.ticketId),
    ...[...messages.values()].map((message) => message.ticketId),
    ...events.flatMap(ticketsOf),
    ...replies.map((reply) => reply.ticketId),
    ...written.keys(),
  ].filter((id) => id !== null);
  const tickets = await loadTickets(sql, unique(ids));
  await loadOwnConversations(sql, conversations, tickets);
  const ticketIds = unique([...tickets.values()].map(({ id }) => id));
  const candidates = isWhole ? [] : mayBeGrowing(events, { conversations, messages, replies, written, tickets });
  const growing = await loadGrowing(sql, candidates);
  const histories = await loadHistories(sql, ticketIds, { times, hash: rules.hash, growing });
  await loadLinkedConversations(sql, conversations, linkedIn(events, histories));
  return {
    ...{ conversations, messages, replies, written, tickets, histories },
    citizens: await loadCitizens(sql, events),
    numbers: await drawNumbers(sql, events),
  };
}
