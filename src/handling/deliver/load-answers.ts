import type { Way } from '../../domain/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';

/** What was asked for with an answer, and how the conversation stands that it goes to. */
export interface AnswerRow {
  readonly id: string;
  /** Null for answers from before it was asked. */
  readonly way: Way | null;
  readonly is_automatic: boolean;
  readonly invites: boolean;
  readonly private_reply_to: string | null;
  readonly conversation: string;
  readonly last_citizen_at: Date | null;
  readonly last_message_id: string | null;
  readonly is_public: boolean;
  readonly is_answerable: boolean;
}

/**
 * Limits that the planner cannot turn into joins: it would read all of `conversation` for a few answers. A conversation may
 * have gone on under another name; who wrote there last counts too.
 */
const ANSWERS = `
  select d.id, a.data->>'way' as way, coalesce((a.data->>'isHolding')::boolean, false) as is_automatic,
         coalesce((a.data->>'invites')::boolean, false) as invites,
         a.data->>'privateReplyTo' as private_reply_to, p.conversation, v.last_message_id,
         greatest(v.last_citizen_at, o.last_citizen_at) as last_citizen_at, coalesce(v.is_public, false) as is_public,
         coalesce(v.is_answerable, true) as is_answerable
  from delivery d
  join ticket t on t.id = d.ticket_id
  left join lateral (
    select data from ticket_event
    where ticket_id = d.ticket_id and event_id = d.event_id and type = 'answer.requested' limit 1) as a on true
  cross join lateral (
    select coalesce(a.data->'to'->>'channel', t.channel) as channel, coalesce(a.data->'to'->>'account', t.account) as account,
           coalesce(a.data->'to'->>'conversation', t.conversation) as conversation) as p
  left join lateral (
    select * from conversation where (tenant, channel, account, key) = (d.tenant, p.channel, p.account, p.conversation)
    limit 1) as v on true
  left join lateral (
    select last_citizen_at from conversation
    where (tenant, channel, account, key) = (v.tenant, v.channel, v.account, v.goes_on_in) limit 1) as o on true
  where d.id = any($1::uuid[])`;

/** Loads what was asked for with answers, in one query for all of them. */
export async function loadAnswers(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, AnswerRow>> {
  const rows = ids.length === 0 ? [] : await sql.query<AnswerRow>(ANSWERS, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}
