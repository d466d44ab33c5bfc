import type { Id } from './ids.js';
import type { StatutoryProcedure } from './sla/vocabulary.js';
import type { TicketStatus, Way } from './vocabulary.js';

/** What a person or a target asks of a ticket. It enters as an inbox event like everything else. */
export type TicketCommand =
  | {
      readonly type: 'reply';
      readonly text: string;
      /** Name or code of the answering person; for the timeline, never sent to the citizen. */
      readonly author: string;
      /** True when the answer settles the question: the ticket becomes `answered`. */
      readonly isFinal: boolean;
      /** Who is to read it. Without it: the citizen alone once the citizen wrote in private, else whoever reads the question. */
      readonly way?: Way;
    }
  | {
      readonly type: 'status';
      readonly status: TicketStatus;
      readonly author: string;
      readonly reason?: string;
      /** A person says that the ticket is spam, or that it is not after all. Spam is not charged. */
      readonly isSpam?: boolean;
    }
  | { readonly type: 'forward'; readonly to: string; readonly author: string; readonly reason: string }
  | {
      readonly type: 'statutory';
      readonly procedure: StatutoryProcedure;
      readonly step: 'started' | 'acknowledged' | 'extended' | 'answered' | 'withdrawn';
      /** For `started`: the local date of registration, today when absent. */
      readonly registeredOn?: string;
      readonly author: string;
    }
  /** Hides a public message of a citizen on its platform, or shows it again. */
  | { readonly type: 'hide'; readonly messageId: Id; readonly hidden: boolean; readonly author: string }
  /** Asks the citizen to write again, where the channel takes no answer any more. */
  | { readonly type: 'invite'; readonly author: string }
  | { readonly type: 'note'; readonly text: string; readonly author: string }
  /** This ticket ends and goes on in another one. */
  | { readonly type: 'merge'; readonly into: Id; readonly author: string; readonly reason: string }
  /** Some messages of the citizen become a ticket of their own. */
  | { readonly type: 'split'; readonly messageIds: readonly Id[]; readonly author: string; readonly reason: string };

/** The other ticket of a command: the one that goes on after a merge, the new one of a split. */
export interface OtherTicket {
  readonly ticketId: Id;
  readonly number: number;
}

/** What became of a command: in `event.result`, and so in the answer to a repeated request. Ids and codes only. */
export type CommandResult =
  | {
      readonly ok: true;
      readonly ticketId: string;
      readonly seq: number;
      readonly deliveries: readonly string[];
      readonly other?: OtherTicket;
    }
  | { readonly ok: false; readonly code: string; readonly detail: string };
