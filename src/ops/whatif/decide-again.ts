import { inOrder, type DatedFact } from '../../domain/sla/dated-fact.js';
import type { Handoff } from '../../domain/sla/track-ticket.js';
import type { PinnedTerms, TicketFact } from '../../domain/ticket.js';
import { canonicalJson } from '../../settings/canonical.js';

type Opened = Extract<TicketFact, { type: 'ticket.opened' }>;
type Forwarded = Extract<TicketFact, { type: 'ticket.forwarded' }>;

/** What a ticket is decided by: what it is about, and when it was written and received (UTC milliseconds). */
export type OpeningFacts = Pick<Opened, 'topic' | 'channel' | 'level' | 'kind' | 'language' | 'priority'> & {
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
};

export type OpeningDecision =
  | {
      readonly ok: true;
      readonly terms: PinnedTerms;
      readonly target: string;
      readonly route: Opened['route'];
    }
  | { readonly ok: false; readonly code: string };

/** Promises and routes a ticket of a municipality by the settings that are tried, as handling does. */
export type DecideOpening = (tenant: string, facts: OpeningFacts) => OpeningDecision;

export interface TicketHistory {
  readonly id: string;
  readonly number: number;
  readonly tenant: string;
  readonly facts: readonly DatedFact[];
  readonly handoffs: readonly Handoff[];
}

export type DecidedAgain =
  | { readonly ok: true; readonly history: TicketHistory }
  | { readonly ok: false; readonly code: string };

export function openingOf({ id, facts }: TicketHistory): { readonly dated: DatedFact; readonly opened: Opened } {
  for (const dated of facts) {
    if (dated.fact.type === 'ticket.opened') {
      return { dated, opened: dated.fact };
    }
  }
  throw new Error(`Ticket ${id} has no opening`);
}

/** Most tickets have nothing that needs a closer look. */
function has({ facts }: TicketHistory, type: TicketFact['type']): boolean {
  return facts.some(({ fact }) => fact.type === type);
}

/** The same promise, whenever it is counted from and however it is explained. */
function isSamePromise(a: PinnedTerms, b: PinnedTerms): boolean {
  const bare = (terms: PinnedTerms): string =>
    canonicalJson({ ...terms, explanation: '', clocks: terms.clocks.map((clock) => ({ ...clock, dueAtMs: null })) });
  return bare(a) === bare(b);
}

/** Where each forward comes from now; one that leads to where the ticket is already does not happen. */
function forwardsFrom(history: TicketHistory, target: string): ReadonlyMap<number, string | null> {
  const from = new Map<number, string | null>();
  if (!has(history, 'ticket.forwarded')) {
    return from;
  }
  let current = target;
  const { opened } = openingOf(history);
  for (const { fact, seq } of inOrder(history.facts, opened.terms.transitMinutes)) {
    if (fact.type === 'ticket.forwarded') {
      from.set(seq, fact.to === current ? null : current);
      current = fact.to;
    }
  }
  return from;
}

/** A target gets the ticket when the one that it replaces got it: the way there takes as long. */
function handoffsAfter(history: TicketHistory, target: string): readonly Handoff[] {
  const { dated, opened } = openingOf(history);
  const arrived = history.handoffs.find((one) => one.target === opened.target && one.atMs >= dated.occurredAtMs);
  return target === opened.target || arrived === undefined
    ? history.handoffs
    : [{ target, atMs: arrived.atMs }, ...history.handoffs].toSorted((a, b) => a.atMs - b.atMs);
}

/**
 * The history of a ticket as it would have been: opened under other terms, perhaps at another target, with everything
 * that people did after it. Terms that it got later hold on only when its promise is the same as it was.
 */
export function decideAgain(history: TicketHistory, decide: DecideOpening): DecidedAgain {
  const { dated: first, opened } = openingOf(history);
  const { topic, channel, level, kind, language, priority } = opened;
  const { occurredAtMs, receivedAtMs } = first;
  const about = { topic, channel, level, kind, language, priority, occurredAtMs, receivedAtMs };
  const decision = decide(history.tenant, about);
  if (!decision.ok) {
    return decision;
  }
  const { terms, target, route } = decision;
  const from = forwardsFrom(history, target);
  const keepsTerms = has(history, 'sla.terms') && isSamePromise(terms, opened.terms);
  const facts = history.facts.flatMap((dated): readonly DatedFact[] => {
    const { fact } = dated;
    switch (fact.type) {
      case 'ticket.opened':
        return [{ ...dated, fact: { ...fact, terms, target, route } }];
      case 'ticket.forwarded':
        return forwardAfter(dated, fact, from.get(dated.seq) ?? null);
      case 'sla.terms':
        return keepsTerms ? [dated] : [];
      default:
        return [dated];
    }
  });
  return { ok: true, history: { ...history, facts, handoffs: handoffsAfter(history, target) } };
}

function forwardAfter(dated: DatedFact, fact: Forwarded, from: string | null): readonly DatedFact[] {
  return from === null ? [] : [{ ...dated, fact: { ...fact, from } }];
}
