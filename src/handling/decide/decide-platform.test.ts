import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelEvent } from '../../adapter-sdk/index.js';
import { foldTicket } from '../../domain/ticket.js';
import { amendment, InMemoryHandling, message, removal, TUESDAY_MS } from '../../../test/support/decide/in-memory.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('what a citizen writes', () => {
  it('opens one ticket, coded, routed, promised and charged', () => {
    const handling = new InMemoryHandling();
    const decision = handling.tell(message('a'));
    expect(decision).toMatchObject({
      state: 'handled',
      facts: [{ type: 'ticket.opened', number: 1001, target: 'gent-crm', messageId: expect.any(String) }],
      deliveries: [{ target: 'gent-crm', kind: 'opened' }],
      usage: [{ meter: 'ticket.opened' }, { meter: 'message.received' }],
    });
    // 10:00 in Brussels, four working hours: 14:00.
    expect(handling.ticketOf('c1')?.state.firstResponseDueMs).toBe(Date.UTC(2026, 10, 24, 13, 0));
  });

  it('joins the open ticket of its conversation and tells the target', () => {
    const handling = new InMemoryHandling();
    handling.tell(message('a'));
    expect(handling.tell(message('b', { atMs: TUESDAY_MS + MINUTE }))).toMatchObject({
      facts: [{ type: 'message.received', reopened: false }],
      deliveries: [{ target: 'gent-crm', kind: 'message-added' }],
      usage: [{ meter: 'message.received' }],
    });
    expect(handling.ticketOf('c1')?.state).toMatchObject({ number: 1001, messages: 2, status: 'new' });
  });

  it.each([
    ['reopens the ticket that was closed two weeks ago', 14 * DAY, 1001],
    ['opens another ticket when it was closed longer ago', 14 * DAY + 1, 1002],
  ])('%s', (_label, laterMs, number) => {
    const handling = new InMemoryHandling();
    handling.tell(message('a'));
    const ticketId = handling.ticketOf('c1')?.id ?? null;
    handling.ask({ type: 'status', status: 'closed', author: 'An' }, ticketId, TUESDAY_MS);
    handling.tell(message('b', { atMs: TUESDAY_MS + laterMs }));
    expect(handling.ticketOf('c1')?.state.number).toBe(number);
  });

  it('loses a national number before it is kept', () => {
    const handling = new InMemoryHandling();
    handling.tell(message('a', { text: 'Mijn nummer is 85.07.30-033.28, wat nu?' }));
    expect(handling.draft.messages[0]?.message.text).toBe('Mijn nummer is [rijksregisternummer verwijderd], wat nu?');
  });

  it('asks nothing with a thumbs-up when no ticket is open', () => {
    const handling = new InMemoryHandling();
    expect(handling.tell({ ...message('a'), restartsClock: false })).toEqual({
      state: 'handled',
      reason: 'NOTHING_ASKED',
    });
  });

  it('is kept when its municipality has no configuration yet', () => {
    const handling = new InMemoryHandling();
    const decision = handling.decideContent({ from: 'platform', event: message('a') }, null, TUESDAY_MS);
    expect(decision).toMatchObject({ state: 'handled' });
  });
});

describe('edits and deletions', () => {
  it('keeps the earlier text of an edit and tells the target', () => {
    const handling = new InMemoryHandling();
    handling.tell(message('a', { text: 'eerst' }));
    expect(handling.tell(amendment('a', 'daarna'))).toMatchObject({
      facts: [{ type: 'message.amended', version: 2 }],
      amend: { text: 'daarna', was: 'eerst', version: 2 },
      deliveries: [{ kind: 'amended' }],
    });
  });

  it('takes an edit that overtook its message as the message', () => {
    const handling = new InMemoryHandling();
    expect(handling.tell(amendment('a', 'nieuw'))).toMatchObject({ facts: [{ type: 'ticket.opened' }] });
    expect(handling.tell(message('a', { text: 'oud' }))).toEqual({ state: 'handled', reason: 'ALREADY_KNOWN' });
    expect(handling.draft.messages.map(({ message: kept }) => kept.text)).toEqual(['nieuw']);
  });

  it('does not bring back what was deleted before it came', () => {
    const handling = new InMemoryHandling();
    expect(handling.tell(removal('a'))).toMatchObject({ reason: 'DELETED_BEFORE_IT_CAME', tombstone: 'a' });
    expect(handling.tell(message('a'))).toEqual({ state: 'handled', reason: 'DELETED_BEFORE_IT_CAME' });
    expect(handling.draft.messages).toEqual([]);
  });

  it('redacts once and tells the target', () => {
    const handling = new InMemoryHandling();
    handling.tell(message('a'));
    expect(handling.tell(removal('a'))).toMatchObject({
      facts: [{ type: 'message.redacted' }],
      deliveries: [{ kind: 'redacted' }],
    });
  });
});

