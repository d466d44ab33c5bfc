import type { Id } from '../../domain/ids.js';
import type { Sql } from '../../platform/store/store.js';
import { survivorOf } from '../correlate/survivor.js';
import type { ConversationPlace } from '../inbox/ticket-news.js';
import { conversationKey, type ClaimedEvent, type Conversation, type TicketRecord } from './world.js';

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
  readonly is_answerable: boolean;
}

const CONVERSATIONS = `
  select tenant, channel, account, key, citizen_id, ticket_id, extract(epoch from last_citizen_at)::float8 * 1000 as last_ms,
         last_message_id, is_public, is_answerable
  from conversation
  where (tenant, channel, account, key) in (select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]))`;

const CONVERSATIONS_OF_TICKETS = `
  select c.tenant, c.channel, c.account, c.key, c.citizen_id, c.ticket_id,
         extract(epoch from greatest(c.last_citizen_at, o.last_citizen_at))::float8 * 1000 as last_ms, c.last_message_id,
         c.is_public, c.is_answerable
  from ticket t
  join conversation c on (c.tenant, c.channel, c.account, c.key) = (t.tenant, t.channel, t.account, t.conversation)
  left join conversation o on (o.tenant, o.channel, o.account, o.key) = (c.tenant, c.channel, c.account, c.goes_on_in)
  where t.id = any($1::uuid[])`;

function addConversations(known: Map<string, Conversation>, rows: readonly ConversationRow[]): void {
  for (const row of rows) {
    known.set(conversationKey(row.tenant, row.channel, row.account, row.key), {
      citizenId: row.citizen_id,
      ticketId: row.ticket_id,
      lastCitizenAtMs: row.last_ms,
      lastMessageId: row.last_message_id,
      isPublic: row.is_public,
      isAnswerable: row.is_answerable,
    });
  }
}

export interface TenantPlace extends ConversationPlace {
  readonly tenant: string;
}

/** Conversations that something happened in, or that become those of a new ticket. */
function placesIn(events: readonly ClaimedEvent[]): TenantPlace[] {
  return events.flatMap((event): TenantPlace[] => {
    const { content, tenant } = event;
    if (content.from === 'platform') {
      return [event];
    }
    return content.from === 'ticket' && (content.news.type === 'open' || content.news.type === 'link')
      ? [{ ...content.news.place, tenant }]
      : [];
  });
}

async function addPlaces(sql: Sql, known: Map<string, Conversation>, places: readonly TenantPlace[]): Promise<void> {
  if (places.length === 0) {
    return;
  }
  const rows = await sql.query<ConversationRow>(CONVERSATIONS, [
    places.map((place) => place.tenant),
    places.map((place) => place.channel),
    places.map((place) => place.account),
    places.map((place) => place.conversation),
  ]);
  addConversations(known, rows);
}

/** Conversations of the events of a batch, and of the tickets that they are about. */
export async function loadConversations(sql: Sql, events: readonly ClaimedEvent[]): Promise<Map<string, Conversation>> {
  const places = placesIn(events);
  const ticketIds = [...new Set(events.map((event) => event.ticketId).filter((id) => id !== null))];
  const known = new Map<string, Conversation>();
  await addPlaces(sql, known, places);
  if (ticketIds.length > 0) {
    addConversations(known, await sql.query<ConversationRow>(CONVERSATIONS_OF_TICKETS, [ticketIds]));
  }
  return known;
}

/** A conversation can go on in a ticket of another one, whose answers then go there. */
export async function loadOwnConversations(
  sql: Sql,
  conversations: Map<string, Conversation>,
  tickets: ReadonlyMap<string, TicketRecord>,
): Promise<void> {
  const elsewhere = [...conversations.values()].flatMap(({ ticketId }) => {
    const ticket = ticketId === null ? undefined : tickets.get(ticketId);
    return ticket === undefined ? [] : [survivorOf(ticket, (id) => tickets.get(id))];
  });
  const missing = elsewhere.filter(
    ({ tenant, state }) =>
      !conversations.has(conversationKey(tenant, state.channel, state.account, state.conversation)),
  );
  if (missing.length > 0) {
    const ids = [...new Set(missing.map(({ id }) => id))];
    addConversations(conversations, await sql.query<ConversationRow>(CONVERSATIONS_OF_TICKETS, [ids]));
  }
}

/** Conversations that go on in tickets which are answered; those that are known by now are not read again. */
export async function loadLinkedConversations(
  sql: Sql,
  conversations: Map<string, Conversation>,
  places: readonly TenantPlace[],
): Promise<void> {
  const missing = places.filter(
    ({ tenant, channel, account, conversation }) =>
      !conversations.has(conversationKey(tenant, channel, account, conversation)),
  );
  await addPlaces(sql, conversations, missing);
}
