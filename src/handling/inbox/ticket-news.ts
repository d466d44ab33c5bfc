import type { Id } from '../../domain/ids.js';

/** Where a conversation is: its messages come from there, and answers go there. */
export interface ConversationPlace {
  readonly channel: string;
  readonly account: string;
  readonly conversation: string;
}

/** What was decided on one ticket and another one must know. */
export type TicketNews =
  /** The ticket `from` ended and goes on here. */
  | {
      readonly type: 'absorb';
      readonly from: Id;
      readonly by: string;
      /** Since when its citizen waits for an answer, UTC milliseconds. */
      readonly awaitingSinceMs: number | null;
      /** Somebody still had to do something about it. */
      readonly wasOpen: boolean;
      /** What its citizens wrote, oldest first; the newest fifty. */
      readonly messageIds: readonly Id[];
    }
  /** Messages of the ticket `from` become this ticket, which is not there yet. */
  | {
      readonly type: 'open';
      readonly from: Id;
      readonly number: number;
      readonly place: ConversationPlace;
      /** Oldest first. The event carries the times of the first one. */
      readonly messageIds: readonly Id[];
      /** When it was asked, UTC milliseconds: what it costs is of that day. */
      readonly askedAtMs: number;
    }
  /** An answer that was under way in the merged ticket `from` arrived, or proved not to have. */
  | {
      readonly type: 'waiting';
      readonly from: Id;
      /** Since when somebody waits there, UTC milliseconds; null when nobody does any more. */
      readonly sinceMs: number | null;
    }
  /** The citizen changed or took back a message of a ticket that goes on here. */
  | { readonly type: 'message-changed'; readonly change: 'amended' | 'redacted'; readonly messageId: string };