describe('answers outside Schakel', () => {
  const outside = (id: string, text: string): ChannelEvent => ({
    ...message(id, { text, atMs: TUESDAY_MS + MINUTE }),
    action: 'outside',
  });

  it('count as an answer', () => {
    const handling = new InMemoryHandling();
    handling.tell(message('a'));
    handling.tell(outside('b', 'Opgelost!'));
    expect(handling.ticketOf('c1')?.state).toMatchObject({
      status: 'answered',
      firstRespondedAtMs: TUESDAY_MS + MINUTE,
    });
    const clocks = handling.clocksOf('c1', TUESDAY_MS + 2 * MINUTE);
    expect(clocks.map(({ name, state }) => `${name} ${state}`)).toEqual(['first-response met', 'resolution met']);
  });

  it('are kept without effect where there is no ticket', () => {
    expect(new InMemoryHandling().tell(outside('b', 'Nieuws'))).toEqual({
      state: 'handled',
      reason: 'OUTSIDE_ANY_TICKET',
    });
  });
});

describe('properties', () => {
  const anEvent = fc
    .tuple(fc.constantFrom('open', 'amend', 'redact'), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2 }))
    .map(([action, id, who]) => {
      const words = { conversation: `c${who}`, atMs: TUESDAY_MS + id * MINUTE, text: `tekst ${id}` };
      const name = `${who}-${id}`;
      return action === 'open'
        ? message(name, words)
        : action === 'amend'
          ? amendment(name, `nieuw ${id}`, words)
          : removal(name, words);
    });

  it('has no effect twice, however often an event is delivered again', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 12 }), fc.nat(), (events, seed) => {
        const once = new InMemoryHandling();
        const often = new InMemoryHandling();
        for (const event of events) {
          once.tell(event);
          often.tell(event);
          // Any earlier event comes again at any moment.
          const again = events[seed % Math.max(events.length, 1)];
          if (again !== undefined && events.indexOf(again) <= events.indexOf(event)) {
            often.tell(again);
          }
        }
        const seen = ({ draft }: InMemoryHandling): unknown => ({
          facts: draft.facts.map(({ seq, fact }) => [seq, fact.type]),
          texts: draft.messages.map(({ message: kept }) => kept.text),
          deliveries: draft.deliveries.map(({ delivery }) => delivery.kind),
          usage: draft.usage.map(({ meter }) => meter),
        });
        expect(seen(often)).toEqual(seen(once));
      }),
    );
  });

  it('gives a conversation at most one open ticket, and every message to one ticket', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 20 }), (events) => {
        const handling = new InMemoryHandling();
        for (const event of events) {
          handling.tell(event);
        }
        const opened = handling.draft.facts.filter(({ fact }) => fact.type === 'ticket.opened');
        const conversations = opened.map(({ event }) => event.conversation);
        expect(new Set(conversations).size).toBe(conversations.length);
        const ids = handling.draft.messages.map(({ message: kept }) => kept.platformId);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('keeps the ticket equal to the fold of its facts, numbered without gaps', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 20 }), (events) => {
        const { draft } = events.reduce((handling, event) => {
          handling.tell(event);
          return handling;
        }, new InMemoryHandling());
        for (const ticketId of draft.touchedTickets) {
          const own = draft.facts.filter((row) => row.ticketId === ticketId);
          const facts = own.map(({ fact, event }) => ({ fact, occurredAtMs: event.occurredAtMs }));
          expect(foldTicket(facts)).toEqual(draft.ticket(ticketId)?.state);
          expect(own.map(({ seq }) => seq)).toEqual(own.map((_, index) => index + 1));
        }
      }),
    );
  });

  it('ends with the same texts in whatever order a message, its edit and its deletion arrive', () => {
    const all = [message('a', { text: 'eerst' }), amendment('a', 'daarna'), removal('a')];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 3, maxLength: 3 }), (events) => {
        const handling = new InMemoryHandling();
        for (const event of events) {
          handling.tell(event);
        }
        const { draft } = handling;
        // Deleted: the text was never kept, or it was redacted.
        const kept = draft.messages.filter(({ message: one }) => !draft.redactions.includes(one.id));
        expect(kept).toEqual([]);
      }),
    );
  });
});
