import type { CrisisTerms, PinnedTerms } from './sla/terms.js';
import type { AnyClockName, ClockName, Priority, StatutoryProcedure } from './sla/vocabulary.js';
import type { EventCost, PlatformCost } from './platform-price.js';
import type { CompetenceLevel, Language, TicketKind, TicketStatus, Way } from './vocabulary.js';

/** Where a conversation is: its messages come from there, and answers go there. */
export interface ConversationPlace {
  readonly channel: string;
  readonly account: string;
  readonly conversation: string;
}

/** What happened to a ticket, with ids and codes only: no text, no name. The closed list of ticket events. */
export type TicketFact =
  | {
      readonly type: 'ticket.opened';
      readonly number: number;
      readonly channel: string;
      readonly account: string;
      readonly conversation: string;
      readonly shard: number;
      readonly citizenId: string | null;
      readonly messageId: string;
      readonly kind: TicketKind;
      readonly topic: string;
      readonly language: Language;
      readonly level: CompetenceLevel;
      readonly priority: Priority;
      readonly target: string;
      readonly route: { readonly rule: string; readonly explanation: string };
      readonly matched: readonly string[];
      readonly terms: PinnedTerms;
      /** The last moment at which the channel takes an answer of a person, UTC milliseconds; null for no end. */
      readonly replyUntilMs: number | null;
      /** The crisis in which it opened. */
      readonly crisis?: CrisisTerms;
      /** A statutory procedure that the rules propose; only a person starts one. */
      readonly proposes?: StatutoryProcedure;
      /** The ticket that this one was split from. */
      readonly splitFrom?: string;
      /** What the platform charges for telling the first message. */
      readonly cost?: EventCost;
    }
  | {
      readonly type: 'message.received';
      readonly messageId: string;
      readonly reopened: boolean;
      /** False for a word of thanks or a sticker: it joins the ticket and starts no clock. */
      readonly asks: boolean;
      readonly replyUntilMs: number | null;
      /** What the platform charges for telling it. */
      readonly cost?: EventCost;
    }
  | { readonly type: 'message.amended'; readonly messageId: string; readonly version: number }
  | { readonly type: 'message.redacted'; readonly messageId: string }
  | { readonly type: 'ticket.noted'; readonly messageId?: string; readonly reason: string; readonly author?: string }
  | { readonly type: 'answer.outside'; readonly messageId: string; readonly cost?: EventCost }
  | {
      readonly type: 'answer.requested';
      readonly messageId: string;
      readonly parts: number;
      readonly isFinal: boolean;
      readonly by: string;
      /** A word of the system that an answer will come: it answers nothing. */
      readonly isHolding?: boolean;
      /** It asks the citizen to write again, because the channel takes nothing else: it answers nothing either. */
      readonly invites?: boolean;
      /** Who reads it; of old answers whoever read their conversation. */
      readonly way?: Way;
      /** Where it goes, when that is not the ticket's own conversation. */
      readonly to?: ConversationPlace;
      /** The platform's id of the public message to which it is the private answer. */
      readonly privateReplyTo?: string;
    }
  /** A private conversation with the citizen of this public ticket goes on in it. */
  | ({
      readonly type: 'conversation.linked';
      /** Since when; what the citizen wrote there before is not about this ticket. UTC milliseconds. */
      readonly sinceMs: number;
    } & ConversationPlace)
  /** A person wants a public message hidden, or shown again. */
  | { readonly type: 'message.hiding'; readonly messageId: string; readonly hidden: boolean; readonly by: string }
  | { readonly type: 'message.hidden'; readonly messageId: string; readonly hidden: boolean }
  | {
      readonly type: 'message.hiding-failed';
      readonly messageId: string;
      readonly hidden: boolean;
      readonly code: string;
    }
  | { readonly type: 'answer.refused'; readonly messageId: string; readonly code: string; readonly by: string }
  | {
      readonly type: 'answer.delivered';
      readonly messageId: string;
      readonly isFinal: boolean;
      readonly isHolding?: boolean;
      /** The citizen asked something after it was written: it is not the last word. */
      readonly isOvertaken?: boolean;
    }
  | { readonly type: 'answer.failed'; readonly messageId: string; readonly code: string; readonly isHolding?: boolean }
  | {
      readonly type: 'answer.receipt';
      readonly messageId: string;
      readonly status: 'sent' | 'delivered' | 'read';
      /** What the platform charges for one part of the answer, or for telling this. */
      readonly cost?: PlatformCost | EventCost;
    }
  | { readonly type: 'status.changed'; readonly to: TicketStatus; readonly by: string; readonly messageId?: string }
  | {
      readonly type: 'ticket.forwarded';
      readonly from: string;
      readonly to: string;
      readonly by: string;
      /** The note that holds the reason of a person. */
      readonly messageId?: string;
      /** Why, where no person decided it. */
      readonly because?: string;
    }
  | {
      readonly type: 'priority.changed';
      readonly from: Priority;
      readonly to: Priority;
      readonly by: string;
      readonly because?: string;
    }
  /** A person says whether the ticket is spam: spam is not charged. The last word counts. */
  | { readonly type: 'spam.judged'; readonly isSpam: boolean; readonly by: string }
  | { readonly type: 'ticket.merged'; readonly into: string; readonly by: string; readonly messageId?: string }
  /** Another ticket goes on in this one. */
  | {
      readonly type: 'ticket.absorbed';
      readonly from: string;
      readonly by: string;
      /** Since when the citizen waits for an answer there, UTC milliseconds; null when nobody waits. */
      readonly awaitingSinceMs: number | null;
      readonly replyUntilMs: number | null;
      /** How many of its messages the target is told. */
      readonly told?: number;
    }
  /** An answer that was under way in an absorbed ticket arrived, or proved not to have: who waits of that ticket. */
  | {
      readonly type: 'absorbed.waiting';
      readonly from: string;
      /** UTC milliseconds; null when nobody waits any more. */
      readonly sinceMs: number | null;
    }
  | {
      readonly type: 'ticket.split';
      readonly into: string;
      readonly messageIds: readonly string[];
      readonly by: string;
      readonly messageId?: string;
    }
  | {
      readonly type: 'sla.warned';
      readonly clock: AnyClockName;
      readonly round: number;
      readonly share: number;
      readonly dueAtMs: number;
    }
  | { readonly type: 'sla.breached'; readonly clock: AnyClockName; readonly round: number; readonly dueAtMs: number }
  /** What the policy asks for after a breach was done, when somebody was there. */
  | { readonly type: 'sla.acted'; readonly clock: ClockName; readonly round: number; readonly dueAtMs: number }
  /** A step before the channel stops taking answers. */
  | {
      readonly type: 'sla.window';
      readonly clock: ClockName;
      readonly round: number;
      readonly step: number;
      readonly closesAtMs: number;
    }
  /** Other terms for a ticket under way: from now on, or as if they had always held. */
  | {
      readonly type: 'sla.terms';
      readonly mode: 'migrate' | 'recompute';
      readonly terms: PinnedTerms;
      readonly changeId: string;
    }
  | { readonly type: 'sla.crisis'; readonly crisis: CrisisTerms }
  | { readonly type: 'sla.crisis-ended'; readonly crisisId: string; readonly atMs: number }
  | {
      readonly type: 'statutory.started';
      readonly procedure: StatutoryProcedure;
      /** Local date of registration. */
      readonly registeredOn: string;
      readonly acknowledgeDays: number | null;
      readonly answerDays: number;
      readonly extendedDays: number | null;
      readonly basis: string;
      readonly by: string;
    }
  | {
      readonly type: 'statutory.changed';
      readonly procedure: StatutoryProcedure;
      readonly step: 'acknowledged' | 'extended' | 'answered' | 'withdrawn';
      readonly by: string;
    };
