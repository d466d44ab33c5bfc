import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Id } from '../../domain/ids.js';
import { longestWait, type Question } from '../../domain/sla/questions.js';
import type { TicketCommand } from '../../domain/ticket-command.js';
import { foldTicket } from '../../domain/ticket.js';
import { amendment, InMemoryHandling, message, removal, TUESDAY_MS } from '../../../test/support/decide/in-memory.js';
import { survivorOf } from '../correlate/survivor.js';

const MINUTE = 60_000;
const NOBODY = '019ab3c1-7e50-7a10-8b2c-3d4e5f607182' as Id;
const CONVERSATIONS = ['c0', 'c1', 'c2'] as const;

/** One thing that happens; tickets, messages and news are named by their place among those that there are. */
interface Step {
  readonly does: 'say' | 'amend' | 'redact' | 'merge' | 'split' | 'close' | 'reply' | 'arrive' | 'hear' | 'hear again';
  readonly one: number;
  readonly other: number;
}

const small = fc.integer({ min: 0, max: 11 });

function stepOf(...does: readonly Step['does'][]): fc.Arbitrary<Step> {
  return fc.record({ does: fc.constantFrom(...does), ...{ one: small, other: small } });
}

const anyStep = stepOf(
  ...(['say', 'say', 'say', 'merge', 'merge', 'split', 'split', 'amend', 'redact', 'close'] as const),
  ...(['hear', 'hear', 'hear again', 'reply', 'arrive'] as const),
);

/** Answers that cross merges. */
const crossing = stepOf('say', 'reply', 'reply', 'reply', 'arrive', 'arrive', 'merge', 'hear', 'hear');

/** Lets steps happen, one a minute, each ticket being told of the others at any moment and sometimes twice. */
class Story {
  readonly handling = new InMemoryHandling();
  #atMs = TUESDAY_MS;
  #said = 0;
  readonly #written: { readonly ticketId: Id; readonly messageId: Id }[] = [];

  constructor() {
    for (let n = 0; n < 9; n += 1) {
      this.#live({ does: 'say', one: n, other: 0 });
    }
  }

  get tickets(): Id[] {
    return [...this.handling.draft.touchedTickets];
  }

  #at(index: number): Id | null {
    return this.tickets[index % Math.max(this.tickets.length, 1)] ?? null;
  }

  #talk(does: 'say' | 'amend' | 'redact', { one }: Step): void {
    const n = does === 'say' ? this.#said : one % this.#said;
    const conversation = CONVERSATIONS[n % CONVERSATIONS.length] ?? 'c0';
    const words = { conversation, atMs: this.#atMs, text: `tekst ${n} van ${this.#atMs}` };
    if (does === 'say') {
      this.#said += 1;
      this.handling.tell(message(`m${n}`, words));
    } else {
      this.handling.tell(does === 'redact' ? removal(`m${n}`, words) : amendment(`m${n}`, words.text, words));
    }
  }

  #command({ does, one, other }: Step, ticketId: Id): Exclude<TicketCommand, { type: 'statutory' }> {
    const about = { author: 'An', reason: 'reden' };
    if (does === 'merge') {
      return { type: 'merge', into: this.#at(one + 1 + (other % 3)) ?? ticketId, ...about };
    }
    const own = this.handling.draft.messagesOf(ticketId).filter(({ author }) => author === 'citizen');
    const chosen = [other, other >> 1].flatMap((index) => own[index % Math.max(own.length, 1)]?.id ?? []);
    return does === 'split'
      ? { type: 'split', messageIds: [...new Set(chosen)], ...about }
      : { type: 'status', status: 'closed', ...about };
  }

  #reply(ticketId: Id): void {
    const answer = { type: 'reply', text: 'Dag', author: 'An', isFinal: true } as const;
    const { message: written, state } = this.handling.ask(answer, ticketId, this.#atMs);
    if (written !== undefined && state === 'handled') {
      this.#written.push({ ticketId, messageId: written.id });
    }
  }

  /** Answers arrive in any order, sometimes twice, and one of three does not. */
  #arrive(one: number, other: number): void {
    const sent = this.#written[one % Math.max(this.#written.length, 1)];
    const outcome = other % 3 === 0 ? 'refused' : 'delivered';
    if (sent !== undefined) {
      const { ticketId, messageId } = sent;
      const content = { from: 'delivery', deliveryId: 'd', messageId, isFinal: true, outcome } as const;
      this.handling.decideContent(content, ticketId, this.#atMs);
    }
  }

  /** A change of a text has no memory of itself: its event is decided once. */
  #hear(one: number, again: boolean): void {
    const { waiting } = this.handling;
    const index = one % Math.max(waiting.length, 1);
    const heard = waiting[index];
    if (heard !== undefined) {
      this.handling.hear(index, again && heard.news.type !== 'message-changed');
    }
  }

  #live(step: Step): void {
    this.#atMs += MINUTE;
    const { does, one } = step;
    const ticketId = this.#at(one);
    if (does === 'say' || does === 'amend' || does === 'redact') {
      this.#talk(does, step);
    } else if (does === 'hear' || does === 'hear again') {
      this.#hear(one, does === 'hear again');
    } else if (does === 'reply') {
      this.#reply(ticketId ?? NOBODY);
    } else if (does === 'arrive') {
      this.#arrive(one, step.other);
    } else {
      this.handling.ask(this.#command(step, ticketId ?? NOBODY), ticketId, this.#atMs);
    }
  }

  live(steps: readonly Step[]): InMemoryHandling {
    for (const step of steps) {
      this.#live(step);
    }
    this.handling.hearAll();
    return this.handling;
  }
}

