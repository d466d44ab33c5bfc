import type { Attachment } from '../../adapter-sdk/index.js';
import type { AnswerWay } from '../../domain/dated-limit.js';
import type { Id } from '../../domain/ids.js';
import type { TicketFact } from '../../domain/ticket.js';
import type { DeliveryKind, Meter } from '../../domain/vocabulary.js';
import type { OtherTicket } from '../../domain/ticket-command.js';
import type { ConversationPlace, TicketNews } from '../inbox/ticket-news.js';
import type { Alias, Conversation, WrittenMessage } from './world.js';

export interface NewMessage {
  readonly id: Id;
  readonly author: 'citizen' | 'operator' | 'outside' | 'note';
  readonly authorName: string | null;
  readonly platformId: string | null;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly isPublic: boolean;
}

export interface NewDelivery {
  readonly target: string;
  readonly kind: DeliveryKind;
  readonly messageId: string | null;
  readonly parts?: number;
  /** Only this one of the parts, counted from 0; without it every part is a delivery. */
  readonly part?: number;
  /** Which fact of the decision it tells, counted from 0; the last one when it is not named. */
  readonly fact?: number;
  readonly isFinal?: boolean;
  /** No person wrote it: it goes after what people wrote. */
  readonly isAutomatic?: boolean;
  /** Of an answer: how its platform counts it. */
  readonly way?: AnswerWay;
}

/** What another ticket must know: it becomes an event of that ticket in the transaction of this decision. */
export interface FollowUp {
  /** Unique within the decision: with the event's id it makes the key, so that it is stored once. */
  readonly name: string;
  readonly ticketId: Id;
  readonly shard: number;
  readonly conversation: string;
  readonly news: TicketNews;
  /** When it happened, where that is not when the deciding event did. */
  readonly times?: { readonly occurredAtMs: number; readonly receivedAtMs: number };
}

export interface NewUsage {
  readonly meter: Meter;
  /** The instant that it counts for, when that is not when the event happened. */
  readonly atMs?: number;
  /**
   * For `platform.cost`: the item on the rate card, its price, and the part of an answer that the platform charges for;
   * without one it charges for telling this event.
   */
  readonly cost?: { readonly deliveryId?: Id; readonly item: string; readonly millionths: number };
}

/** What one event means. Only values: a decision that throws has changed nothing. */
export interface Decision {
  readonly state: 'handled' | 'rejected' | 'parked' | 'quarantined';
  /** A constant code; why it is not simply handled, or why it changed nothing. */
  readonly reason?: string;
  /** A sentence for who sent a command that was rejected. */
  readonly detail?: string;
  readonly ticketId?: Id;
  /** For `ticketId`, in order. */
  readonly facts?: readonly TicketFact[];
  readonly citizen?: { readonly id: Id; readonly name: string | null };
  readonly aliases?: readonly { readonly alias: Alias; readonly citizenId: string }[];
  readonly conversation?: Conversation;
  /** Which conversation that is, when it is not the one of the event. */
  readonly conversationAt?: ConversationPlace;
  readonly message?: NewMessage;
  readonly amend?: {
    readonly messageId: string;
    readonly text: string;
    readonly was: string;
    readonly version: number;
  };
  readonly redact?: { readonly messageId: string };
  /** The platform hid this message, or shows it again. */
  readonly hide?: { readonly messageId: string; readonly hidden: boolean };
  /** The platform id of a message that was deleted before it came. */
  readonly tombstone?: string;
  readonly deliveries?: readonly NewDelivery[];
  /** The platform told that this part of an answer arrived, under its id. */
  readonly arrived?: { readonly deliveryId: string; readonly remoteId: string };
  readonly usage?: readonly NewUsage[];
  /** Messages that become `ticketId`'s. */
  readonly takes?: readonly WrittenMessage[];
  readonly followUps?: readonly FollowUp[];
  /** The other ticket of a command, for who sent it. */
  readonly other?: OtherTicket;
}

/** Handled without an effect on a ticket: kept and counted under its reason. */
export function noEffect(reason: string): Decision {
  return { state: 'handled', reason };
}

export function rejected(reason: string, detail: string): Decision {
  return { state: 'rejected', reason, detail };
}
