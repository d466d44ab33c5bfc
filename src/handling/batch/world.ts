import type { Id } from '../../domain/ids.js';
import type { DatedFact } from '../../domain/sla/dated-fact.js';
import type { ClockView } from '../../domain/sla/fold-clocks.js';
import type { Question } from '../../domain/sla/questions.js';
import type { SlaTimes } from '../../domain/sla/sla-time.js';
import type { CrisisTerms, PinnedTerms, TicketState } from '../../domain/ticket.js';
import type { EventContent } from '../inbox/inbox-event.js';
import type { ConversationPlace } from '../inbox/ticket-news.js';

/** A claimed event with its content opened. */
export interface ClaimedEvent {
  readonly id: Id;
  readonly tenant: string;
  readonly channel: string;
  readonly account: string;
  readonly conversation: string;
  readonly shard: number;
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
  readonly ticketId: Id | null;
  readonly content: EventContent;
}

export interface Conversation {
  readonly citizenId: string | null;
  readonly ticketId: Id | null;
  readonly lastCitizenAtMs: number | null;
  /** Platform id of the citizen's newest message: what an answer answers. */
  readonly lastMessageId: string | null;
  readonly isPublic: boolean;
  /** Whether the platform takes an answer to the citizen's newest message, by what the citizen did. */
  readonly isAnswerable: boolean;
}

export interface TicketRecord {
  readonly id: Id;
  readonly tenant: string;
  readonly seq: number;
  readonly state: TicketState;
  /** The ticket that it goes on in; it ended then. */
  readonly mergedInto: Id | null;
  /** The ticket that its first messages were taken from. */
  readonly splitFrom: Id | null;
}

/** A message with its place, for commands that move messages. */
export interface WrittenMessage {
  readonly id: Id;
  readonly author: string;
  readonly text: string;
  readonly platformId: string | null;
  readonly isPublic: boolean;
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
  /** Where it was written. */
  readonly place: ConversationPlace;
}

export interface KnownMessage {
  /** Null for a tombstone: the deletion came before the content. */
  readonly messageId: string | null;
  readonly ticketId: Id | null;
  readonly text: string;
  readonly version: number;
  readonly author: string | null;
}

/** A part of an answer on its way to the citizen. */
export interface OutgoingReply {
  readonly deliveryId: Id;
  readonly ticketId: Id;
  readonly messageId: string;
  readonly text: string;
  readonly part: number;
  readonly target: string;
  readonly isFinal: boolean;
  readonly remoteId: string | null;
  /** Where it goes, when that is not the ticket's own conversation. */
  readonly to: ConversationPlace | null;
  /** The platform's id of the public message to which it is the private answer. */
  readonly privateReplyTo: string | null;
}

/** What decisions may know, loaded for a whole batch; earlier events of the batch are already in it. */
export interface World {
  conversation(key: string): Conversation | undefined;
  ticket(id: Id): TicketRecord | undefined;
  citizen(aliasKey: string): string | undefined;
  message(key: string): KnownMessage | undefined;
  /** By its id, for receipts that carry our reference. */
  reply(deliveryId: string): OutgoingReply | undefined;
  /** The part of an answer that the platform knows by this id, for receipts that tell a price and no reference. */
  sentReply(ticketId: Id, platformId: string): OutgoingReply | undefined;
  /** Replies in a conversation whose outcome is not known yet, for echoes without a reference. */
  openReplies(at: ConversationPlace): readonly OutgoingReply[];
  /** All messages of a ticket, oldest first; known for tickets of which messages move. */
  messagesOf(ticketId: Id): readonly WrittenMessage[];
  /** The facts of a ticket that its clocks are made of, in no order. */
  history(ticketId: Id): readonly DatedFact[];
  /** The clocks of a ticket at an instant, UTC milliseconds. */
  clocks(ticketId: Id, asOfMs: number): readonly ClockView[];
  /** What nobody answered yet in a ticket, once more facts are added; of a merged one, what it took along. */
  waiting(ticketId: Id, asOfMs: number, more?: readonly DatedFact[]): readonly Question[];
  /** The terms that hold for a ticket now. */
  terms(ticketId: Id): PinnedTerms | undefined;
  /** When the citizen got the last answer of a ticket that is answered or closed. */
  answeredAt(ticketId: Id): number | undefined;
  /** The crisis that a municipality is in, for tickets that open now. */
  crisis(tenant: string): CrisisTerms | undefined;
  /** What the clocks of a municipality count by, for every snapshot that facts of this batch name. */
  times(tenant: string): SlaTimes;
  nextNumber(): number;
}

/** A platform tells where it happened; anything else is about the ticket and happens in its own conversation. */
export function placeOf(event: ClaimedEvent, ticket: ConversationPlace): ConversationPlace {
  const { channel, account, conversation } = event.content.from === 'platform' ? event : ticket;
  return { channel, account, conversation };
}

export function isAt(one: ConversationPlace, other: ConversationPlace): boolean {
  return one.channel === other.channel && one.account === other.account && one.conversation === other.conversation;
}

export function conversationKey(tenant: string, channel: string, account: string, conversation: string): string {
  return JSON.stringify([tenant, channel, account, conversation]);
}

export function messageKey(tenant: string, channel: string, account: string, platformId: string): string {
  return JSON.stringify([tenant, channel, account, platformId]);
}

export interface Alias {
  readonly tenant: string;
  readonly channel: string;
  /** The account that the alias is scoped to: platforms hand out ids per page. */
  readonly scope: string;
  readonly kind: string;
  readonly value: string;
}

export function aliasKey(alias: Alias): string {
  return JSON.stringify([alias.tenant, alias.channel, alias.scope, alias.kind, alias.value]);
}
