import type { TicketState } from '../ticket.js';
import type { CrisisTerms, PinnedTerms } from './terms.js';
import type { Rounds, Round } from './rounds.js';
import type { Party } from './vocabulary.js';

/** A target got the ticket: from the deliveries that arrived there. */
export interface Handoff {
  readonly target: string;
  readonly atMs: number;
}

/** Terms from an instant on, with the snapshot that holds their calendars. */
export interface TermsFrom {
  readonly fromMs: number;
  readonly mode: 'opened' | 'migrate' | 'recompute';
  readonly settingsHash: string;
  readonly terms: PinnedTerms;
}

/** The whole course of a ticket as its clocks see it. */
export interface TicketCourse {
  readonly rounds: readonly Round[];
  readonly terms: readonly TermsFrom[];
  readonly crises: readonly CrisisTerms[];
  readonly state: TicketState;
}

/** A ticket on its way through its facts. */
export interface Track {
  readonly rounds: Rounds;
  state: TicketState;
  readonly terms: TermsFrom[];
  readonly crises: CrisisTerms[];
  readonly answersUnderWay: Set<string>;
  readonly handoffs: readonly Handoff[];
  readonly partyOf: (target: string) => Party;
  readonly asOfMs: number;
}

/** Nobody has to do anything more. */
export function isDone({ status }: TicketState): boolean {
  return status === 'answered' || status === 'closed';
}
