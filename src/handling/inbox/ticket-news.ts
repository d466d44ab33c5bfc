import type { CitizenAlias } from '../../adapter-sdk/index.js';
import type { Id } from '../../domain/ids.js';
import type { ConversationPlace } from '../../domain/ticket-fact.js';

export type { ConversationPlace };

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
  | { readonly type: 'message-changed'; readonly change: 'amended' | 'redacted'; readonly messageId: string }
  /** A private answer of this ticket went to a citizen there, whose words join it from now on. */
  | {
      readonly type: 'link';
      readonly place: ConversationPlace;
      readonly aliases: readonly Pick<CitizenAlias, 'kind' | 'value'>[];
      /** When the private answer was sent first, UTC milliseconds. */
      readonly sinceMs: number;
    }
  /** What came of it: the conversation is linked, or goes on in an older ticket of its own. */
  | { readonly type: 'linked'; readonly place: ConversationPlace; readonly sinceMs: number; readonly busyWith?: number }
  /** The citizen answered our private answer before we knew where it had gone: the ticket of that goes on elsewhere. */
  | { readonly type: 'join'; readonly into: Id };