function afterAny(check: (handling: InMemoryHandling, tickets: readonly Id[]) => void, aStep = anyStep): void {
  fc.assert(
    fc.property(fc.array(aStep, { minLength: 10, maxLength: 30, size: 'max' }), (steps) => {
      const story = new Story();
      check(story.live(steps), story.tickets);
    }),
    { numRuns: 40 },
  );
}

function namesOf(handling: InMemoryHandling, ticketId: Id): readonly string[] {
  return handling.draft.facts
    .filter((row) => row.ticketId === ticketId)
    .flatMap(({ fact }) => ('messageId' in fact && fact.messageId !== undefined ? [fact.messageId] : []));
}

describe('merging and splitting in any order, between messages', () => {
  it('loses no message and doubles none: each is on one ticket, which names it', () => {
    afterAny((handling, tickets) => {
      const placed = tickets.flatMap((ticketId) =>
        handling.draft.messagesOf(ticketId).map(({ id }) => ({ id, ticketId })),
      );
      expect(placed.map(({ id }) => id).toSorted()).toEqual(
        handling.draft.messages.map(({ message: one }) => one.id).toSorted(),
      );
      expect(placed.filter(({ id, ticketId }) => !namesOf(handling, ticketId).includes(id))).toEqual([]);
    });
  });

  it('ends every merge in one ticket that took it over once, without a circle', () => {
    afterAny(({ draft }, tickets) => {
      for (const ticketId of tickets) {
        const ticket = draft.ticket(ticketId);
        const takenOver = draft.facts.filter(({ fact }) => fact.type === 'ticket.absorbed' && fact.from === ticketId);
        expect(takenOver).toHaveLength(ticket?.mergedInto === null ? 0 : 1);
        const last = ticket === undefined ? undefined : survivorOf(ticket, (id) => draft.ticket(id));
        expect(last?.mergedInto).toBeNull();
        expect(ticket?.mergedInto === null || ticket?.state.status === 'closed').toBe(true);
      }
    });
  });

  it('waits for a ticket that was taken over since somebody waits there, whatever answers arrived there later', () => {
    afterAny(({ draft }, tickets) => {
      const waitingIn = (ticketId: Id): readonly Question[] => draft.waiting(ticketId, Number.MAX_SAFE_INTEGER);
      for (const { from, askedAtMs } of tickets.flatMap(waitingIn)) {
        const origin = tickets.find((ticketId) => ticketId === from);
        expect(origin === undefined ? askedAtMs : longestWait(waitingIn(origin))).toBe(askedAtMs);
      }
    }, crossing);
  });

  it('opens every split once, with the messages that were chosen', () => {
    afterAny(({ draft }) => {
      for (const { fact, ticketId } of draft.facts) {
        if (fact.type === 'ticket.split') {
          const opened = draft.facts.filter((row) => row.ticketId === fact.into && row.fact.type === 'ticket.opened');
          expect(opened.map((row) => row.fact)).toMatchObject([{ splitFrom: ticketId }]);
        }
      }
    });
  });

  it('keeps every ticket equal to the fold of its facts, numbers apart, and charges each thing once', () => {
    afterAny(({ draft }, tickets) => {
      for (const ticketId of tickets) {
        const own = draft.facts.filter((row) => row.ticketId === ticketId);
        const facts = own.map(({ fact, event }) => ({ fact, occurredAtMs: event.occurredAtMs }));
        expect(foldTicket(facts)).toEqual(draft.ticket(ticketId)?.state);
        expect(own.map(({ seq }) => seq)).toEqual(own.map((_, index) => index + 1));
      }
      const numbers = tickets.map((ticketId) => draft.ticket(ticketId)?.state.number);
      expect(new Set(numbers).size).toBe(tickets.length);
      const charged = (meter: string): number => draft.usage.filter((one) => one.meter === meter).length;
      expect(charged('ticket.opened')).toBe(tickets.length);
      const written = draft.messages.filter(({ message: one }) => one.author === 'citizen');
      expect(charged('message.received')).toBe(written.length);
    });
  });

  it('tells the target of a ticket that goes on each message once, and again when it comes back after a split', () => {
    afterAny(({ draft }, tickets) => {
      const ids = draft.deliveries.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const ticketId of tickets) {
        const ticket = draft.ticket(ticketId);
        const last = ticket && survivorOf(ticket, (id) => draft.ticket(id)).id;
        for (const { id, author } of draft.messagesOf(ticketId)) {
          const told = draft.deliveries.filter(
            ({ ticketId: of, delivery }) =>
              of === last && delivery.messageId === id && ['opened', 'message-added'].includes(delivery.kind),
          );
          const left = draft.facts.filter(
            ({ ticketId: of, fact }) => of === last && fact.type === 'ticket.split' && fact.messageIds.includes(id),
          );
          expect(author === 'citizen' ? told.length : 1 + left.length).toBe(1 + left.length);
        }
      }
    });
  });
});
