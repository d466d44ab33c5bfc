import { groupBy } from '../../domain/group-by.js';
import type { Id } from '../../domain/ids.js';
import type { TicketCommand } from '../../domain/ticket-command.js';
import type { Sql } from '../../platform/store/store.js';
import type { EventContent } from '../inbox/inbox-event.js';
import type { ClaimedEvent, WrittenMessage } from './world.js';

/** The tickets that a ticket absorbed, and so on: their messages go where it goes. */
const ABSORBED = `
  with recursive family(id) as (
    select unnest($1::uuid[])
    union
    select (e.data->>'from')::uuid from family f
    join ticket_event e on e.ticket_id = f.id and e.type = 'ticket.absorbed'
  )
  select id from family`;

/** The conversation is the one of the event that brought it; events older than what is kept leave that of the ticket. */
const WRITTEN = `
  select m.ticket_id, m.id, m.author, case when m.id = any($2::uuid[]) then m.text else '' end as text, m.platform_id,
         m.is_public, m.channel, m.account, coalesce(e.conversation, t.conversation) as conversation,
         extract(epoch from m.occurred_at)::float8 * 1000 as occurred_ms,
         extract(epoch from m.received_at)::float8 * 1000 as received_ms
  from message m join ticket t on t.id = m.ticket_id left join event e on e.id = m.event_id
  where m.ticket_id = any($1::uuid[])`;

interface Row {
  readonly ticket_id: Id;
  readonly id: Id;
  readonly author: string;
  readonly text: string;
  readonly platform_id: string | null;
  readonly is_public: boolean;
  readonly channel: string;
  readonly account: string;
  readonly conversation: string;
  readonly occurred_ms: number;
  readonly received_ms: number;
}

function writtenMessage(row: Row): WrittenMessage {
  const { id, author, text, channel, account, conversation } = row;
  return {
    ...{ id, author, text, platformId: row.platform_id, isPublic: row.is_public },
    ...{ occurredAtMs: row.occurred_ms, receivedAtMs: row.received_ms },
    place: { channel, account, conversation },
  };
}

/** Commands about single messages of a ticket. */
const NAMES_MESSAGES: ReadonlySet<TicketCommand['type']> = new Set(['split', 'hide']);

interface Moving {
  /** Tickets that end in a merge: what they absorbed moves along. */
  readonly merging: readonly Id[];
  /** Tickets of which messages are taken or hidden. */
  readonly splitting: readonly Id[];
  /** Messages of which the text is looked at. */
  readonly texts: readonly Id[];
}

type Moved = { readonly [List in keyof Moving]: Id[] };

type News = Extract<EventContent, { from: 'ticket' }>['news'];

function movingByNews(news: News, ticketId: Id | null, { merging, splitting, texts }: Moved): void {
  if (news.type === 'open') {
    splitting.push(news.from);
    texts.push(...news.messageIds);
  } else if (news.type === 'join' && ticketId !== null) {
    merging.push(ticketId);
  }
}

function movingIn(events: readonly ClaimedEvent[]): Moving {
  const moved: Moved = { merging: [], splitting: [], texts: [] };
  for (const { content, ticketId } of events) {
    if (content.from === 'ticket') {
      movingByNews(content.news, ticketId, moved);
    } else if (content.from === 'api' && ticketId !== null) {
      const { type } = content.command;
      const ids = type === 'merge' ? moved.merging : NAMES_MESSAGES.has(type) ? moved.splitting : [];
      ids.push(ticketId);
    }
  }
  return moved;
}

/** The messages of tickets that are merged or split in this batch; mostly there are none, and no query is sent. */
export async function loadWritten(
  sql: Sql,
  events: readonly ClaimedEvent[],
): Promise<ReadonlyMap<Id, readonly WrittenMessage[]>> {
  const { merging, splitting, texts } = movingIn(events);
  const family = merging.length === 0 ? [] : await sql.query<{ id: Id }>(ABSORBED, [merging]);
  const ids = [...splitting, ...family.map(({ id }) => id)];
  if (ids.length === 0) {
    return new Map();
  }
  const rows = groupBy(await sql.query<Row>(WRITTEN, [ids, texts]), (row) => row.ticket_id);
  // A ticket without a message of its own is known to have none.
  return new Map(ids.map((id) => [id, (rows.get(id) ?? []).map(writtenMessage)]));
}
