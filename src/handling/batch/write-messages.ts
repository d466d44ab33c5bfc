import { insertRows } from '../../platform/store/insert-rows.js';
import type { Sql } from '../../platform/store/store.js';
import type { Draft } from './draft.js';
import type { Alias } from './world.js';

const CITIZENS = { name: 'citizen', columns: { id: 'uuid', tenant: 'text', name: 'text' } } as const;
const ALIASES = {
  name: 'citizen_alias',
  columns: { tenant: 'text', channel: 'text', scope: 'text', kind: 'text', value: 'text', citizen_id: 'uuid' },
} as const;
const CONVERSATIONS = {
  name: 'conversation',
  columns: {
    ...{ tenant: 'text', channel: 'text', account: 'text', key: 'text', citizen_id: 'uuid', ticket_id: 'uuid' },
    ...{ last_citizen_at: 'timestamptz', last_message_id: 'text', is_public: 'bool' },
  },
} as const;
const MESSAGES = {
  name: 'message',
  columns: {
    ...{ id: 'uuid', tenant: 'text', ticket_id: 'uuid', event_id: 'uuid', author: 'text', author_name: 'text' },
    ...{ channel: 'text', account: 'text', platform_id: 'text', occurred_at: 'timestamptz' },
    ...{ received_at: 'timestamptz', text: 'text', attachments: 'jsonb', is_public: 'bool' },
  },
} as const;
const KEYS = {
  name: 'message_key',
  columns: {
    ...{ tenant: 'text', channel: 'text', account: 'text', platform_id: 'text', message_id: 'uuid', ticket_id: 'uuid' },
  },
} as const;
const VERSIONS = {
  name: 'message_version',
  columns: {
    ...{
      message_id: 'uuid',
      version: 'int',
      tenant: 'text',
      text: 'text',
      replaced_at: 'timestamptz',
      event_id: 'uuid',
    },
  },
} as const;

/** Sorted by key: two batches that meet on the same keys then wait for each other instead of locking each other out. */
function sortedBy<T>(rows: readonly T[], key: (row: T) => string): T[] {
  return rows
    .map((row) => ({ row, at: key(row) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ row }) => row);
}

function aliasOrder({ tenant, channel, scope, kind, value }: Alias): string {
  return [tenant, channel, scope, kind, value].join(' ');
}

async function writeCitizens(sql: Sql, draft: Draft): Promise<void> {
  await insertRows(sql, CITIZENS, draft.citizens);
  const aliases = sortedBy(draft.aliases, ({ alias }) => aliasOrder(alias)).map(({ alias, citizenId }) => ({
    ...alias,
    citizen_id: citizenId,
  }));
  // Another conversation may have met the same citizen at the same moment; the first alias stands.
  await insertRows(sql, ALIASES, aliases, 'on conflict do nothing');
}

async function writeConversations(sql: Sql, draft: Draft): Promise<void> {
  const rows = sortedBy([...draft.conversations.entries()], ([key]) => key).map(([, { event, conversation }]) => ({
    ...{ tenant: event.tenant, channel: event.channel, account: event.account, key: event.conversation },
    ...{ citizen_id: conversation.citizenId, ticket_id: conversation.ticketId },
    last_citizen_at: conversation.lastCitizenAtMs === null ? null : new Date(conversation.lastCitizenAtMs),
    ...{ last_message_id: conversation.lastMessageId, is_public: conversation.isPublic },
  }));
  await insertRows(
    sql,
    CONVERSATIONS,
    rows,
    `on conflict (tenant, channel, account, key) do update set citizen_id = excluded.citizen_id,
       ticket_id = excluded.ticket_id, last_citizen_at = excluded.last_citizen_at,
       last_message_id = excluded.last_message_id, is_public = excluded.is_public`,
  );
}

async function writeNewMessages(sql: Sql, draft: Draft): Promise<void> {
  const rows = draft.messages.map(({ event, ticket, message }) => ({
    ...{ id: message.id, tenant: event.tenant, ticket_id: ticket.id, event_id: event.id, author: message.author },
    ...{ author_name: message.authorName, channel: ticket.state.channel, account: ticket.state.account },
    platform_id: message.platformId,
    occurred_at: new Date(event.occurredAtMs),
    received_at: new Date(event.receivedAtMs),
    ...{ text: message.text, attachments: JSON.stringify(message.attachments), is_public: message.isPublic },
  }));
  await insertRows(sql, MESSAGES, rows);
  const keys = [
    ...draft.messages.flatMap(({ event, ticket, message }) =>
      message.platformId === null
        ? []
        : [
            {
              event,
              platform_id: message.platformId,
              message_id: message.id,
              ticket_id: ticket.id,
            },
          ],
    ),
    ...draft.tombstones.map(({ event, platformId }) => ({
      ...{ event, platform_id: platformId, message_id: null, ticket_id: null },
    })),
  ].map(({ event: { tenant, channel, account }, ...key }) => ({ tenant, channel, account, ...key }));
  const sorted = sortedBy(keys, (key) => [key.tenant, key.channel, key.account, key.platform_id].join(' '));
  await insertRows(sql, KEYS, sorted, 'on conflict do nothing');
}

async function writeChanges(sql: Sql, draft: Draft, now: Date): Promise<void> {
  const versions = draft.amendments.map(({ event, amend }) => ({
    ...{ message_id: amend.messageId, version: amend.version - 1, tenant: event.tenant, text: amend.was },
    ...{ replaced_at: now, event_id: event.id },
  }));
  await insertRows(sql, VERSIONS, versions);
  const newest = [...new Map(draft.amendments.map(({ amend }) => [amend.messageId, amend])).values()];
  if (newest.length > 0) {
    await sql.query(
      `update message m set text = t.text, version = t.version
       from unnest($1::uuid[], $2::text[], $3::int[]) as t(id, text, version) where m.id = t.id and m.redacted_at is null`,
      [newest.map((amend) => amend.messageId), newest.map((amend) => amend.text), newest.map((amend) => amend.version)],
    );
  }
  if (draft.redactions.length > 0) {
    await sql.query(
      `update message set text = '', attachments = '[]', author_name = null, redacted_at = $2
       where id = any($1::uuid[]) and redacted_at is null`,
      [draft.redactions, now],
    );
    await sql.query('delete from message_version where message_id = any($1::uuid[])', [draft.redactions]);
  }
}

/** Writes citizens, conversations and message texts: the few places that hold personal data. */
export async function writeMessages(sql: Sql, draft: Draft, now: Date): Promise<void> {
  await writeCitizens(sql, draft);
  await writeConversations(sql, draft);
  await writeNewMessages(sql, draft);
  await writeChanges(sql, draft, now);
}
