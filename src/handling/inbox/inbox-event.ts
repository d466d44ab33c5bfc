import { hash } from 'node:crypto';
import type { ChannelEvent, PrivateConversation, TargetEvent } from '../../adapter-sdk/index.js';
import type { Id } from '../../domain/ids.js';
import type { CrisisTerms } from '../../domain/ticket.js';
import type { TicketCommand } from '../../domain/ticket-command.js';
import type { EventAction, EventSource, EventState } from '../../domain/vocabulary.js';
import type { Sql } from '../../platform/store/store.js';
import type { TicketNews } from './ticket-news.js';

/** What changes the promises of many tickets at once, as one of them is told. */
export type PromisesChange =
  | { readonly kind: 'crisis'; readonly crisis: CrisisTerms }
  | { readonly kind: 'crisis-ended'; readonly crisisId: string; readonly atMs: number }
  | { readonly kind: 'terms'; readonly mode: 'migrate' | 'recompute'; readonly changeId: string };

/** What an inbox event says; sealed in `event.body` until it is decided. */
export type EventContent =
  /** With `otherTicket` it is a note that splitting wrote: this ticket and that one are of the same citizen. */
  | {
      readonly from: 'platform';
      readonly event: ChannelEvent;
      readonly otherTicket?: number;
      /** It was missed, and read from the platform's history later. */
      readonly recovered?: true;
    }
  | { readonly from: 'target'; readonly target: string; readonly event: TargetEvent }
  | { readonly from: 'api'; readonly principal: string; readonly command: TicketCommand }
  /** A moment of one of the ticket's clocks has come. */
  | { readonly from: 'timer' }
  | { readonly from: 'promises'; readonly change: PromisesChange }
  | {
      readonly from: 'delivery';
      readonly deliveryId: string;
      readonly messageId: string;
      readonly isFinal: boolean;
      readonly outcome: 'delivered' | 'refused';
      readonly code?: string;
      /** For a private answer to a public message: where the citizen writes on. */
      readonly privately?: PrivateConversation & {
        readonly channel: string;
        readonly account: string;
        /** UTC milliseconds. */
        readonly firstAttemptAtMs: number;
      };
      /** For a message that is hidden or shown again: which of the two. */
      readonly hidden?: boolean;
    }
  /** A decision on another ticket. */
  | { readonly from: 'ticket'; readonly news: TicketNews };

export interface InboxEvent {
  readonly id: Id;
  readonly intakeId: Id | null;
  readonly tenant: string;
  /** The channel, or for other sources: `api`, `timer`, `ticket`, or the id of the target. */
  readonly channel: string;
  readonly account: string;
  readonly key: string;
  readonly conversation: string;
  /** Of the conversation that it touches: events about a ticket take the shard of the ticket. */
  readonly shard: number;
  readonly source: EventSource;
  readonly action: EventAction | 'command' | 'timer';
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
  readonly state: EventState;
  readonly reason: string | null;
  /** Sealed content. */
  readonly body: Buffer;
  readonly ticketId: string | null;
  /** How many names of conversations it was the first to tell. */
  readonly newNames?: number;
  /** It was missed, and read from the platform's history later. */
  readonly recovered?: true;
}

export const SHARDS = 64;

/** Conversations are spread over shards; one worker at a time decides a shard, so a conversation is decided in order. */
export function shardOf(tenant: string, channel: string, account: string, conversation: string): number {
  const digest = hash('sha1', `${tenant} ${channel} ${account} ${conversation}`, 'hex');
  return Number.parseInt(digest.slice(0, 2), 16) % SHARDS;
}

const STORE = `
  with given as (
    select id, intake_id, tenant, channel, account, key, conversation, shard, source, action, occurred_at, received_at,
           state, reason, substring($15::bytea from body_from for body_length) as body, ticket_id, new_names
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[],
                $10::text[], $11::float8[], $12::float8[], $13::text[], $14::text[], $16::int[], $17::int[], $18::uuid[], $19::int[])
      as t(id, intake_id, tenant, channel, account, key, conversation, shard, source, action, occurred_ms, received_ms,
           state, reason, body_from, body_length, ticket_id, new_names),
      lateral (select to_timestamp(occurred_ms / 1000) as occurred_at, to_timestamp(received_ms / 1000) as received_at) as times
  ), known as (
    insert into event_key (key, event_id) select key, id from given on conflict do nothing returning event_id
  )
  insert into event (id, intake_id, tenant, channel, account, key, conversation, shard, source, action, occurred_at,
                     received_at, state, reason, body, ticket_id, new_names)
  select id, intake_id, tenant, channel, account, key, conversation, shard, source, action, occurred_at, received_at,
         state, reason, body, ticket_id, new_names
  from given join known on known.event_id = given.id
  returning id`;

/**
 * Stores events under their keys in the caller's transaction, in one statement. An event whose key is known is a
 * duplicate and is left out.
 *
 * @returns the ids that were new
 */
export async function storeEvents(sql: Sql, events: readonly InboxEvent[]): Promise<ReadonlySet<string>> {
  if (events.length === 0) {
    return new Set();
  }
  // The bodies travel as one binary value with offsets: arrays of bytea would double in size as hexadecimal text.
  const offsets: number[] = [];
  let offset = 1;
  for (const event of events) {
    offsets.push(offset);
    offset += event.body.length;
  }
  const rows = await sql.query<{ id: string }>(STORE, [
    events.map((event) => event.id),
    events.map((event) => event.intakeId),
    events.map((event) => event.tenant),
    events.map((event) => event.channel),
    events.map((event) => event.account),
    events.map((event) => event.key),
    events.map((event) => event.conversation),
    events.map((event) => event.shard),
    events.map((event) => event.source),
    events.map((event) => event.action),
    events.map((event) => event.occurredAtMs),
    events.map((event) => event.receivedAtMs),
    events.map((event) => event.state),
    events.map((event) => event.reason),
    Buffer.concat(events.map((event) => event.body)),
    offsets,
    events.map((event) => event.body.length),
    events.map((event) => event.ticketId),
    events.map((event) => event.newNames ?? null),
  ]);
  return new Set(rows.map((row) => row.id));
}
