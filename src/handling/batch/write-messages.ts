import { insertInto } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';
import type { ConversationPlace } from '../inbox/ticket-news.js';
import type { Draft } from './draft.js';
import type { Rules } from './rules.js';
import { aliasKey, messageKey, placeOf, type ClaimedEvent, type Conversation } from './world.js';
import { endMedia, insertMedia, withMedia, type MessageWithMedia } from './write-media.js';

const insertCitizens = insertInto<Draft['citizens'][number]>('citizen', {
  id: ['uuid', (citizen) => citizen.id],
  tenant: ['text', (citizen) => citizen.tenant],
  name: ['text', (citizen) => citizen.name],
});

/** Another conversation may have met the same citizen at the same moment; the first alias stands. */
const insertAliases = insertInto<Draft['aliases'][number]>(
  'citizen_alias',
  {
    tenant: ['text', ({ alias }) => alias.tenant],
    channel: ['text', ({ alias }) => alias.channel],
    scope: ['text', ({ alias }) => alias.scope],
    kind: ['text', ({ alias }) => alias.kind],
    value: ['text', ({ alias }) => alias.value],
    citizen_id: ['uuid', ({ citizenId }) => citizenId],
  },
  'on conflict do nothing',
);

interface ConversationRow {
  readonly tenant: string;
  readonly place: ConversationPlace;
  readonly conversation: Conversation;
}

const insertConversations = insertInto<ConversationRow>(
  'conversation',
  {
    tenant: ['text', ({ tenant }) => tenant],
    channel: ['text', ({ place }) => place.channel],
    account: ['text', ({ place }) => place.account],
    key: ['text', ({ place }) => place.conversation],
    citizen_id: ['uuid', ({ conversation }) => conversation.citizenId],
    ticket_id: ['uuid', ({ conversation }) => conversation.ticketId],
    last_citizen_at: [
      'timestamptz',
      ({ conversation: { lastCitizenAtMs } }) => (lastCitizenAtMs === null ? null : new Date(lastCitizenAtMs)),
    ],
    last_message_id: ['text', ({ conversation }) => conversation.lastMessageId],
    is_public: ['bool', ({ conversation }) => conversation.isPublic],
    is_answerable: ['bool', ({ conversation }) => conversation.isAnswerable],
  },
  `on conflict (tenant, channel, account, key) do update set citizen_id = excluded.citizen_id,
     ticket_id = excluded.ticket_id, last_citizen_at = excluded.last_citizen_at,
     last_message_id = excluded.last_message_id, is_public = excluded.is_public,
     is_answerable = excluded.is_answerable`,
);

const insertMessages = insertInto<MessageWithMedia>('message', {
  id: ['uuid', ({ message }) => message.id],
  tenant: ['text', ({ event }) => event.tenant],
  ticket_id: ['uuid', ({ ticket }) => ticket.id],
  event_id: ['uuid', ({ event }) => event.id],
  author: ['text', ({ message }) => message.author],
  author_name: ['text', ({ message }) => message.authorName],
  channel: ['text', ({ event, ticket }) => placeOf(event, ticket.state).channel],
  account: ['text', ({ event, ticket }) => placeOf(event, ticket.state).account],
  platform_id: ['text', ({ message }) => message.platformId],
  occurred_at: ['timestamptz', ({ event }) => new Date(event.occurredAtMs)],
  received_at: ['timestamptz', ({ event }) => new Date(event.receivedAtMs)],
  text: ['text', ({ message }) => message.text],
  attachments: ['jsonb', ({ kept }) => JSON.stringify(kept.attachments)],
  media: ['smallint', ({ kept }) => kept.media.length],
  is_public: ['bool', ({ message }) => message.isPublic],
});

interface KeyRow {
  readonly event: ClaimedEvent;
  readonly platformId: string;
  readonly messageId: string | null;
  readonly ticketId: string | null;
}

const insertKeys = insertInto<KeyRow>(
  'message_key',
  {
    tenant: ['text', ({ event }) => event.tenant],
    channel: ['text', ({ event }) => event.channel],
    account: ['text', ({ event }) => event.account],
    platform_id: ['text', ({ platformId }) => platformId],
    message_id: ['uuid', ({ messageId }) => messageId],
    ticket_id: ['uuid', ({ ticketId }) => ticketId],
  },
  'on conflict do nothing',
);

const insertVersions = insertInto<Draft['amendments'][number], Date>('message_version', {
  message_id: ['uuid', ({ amend }) => amend.messageId],
  version: ['int', ({ amend }) => amend.version - 1],
  tenant: ['text', ({ event }) => event.tenant],
  text: ['text', ({ amend }) => amend.was],
  replaced_at: ['timestamptz', (_, now) => now],
  event_id: ['uuid', ({ event }) => event.id],
});

