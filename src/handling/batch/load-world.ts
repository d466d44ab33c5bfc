import type { ChannelEvent } from '../../adapter-sdk/index.js';
import type { Id } from '../../domain/ids.js';
import type { TicketState } from '../../domain/ticket.js';
import type { Sql } from '../../platform/store/store.js';
import { splitReply } from '../../domain/split-reply.js';
import { REFERENCE_PREFIX } from '../decide/decide-platform.js';
import type { LoadedWorld } from './draft.js';
import type { KnownSnapshots } from '../../settings/snapshot-times.js';
import { loadHistories } from './load-histories.js';
import type { Rules } from './rules.js';
import {
  aliasKey,
  conversationKey,
  messageKey,
  type ClaimedEvent,
  type Conversation,
  type KnownMessage,
  type OutgoingReply,
  type TicketRecord,
} from './world.js';

interface ConversationRow {
  readonly tenant: string;
  readonly channel: string;
  readonly account: string;
  readonly key: string;
  readonly citizen_id: string | null;
  readonly ticket_id: Id | null;
  readonly last_ms: number | null;
  readonly last_message_id: string | null;
  readonly is_public: boolean;
}

const CONVERSATIONS = `
  select tenant, channel, account, key, citizen_id, ticket_id, extract(epoch from last_citizen_at)::float8 * 1000 as last_ms,
         last_message_id, is_public
  from conversation
  where (tenant, channel, account, key) in (select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]))`;

const CONVERSATIONS_OF_TICKETS = `
  select c.tenant, c.channel, c.account, c.key, c.citizen_id, c.ticket_id,
         extract(epoch from greatest(c.last_citizen_at, o.last_citizen_at))::float8 * 1000 as last_ms, c.last_message_id,
         c.is_public
  from ticket t
  join conversation c on (c.tenant, c.channel, c.account, c.key) = (t.tenant, t.channel, t.account, t.conversation)
  left join conversation o on (o.tenant, o.channel, o.account, o.key) = (c.tenant, c.channel, c.account, c.goes_on_in)
  where t.id = any($1::uuid[])`;

