import type { TicketState } from '../ticket.js';
import type { Handoff } from './handoff.js';
import type { Question, Questions } from './questions.js';
import type { Pause, Round, Rounds } from './rounds.js';
import type { SlaTimes } from './sla-time.js';
import type { CrisisTerms, PinnedTerms } from './terms.js';
import type { ClockName } from './vocabulary.js';

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
  /** When the ticket waited for the citizen, and when an answer was under way. */
  readonly pauses: readonly Pause[];
  readonly state: TicketState;
  /** What nobody answered yet; in a ticket that was merged, what it took along. */
  readonly waiting: readonly Question[];
}

/** What is known beside the facts. */
export interface TrackContext {
  readonly handoffs: readonly Handoff[];
  readonly times: SlaTimes;
  /** The instant of looking, UTC milliseconds. */
  readonly asOfMs: number;
}

/** A ticket on its way through its facts. */
export interface Track extends TrackContext {
  readonly rounds: Rounds;
  readonly questions: Questions;
  state: TicketState;
  readonly terms: TermsFrom[];
  readonly pauses: Pause[];
  readonly answersUnderWay: Set<string>;
  /** The clock of the party that has the ticket, and since when. */
  holder: { readonly clock: ClockName; readonly fromMs: number };
  /** A word of thanks after the answer, in which a person may yet see a question. */
  thanks: { readonly messageId: string; readonly replyUntilMs: number | null } | undefined;
}

/** Nobody has to do anything more. */
export function isDone({ status }: TicketState): boolean {
  return status === 'answered' || status === 'closed';
}

/** Begins or ends a pause of the whole ticket. */
export function setPaused({ pauses }: Track, reason: Pause['reason'], isPaused: boolean, atMs: number): void {
  const open = pauses.find((pause) => pause.reason === reason && pause.toMs === null);
  if (isPaused && open === undefined) {
    pauses.push({ fromMs: atMs, toMs: null, reason });
  } else if (!isPaused && open !== undefined) {
    open.toMs = atMs;
  }
}