/** Sorted by key: two batches that meet on the same keys then wait for each other instead of locking each other out. */
function sortedBy<T>(rows: readonly T[], key: (row: T) => string): T[] {
  return rows
    .map((row) => ({ row, at: key(row) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ row }) => row);
}

function keyRows(draft: Draft): KeyRow[] {
  const rows: KeyRow[] = [];
  for (const { event, ticket, message } of draft.messages) {
    if (message.platformId !== null) {
      rows.push({ event, platformId: message.platformId, messageId: message.id, ticketId: ticket.id });
    }
  }
  for (const { event, platformId } of draft.tombstones) {
    rows.push({ event, platformId, messageId: null, ticketId: null });
  }
  return sortedBy(rows, ({ event, platformId }) => messageKey(event.tenant, event.channel, event.account, platformId));
}

/** A text whose time was over stays away when it is edited: only its number grows. */
const AMEND = `
  update message m set text = case when m.erased_at is null then t.text else '' end, version = t.version
  from unnest($1::uuid[], $2::text[], $3::int[]) as t(id, text, version) where m.id = t.id and m.redacted_at is null`;

/** What was read before its time was over, and is written after it. */
const ERASED_VERSIONS = `
  delete from message_version v using message m
  where v.message_id = any($1::uuid[]) and m.id = v.message_id and m.erased_at is not null`;

async function writeChanges(sql: Sql, draft: Draft, now: Date): Promise<void> {
  await insertVersions(sql, draft.amendments, now);
  const newest = [...new Map(draft.amendments.map(({ amend }) => [amend.messageId, amend])).values()];
  if (newest.length > 0) {
    const ids = newest.map((amend) => amend.messageId);
    await sql.query(AMEND, [ids, newest.map((amend) => amend.text), newest.map((amend) => amend.version)]);
    await sql.query(ERASED_VERSIONS, [ids]);
  }
  if (draft.redactions.length > 0) {
    await sql.query(
      `update message set text = '', attachments = '[]', author_name = null, redacted_at = $2
       where id = any($1::uuid[]) and redacted_at is null`,
      [draft.redactions, now],
    );
    await sql.query('delete from message_version where message_id = any($1::uuid[])', [draft.redactions]);
    await endMedia(sql, draft.redactions);
  }
}

/** The newest word of the platform on each counts. */
async function writeHidings(sql: Sql, { settled }: Draft, now: Date): Promise<void> {
  const hidings = settled.flatMap(({ decision }) => decision.hide ?? []);
  const newest = [...new Map(hidings.map((hide) => [hide.messageId, hide])).values()];
  if (newest.length > 0) {
    await sql.query(
      `update message m set hidden_at = case when t.hidden then $3::timestamptz end
       from unnest($1::uuid[], $2::bool[]) as t(id, hidden) where m.id = t.id`,
      [newest.map(({ messageId }) => messageId), newest.map(({ hidden }) => hidden), now],
    );
  }
}

const TAKE = `
  update message m set ticket_id = t.ticket_id from unnest($1::uuid[], $2::uuid[]) as t(id, ticket_id) where m.id = t.id`;

const TAKE_KEYS = `
  update message_key k set ticket_id = t.ticket_id
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[])
    as t(tenant, channel, account, platform_id, ticket_id)
  where (k.tenant, k.channel, k.account, k.platform_id) = (t.tenant, t.channel, t.account, t.platform_id)`;

/** Messages that became another ticket's: the rows move, with what their platform ids mean. */
async function writeTaken(sql: Sql, { taken }: Draft): Promise<void> {
  if (taken.length > 0) {
    await sql.query(TAKE, [taken.map(({ message }) => message.id), taken.map(({ ticketId }) => ticketId)]);
    await sql.query(TAKE_KEYS, [
      taken.map(({ tenant }) => tenant),
      taken.map(({ message }) => message.place.channel),
      taken.map(({ message }) => message.place.account),
      taken.map(({ message }) => message.platformId),
      taken.map(({ ticketId }) => ticketId),
    ]);
  }
}

/** Writes citizens, conversations and message texts: the few places that hold personal data. */
export async function writeMessages(sql: Sql, draft: Draft, rules: Rules, now: Date): Promise<void> {
  await insertCitizens(sql, draft.citizens, undefined);
  await insertAliases(
    sql,
    sortedBy(draft.aliases, ({ alias }) => aliasKey(alias)),
    undefined,
  );
  const conversations = sortedBy([...draft.conversations.entries()], ([key]) => key).map(([, row]) => row);
  await insertConversations(sql, conversations, undefined);
  const messages = withMedia(draft.messages, rules);
  await insertMessages(sql, messages, undefined);
  await insertMedia(sql, messages);
  await insertKeys(sql, keyRows(draft), undefined);
  await writeTaken(sql, draft);
  await writeChanges(sql, draft, now);
  await writeHidings(sql, draft, now);
}