const TICKETS = `
  select id, tenant, seq, number::float8 as number, channel, account, conversation, shard, citizen_id as "citizenId", kind, status, topic,
         language, level, priority, target, messages,
         extract(epoch from opened_at)::float8 * 1000 as "openedAtMs",
         extract(epoch from first_response_due)::float8 * 1000 as "firstResponseDueMs",
         extract(epoch from resolution_due)::float8 * 1000 as "resolutionDueMs",
         extract(epoch from first_responded_at)::float8 * 1000 as "firstRespondedAtMs",
         extract(epoch from closed_at)::float8 * 1000 as "closedAtMs"
  from ticket where id = any($1::uuid[])`;

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
  select d.id as "deliveryId", d.ticket_id as "ticketId", d.message_id as "messageId", m.text, d.part, d.target,
         d.is_final as "isFinal", d.remote_id as "remoteId"
  from delivery d join message m on m.id = d.message_id
  where d.kind = 'reply' and (d.id = any($1::uuid[])
        or (d.ticket_id = any($2::uuid[]) and d.state in ('due', 'in-flight', 'unknown', 'parked', 'quarantined')))`;

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function platformEvents(events: readonly ClaimedEvent[]): { event: ClaimedEvent; told: ChannelEvent }[] {
  return events.flatMap((event) => (event.content.from === 'platform' ? [{ event, told: event.content.event }] : []));
}

async function loadConversations(sql: Sql, events: readonly ClaimedEvent[]): Promise<Map<string, Conversation>> {
  const places = platformEvents(events).map(({ event }) => event);
  const ticketIds = unique(events.flatMap((event) => (event.ticketId === null ? [] : [event.ticketId])));
  const rows = [
    ...(places.length === 0
      ? []
      : await sql.query<ConversationRow>(CONVERSATIONS, [
          places.map((place) => place.tenant),
          places.map((place) => place.channel),
          places.map((place) => place.account),
          places.map((place) => place.conversation),
        ])),
    ...(ticketIds.length === 0 ? [] : await sql.query<ConversationRow>(CONVERSATIONS_OF_TICKETS, [ticketIds])),
  ];
  return new Map(
    rows.map((row) => [
      conversationKey(row.tenant, row.channel, row.account, row.key),
      {
        citizenId: row.citizen_id,
        ticketId: row.ticket_id,
        lastCitizenAtMs: row.last_ms,
        lastMessageId: row.last_message_id,
        isPublic: row.is_public,
      },
    ]),
  );
}

async function loadTickets(sql: Sql, ids: readonly Id[]): Promise<Map<string, TicketRecord>> {
  if (ids.length === 0) {
    return new Map();
  }
  type Row = TicketState & { readonly id: Id; readonly tenant: string; readonly seq: number };
  const rows = await sql.query<Row>(TICKETS, [ids]);
  return new Map(rows.map(({ id, tenant, seq, ...state }) => [id, { id, tenant, seq, state }]));
}

async function loadCitizens(sql: Sql, events: readonly ClaimedEvent[]): Promise<Map<string, string>> {
  const aliases = platformEvents(events).flatMap(({ event, told }) =>
    [...(told.citizen?.aliases ?? []), ...(told.replaces === undefined ? [] : [told.replaces])].map((alias) => ({
      ...alias,
      tenant: event.tenant,
      channel: event.channel,
      scope: event.account,
    })),
  );
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

async function loadReplies(
  sql: Sql,
  events: readonly ClaimedEvent[],
  rules: Rules,
  ticketIdOf: (event: ClaimedEvent) => Id | null,
): Promise<readonly OutgoingReply[]> {
  const told = platformEvents(events);
  const references = told.flatMap(({ told: { receipt } }) =>
    receipt?.reference?.startsWith(REFERENCE_PREFIX) === true ? [receipt.reference.slice(REFERENCE_PREFIX.length)] : [],
  );
  const tickets = told.flatMap(({ event, told: one }) => {
    const ticketId = one.action === 'outside' ? ticketIdOf(event) : null;
    return ticketId === null ? [] : [ticketId];
  });
  if (references.length === 0 && tickets.length === 0) {
    return [];
  }
  const uuids = references.filter((reference) => /^[0-9a-f-]{36}$/.test(reference));
  const rows = await sql.query<OutgoingReply>(REPLIES, [uuids, unique(tickets)]);
  // The row holds the whole answer; an echo shows one part of it.
  return rows.map((row) => {
    const limit = rules.channel(row.target.split(':')[0] ?? '')?.textLimit;
    const split = limit === undefined ? undefined : splitReply(row.text, limit);
    return split?.ok === true ? { ...row, text: split.parts[row.part] ?? row.text } : row;
  });
}

async function drawNumbers(sql: Sql, events: readonly ClaimedEvent[]): Promise<readonly number[]> {
  const mayOpen = platformEvents(events).filter(({ told }) => told.action === 'open' || told.action === 'amend').length;
  if (mayOpen === 0) {
    return [];
  }
  const rows = await sql.query<{ number: number }>(
    "select nextval('ticket_number')::float8 as number from generate_series(1, $1::int)",
    [mayOpen],
  );
  return rows.map((row) => row.number);
}

/** Loads all that the decisions of a batch look at, in a handful of queries whatever the size of the batch. */
export async function loadWorld(
  sql: Sql,
  events: readonly ClaimedEvent[],
  rules: Rules,
  times: KnownSnapshots,
): Promise<LoadedWorld> {
  const conversations = await loadConversations(sql, events);
  const messages = await loadMessages(sql, events);
  const ticketIdOf = (event: ClaimedEvent): Id | null =>
    conversations.get(conversationKey(event.tenant, event.channel, event.account, event.conversation))?.ticketId ??
    null;
  const replies = await loadReplies(sql, events, rules, ticketIdOf);
  const ids = [
    ...[...conversations.values()].map((conversation) => conversation.ticketId),
    ...[...messages.values()].map((message) => message.ticketId),
    ...events.map((event) => event.ticketId),
    ...replies.map((reply) => reply.ticketId),
  ].filter((id) => id !== null);
  const ticketIds = unique(ids);
  return {
    conversations,
    messages,
    replies,
    tickets: await loadTickets(sql, ticketIds),
    citizens: await loadCitizens(sql, events),
    histories: await loadHistories(sql, ticketIds, { times, hash: rules.hash }),
    numbers: await drawNumbers(sql, events),
  };
}
