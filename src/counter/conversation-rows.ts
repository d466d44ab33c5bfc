import { createHash } from 'node:crypto';
import { groupBy } from '../domain/group-by.js';
import type { Sql } from '../platform/store/store.js';

/** One message as the citizen sees it. No names of operators, no notes, nothing of another conversation. */
export interface ShownMessage {
  readonly id: string;
  readonly from: 'citizen' | 'municipality';
  readonly text: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** The id that the browser gave to it. */
  readonly messageId: string | null;
  /** For an answer: what a receipt names. */
  readonly delivery: string | null;
}

export interface ShownConversation {
  readonly messages: readonly ShownMessage[];
  /** Changes whenever anything in `messages` does. The order of ids is not that of commits, so a number would skip. */
  readonly version: string;
}

/** Newest messages that are shown. */
const MAX_MESSAGES = 200;

/**
 * An answer is shown from the moment its sending began, also when its e-mail was refused, and no longer when it was
 * redacted. A message of the
 * citizen is one whose id begins with this conversation: a merged ticket also holds those of somebody else.
 */
const ROWS = `
  select w.conversation, m.id, m.text, m.occurred_at as at, m.version, m.delivery,
    case when m.delivery is null then split_part(m.platform_id, ':', 2) end as message_id
  from unnest($2::text[], $3::text[]) as w(account, conversation)
  cross join lateral (
    select m.id, m.text, m.occurred_at, m.version, m.platform_id, d.id as delivery
    from ticket t join message m on m.ticket_id = t.id
    left join lateral (
      select id from delivery
      where ticket_id = t.id and message_id = m.id and kind = 'reply' and first_attempt_at is not null
        and state not in ('withdrawn', 'quarantined')
      limit 1) as d on true
    where t.tenant = $1 and t.channel = 'counter' and t.account = w.account and t.conversation = w.conversation
      and m.redacted_at is null and m.erased_at is null
      and case m.author when 'citizen' then starts_with(m.platform_id, w.conversation || ':')
                        when 'operator' then d.id is not null else false end
    order by m.occurred_at desc, m.id desc limit ${MAX_MESSAGES}) as m
  order by m.occurred_at, m.id`;

interface Row {
  readonly conversation: string;
  readonly id: string;
  readonly text: string;
  readonly at: Date;
  readonly version: number;
  readonly delivery: string | null;
  readonly message_id: string | null;
}

export interface Place {
  readonly account: string;
  readonly conversation: string;
}

function shown({ id, text, at, delivery, message_id: messageId }: Row): ShownMessage {
  const from = delivery === null ? 'citizen' : 'municipality';
  return { id, from, text, at: at.toISOString(), messageId, delivery };
}

function conversationOfRows(rows: readonly Row[]): ShownConversation {
  const state = rows.map(({ id, version }) => `${id} ${version}`).join('\n');
  const version = createHash('sha256').update(state).digest('base64url').slice(0, 16);
  return { messages: rows.map(shown), version };
}

/** Reads conversations of one tenant, all in one query; call it as role api with that tenant set. */
export async function loadConversations(
  sql: Sql,
  tenant: string,
  places: readonly Place[],
): Promise<ReadonlyMap<string, ShownConversation>> {
  const rows = await sql.query<Row>(ROWS, [
    tenant,
    places.map(({ account }) => account),
    places.map(({ conversation }) => conversation),
  ]);
  const byConversation = groupBy(rows, (row) => row.conversation);
  return new Map(
    places.map(({ conversation }) => [conversation, conversationOfRows(byConversation.get(conversation) ?? [])]),
  );
}
