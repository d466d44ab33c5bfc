import type { Holder } from '../../domain/sla/vocabulary.js';
import type { Meter, TicketStatus } from '../../domain/vocabulary.js';

export type Words<Code extends string = string> = Readonly<Record<Code, string>>;

/** The words and half sentences of one language. Nothing is decided here. */
export interface Phrases {
  readonly channels: Words;
  readonly levels: Words;
  readonly kinds: Words;
  readonly priorities: Words;
  readonly statuses: Words<TicketStatus>;
  readonly meters: Words<Meter>;
  readonly holders: Words<Holder>;
  readonly opened: (channel: string, number: number, kind: string) => string;
  readonly topic: (topic: string, level: string, words: string) => string;
  readonly topicUnknown: (topic: string, level: string) => string;
  /** The explanation was written when the ticket was routed, in Dutch. */
  readonly route: (target: string, rule: string, explanation: string) => string;
  readonly splitOff: (origin: number, number: number, kind: string) => string;
  readonly merged: (other: string, by: string) => string;
  readonly absorbed: (other: string, by: string) => string;
  /** An answer that was under way in a ticket that was merged into this one arrived. */
  readonly answeredThere: (other: string) => string;
  readonly waitsThere: (other: string) => string;
  readonly split: (count: number, other: string, by: string) => string;
  readonly forwarded: (from: string, to: string, by: string, because: string) => string;
  readonly status: (status: string, by: string) => string;
  readonly priority: (from: string, to: string, by: string) => string;
  readonly warned: (clock: string) => string;
  readonly breached: (clock: string) => string;
  readonly windowStep: (clock: string) => string;
  readonly otherTerms: Readonly<Record<'migrate' | 'recompute', (rule: string, policy: string) => string>>;
  readonly crisis: Readonly<Record<'suspend' | 'relax', string>>;
  readonly crisisEnded: string;
  readonly usage: (what: string, tariff: string, price: string) => string;
  /** What a platform charged, the item on its rate card, and the day from which that card holds where it is known. */
  readonly passedOn: (amount: string, item: string, card: string | null) => string;
  /** Why a charge was taken back, after a sentence about it. */
  readonly takenBack: Words<'spam' | 'crisis'>;
  readonly spam: (isSpam: boolean, by: string) => string;
  readonly corrected: (what: string, tariff: string, price: string) => string;
  readonly priceUnknown: string;
  readonly decimalComma: boolean;
  readonly calendarDays: string;
  readonly counts: (calendar: string) => string;
  readonly relaxed: (calendar: string, factor: string) => string;
  readonly outsideHours: (calendar: string) => string;
  readonly standsStill: (reason: string) => string;
}
