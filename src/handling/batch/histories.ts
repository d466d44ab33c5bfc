import type { Id } from '../../domain/ids.js';
import { CLOCK_IRRELEVANT_FACTS } from '../../domain/sla/clock-facts.js';
import type { DatedFact } from '../../domain/sla/dated-fact.js';
import { foldClocks, type ClockView } from '../../domain/sla/fold-clocks.js';
import type { Question } from '../../domain/sla/questions.js';
import type { SlaTimes } from '../../domain/sla/sla-time.js';
import { trackTicket, type Handoff } from '../../domain/sla/track-ticket.js';
import type { CrisisTerms, PinnedTerms } from '../../domain/ticket.js';

/** What a decision asks of a ticket that was taken to be growing: the batch is decided again with all histories. */
export class HistoryMissing extends Error {
  constructor(ticketId: Id) {
    super(`The history of ticket ${ticketId} was not read`);
  }
}

/** How the clock of the response stands, in a ticket of which nothing else moves. */
export interface GrowingTicket {
  /** Whether there is such a clock; a policy may promise none. */
  readonly hasResponse: boolean;
  /** Last moment at which the channel takes an answer; null for none. UTC milliseconds. */
  readonly windowAtMs: number | null;
}

export type GrowingTickets = ReadonlyMap<Id, GrowingTicket>;

/** What was read for the tickets of a batch. */
export interface LoadedHistories {
  readonly facts: ReadonlyMap<Id, readonly DatedFact[]>;
  readonly handoffs: ReadonlyMap<Id, readonly Handoff[]>;
  /** Whose facts were not read: nothing moves there but the reply window. */
  readonly growing: GrowingTickets;
  readonly crises: ReadonlyMap<string, CrisisTerms>;
  /** Per municipality, those of now and of the last weeks. */
  readonly recentCrises: ReadonlyMap<string, readonly Pick<CrisisTerms, 'fromMs' | 'untilMs'>[]>;
  readonly times: (tenant: string) => SlaTimes;
}

const IRRELEVANT: ReadonlySet<string> = new Set(CLOCK_IRRELEVANT_FACTS);

/** The histories of a batch's tickets, with what the batch adds to them. */
export class Histories {
  /** Tickets whose clocks may stand otherwise than before this batch, with their municipality. */
  readonly touched = new Map<Id, string>();
  /** Reply windows that opened further, of tickets that only grow. UTC milliseconds. */
  readonly windows = new Map<Id, number>();
  readonly #loaded: LoadedHistories;
  readonly #facts = new Map<Id, DatedFact[]>();
  readonly #tenants = new Map<Id, string>();
  readonly #woken = new Set<Id>();

  constructor(loaded: LoadedHistories, tenants: ReadonlyMap<Id, string>) {
    this.#loaded = loaded;
    for (const [id, tenant] of tenants) {
      this.#tenants.set(id, tenant);
    }
  }

  /** @throws HistoryMissing of a ticket that was taken to be growing */
  facts(ticketId: Id): readonly DatedFact[] {
    if (this.#loaded.growing.has(ticketId)) {
      throw new HistoryMissing(ticketId);
    }
    return [...(this.#loaded.facts.get(ticketId) ?? []), ...(this.#facts.get(ticketId) ?? [])];
  }

  add(ticketId: Id, tenant: string, dated: DatedFact): void {
    if (IRRELEVANT.has(dated.fact.type) || this.#grows(ticketId, dated)) {
      return;
    }
    this.#tenants.set(ticketId, tenant);
    this.touched.set(ticketId, tenant);
    if (dated.fact.type.startsWith('sla.')) {
      this.#woken.add(ticketId);
    }
    const known = this.#facts.get(ticketId);
    if (known === undefined) {
      this.#facts.set(ticketId, [dated]);
    } else {
      known.push(dated);
    }
  }

  #grows(ticketId: Id, { fact }: DatedFact): boolean {
    const growing = this.#loaded.growing.get(ticketId);
    if (growing === undefined) {
      return false;
    }
    const replyUntilMs = fact.type === 'message.received' ? fact.replyUntilMs : undefined;
    const { hasResponse, windowAtMs } = growing;
    // Where there was no window and now there is one, or the other way round, only the facts tell what binds.
    if (replyUntilMs === undefined || (hasResponse && (replyUntilMs === null) !== (windowAtMs === null))) {
      throw new HistoryMissing(ticketId);
    }
    const known = this.windows.get(ticketId) ?? windowAtMs;
    if (known !== null && replyUntilMs !== null && replyUntilMs > known) {
      this.windows.set(ticketId, replyUntilMs);
    }
    return true;
  }

  /** Its clocks are written again, also when no fact came: the moment that woke us has to be put right. */
  wake(ticketId: Id): void {
    const tenant = this.#tenants.get(ticketId);
    if (tenant !== undefined) {
      this.touched.set(ticketId, tenant);
      this.#woken.add(ticketId);
    }
  }

  /** Whether something happened in this batch that moves what comes next, though the clocks may stand as before. */
  isWoken(ticketId: Id): boolean {
    return this.#woken.has(ticketId);
  }

  clocks(ticketId: Id, asOfMs: number): readonly ClockView[] {
    const facts = this.facts(ticketId);
    const tenant = this.#tenants.get(ticketId);
    if (tenant === undefined || facts.length === 0) {
      return [];
    }
    const handoffs = this.#loaded.handoffs.get(ticketId) ?? [];
    return foldClocks({ facts, handoffs, asOfMs, times: this.times(tenant) }).clocks;
  }

  waiting(ticketId: Id, asOfMs: number, more: readonly DatedFact[]): readonly Question[] {
    const facts = [...this.facts(ticketId), ...more];
    const tenant = this.#tenants.get(ticketId);
    if (tenant === undefined) {
      return [];
    }
    const handoffs = this.#loaded.handoffs.get(ticketId) ?? [];
    return trackTicket(facts, { handoffs, asOfMs, times: this.times(tenant) }).waiting;
  }

  terms(ticketId: Id): PinnedTerms | undefined {
    let terms: PinnedTerms | undefined;
    // They are read in no order, and the terms that were given last hold.
    for (const { fact } of this.facts(ticketId).toSorted((a, b) => a.seq - b.seq)) {
      terms = fact.type === 'ticket.opened' || fact.type === 'sla.terms' ? fact.terms : terms;
    }
    return terms;
  }

  lastAnswerAt(ticketId: Id): number | undefined {
    const answers = this.facts(ticketId).filter(
      ({ fact }) => fact.type === 'answer.outside' || (fact.type === 'answer.delivered' && fact.isHolding !== true),
    );
    return answers.length === 0 ? undefined : Math.max(...answers.map(({ occurredAtMs }) => occurredAtMs));
  }

  crisis(tenant: string): CrisisTerms | undefined {
    return this.#loaded.crises.get(tenant);
  }

  /** Whether a person ever said that the ticket is spam, or that it is not. */
  wasJudged(ticketId: Id): boolean {
    if (this.#loaded.growing.has(ticketId)) {
      return false;
    }
    return this.facts(ticketId).some(({ fact }) => fact.type === 'spam.judged');
  }

  /** Whether the municipality was in a crisis then, its last moment included. */
  wasInCrisis(tenant: string, atMs: number): boolean {
    const crises = this.#loaded.recentCrises.get(tenant) ?? [];
    return crises.some(({ fromMs, untilMs }) => fromMs <= atMs && atMs <= untilMs);
  }

  times(tenant: string): SlaTimes {
    return this.#loaded.times(tenant);
  }
}
