import type { Attachment } from '../../adapter-sdk/index.js';
import type { Id } from '../../domain/ids.js';
import type { TicketFact } from '../../domain/ticket.js';
import type { DeliveryKind, Meter } from '../../domain/vocabulary.js';
import type { Alias, Conversation } from './world.js';

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
  readonly isFinal?: boolean;
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
  readonly message?: NewMessage;
  readonly amend?: {
    readonly messageId: string;
    readonly text: string;
    readonly was: string;
    readonly version: number;
  };
  readonly redact?: { readonly messageId: string };
  /** The platform id of a message that was deleted before it came. */
  readonly tombstone?: string;
  readonly deliveries?: readonly NewDelivery[];
  /** The platform told that this part of an answer arrived, under its id. */
  readonly arrived?: { readonly deliveryId: string; readonly remoteId: string };
  readonly usage?: readonly { readonly meter: Meter }[];
}

/** Handled without an effect on a ticket: kept and counted under its reason. */
export function noEffect(reason: string): Decision {
  return { state: 'handled', reason };
}

export function rejected(reason: string, detail: string): Decision {
  return { state: 'rejected', reason, detail };
}
