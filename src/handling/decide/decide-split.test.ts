import { describe, expect, it } from '@jest/globals';
import type { Id } from '../../domain/ids.js';
import { amendment, InMemoryHandling, message, removal, TUESDAY_MS } from '../../../test/support/decide/in-memory.js';
import type { Decision } from '../batch/decision.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MISSING = '019ab3c1-7e50-7a10-8b2c-3d4e5f607182' as Id;

/** One conversation with three messages, of which the second is about something else. */
function threeMessages(): { readonly handling: InMemoryHandling; readonly ticketId: Id } {
  const handling = new InMemoryHandling();
  handling.tell(message('a', { text: 'De stoep is stuk' }));
  handling.tell(message('b', { text: 'En mijn afval staat er nog', atMs: TUESDAY_MS + MINUTE }), TUESDAY_MS + HOUR);
  handling.tell(message('c', { text: 'Groene zakken', atMs: TUESDAY_MS + 2 * MINUTE }));
  return { handling, ticketId: handling.ticketOf('c1')?.id ?? MISSING };
}

function ids(handling: InMemoryHandling, ...platformIds: readonly string[]): Id[] {
  return platformIds.map(
    (platformId) =>
      handling.draft.messages.find(({ message: one }) => one.platformId === platformId)?.message.id ?? MISSING,
  );
}

function split(handling: InMemoryHandling, ticketId: Id, messageIds: readonly Id[]): Decision {
  return handling.ask(
    { type: 'split', messageIds, author: 'An', reason: 'Ander onderwerp' },
    ticketId,
    TUESDAY_MS + 3 * HOUR,
  );
}

describe('messages that are split off', () => {
  it('leave the ticket with a note to its target, and the new number is known at once', () => {
    const { handling, ticketId } = threeMessages();
    const messageIds = ids(handling, 'b', 'c');
    const decision = split(handling, ticketId, messageIds.toReversed());
    expect(decision).toMatchObject({
      ...{ state: 'handled', ticketId, other: { number: 1002 } },
      facts: [{ type: 'ticket.split', into: decision.other?.ticketId, messageIds, by: 'api' }],
      message: {
        author: 'note',
        text: '2 berichten van dit ticket gaan verder in ticket 1002. Reden: Ander onderwerp',
      },
      deliveries: [{ target: 'gent-crm', kind: 'message-added', messageId: decision.message?.id }],
    });
    expect(handling.draft.ticket(ticketId)?.state.messages).toBe(1);
  });

  it('open a ticket: coded, routed, promised from when the first was written, and charged as a ticket more', () => {
    const { handling, ticketId } = threeMessages();
    const messageIds = ids(handling, 'b', 'c');
    const { other } = split(handling, ticketId, messageIds);
    const opened = handling.hear();
    expect(opened).toMatchObject({
      ...{ state: 'handled', ticketId: other?.ticketId },
      facts: [
        { type: 'ticket.opened', number: 1002, topic: 'afval', conversation: 'c1', splitFrom: ticketId },
        { type: 'message.received', messageId: messageIds[1] },
      ],
      deliveries: [
        { kind: 'opened', messageId: messageIds[0] },
        { kind: 'message-added', messageId: messageIds[1] },
      ],
      usage: [{ meter: 'ticket.opened', atMs: TUESDAY_MS + 3 * HOUR }],
    });
    const { draft } = handling;
    const newId = other?.ticketId ?? MISSING;
    // Written a minute after the first, received an hour later: five minutes before that count.
    const [first] = draft.clocks(newId, TUESDAY_MS + 4 * HOUR);
    expect(first).toMatchObject({ name: 'first-response', startedAtMs: TUESDAY_MS + HOUR - 5 * MINUTE });
    expect(draft.messagesOf(newId).map(({ id }) => id)).toEqual(messageIds);
    expect(draft.messagesOf(ticketId).map(({ author }) => author)).toEqual(['citizen', 'note']);
    const own = draft.deliveries.filter((row) => row.ticketId === newId);
    expect(own.map(({ seq, delivery }) => [seq, delivery.kind])).toEqual([
      [1, 'opened'],
      [2, 'message-added'],
    ]);
    expect(draft.usage.filter(({ meter }) => meter === 'message.received')).toHaveLength(3);
  });

  it('keep their conversation, so that answers to both tickets reach the citizen', () => {
    const { handling, ticketId } = threeMessages();
    const { other } = split(handling, ticketId, ids(handling, 'b'));
    handling.hearAll();
    expect(handling.ticketOf('c1')?.id).toBe(ticketId);
    const answer = { type: 'reply', text: 'Morgen', author: 'An', isFinal: true } as const;
    expect(handling.ask(answer, other?.ticketId ?? null, TUESDAY_MS + 4 * HOUR)).toMatchObject({
      deliveries: [{ target: 'facebook:104', kind: 'reply' }, { kind: 'message-added' }],
    });
  });

  it('take their edits and deletions along', () => {
    const { handling, ticketId } = threeMessages();
    const { other } = split(handling, ticketId, ids(handling, 'b'));
    handling.hearAll();
    const words = { atMs: TUESDAY_MS + 5 * HOUR };
    expect(handling.tell(amendment('b', 'anders', words))).toMatchObject({ ticketId: other?.ticketId });
    expect(handling.tell(removal('b', words))).toMatchObject({ ticketId: other?.ticketId });
    expect(handling.tell(amendment('a', 'anders', words))).toMatchObject({ ticketId });
  });

  it('open once, however often the new ticket is told', () => {
    const { handling, ticketId } = threeMessages();
    split(handling, ticketId, ids(handling, 'b'));
    handling.hear(0, true);
    expect(handling.hear()).toMatchObject({ state: 'handled', reason: 'NOTHING_CHANGED' });
    expect(handling.draft.facts.filter(({ fact }) => fact.type === 'ticket.opened')).toHaveLength(2);
  });

  it('are not told to the target of a merge as well', () => {
    const { handling, ticketId } = threeMessages();
    handling.tell(message('z', { conversation: 'c2' }));
    const into = handling.ticketOf('c2')?.id ?? MISSING;
    split(handling, ticketId, ids(handling, 'b'));
    handling.ask({ type: 'merge', into, author: 'An', reason: 'x' }, ticketId, TUESDAY_MS + 4 * HOUR);
    expect(handling.waiting.at(-1)?.news).toMatchObject({ type: 'absorb', messageIds: ids(handling, 'a', 'c') });
    handling.hearAll();
    expect(handling.draft.facts.filter(({ fact }) => fact.type === 'ticket.opened')).toHaveLength(3);
  });

  it('wait while the configuration lacks what a new ticket needs', () => {
    const { handling, ticketId } = threeMessages();
    split(handling, ticketId, ids(handling, 'b'));
    const [followUp] = handling.waiting;
    const decision = handling.decideContent(
      { from: 'ticket', news: { ...followUp?.news, type: 'open', from: ticketId, number: 1 } as never },
      MISSING,
      // Before any version of the promises.
      Date.UTC(2020, 0, 1),
    );
    expect(decision).toEqual({ state: 'parked', reason: 'NO_SLA_VERSION' });
  });
});

describe('a split that is refused', () => {
  it('of every message of the citizen', () => {
    const { handling, ticketId } = threeMessages();
    expect(split(handling, ticketId, ids(handling, 'a', 'b', 'c'))).toEqual({
      ...{ state: 'rejected', reason: 'SPLIT_OF_EVERYTHING' },
      detail: 'Laat minstens één bericht van de burger in dit ticket staan.',
    });
  });

  it('of the last messages that are not on their way already', () => {
    const { handling, ticketId } = threeMessages();
    split(handling, ticketId, ids(handling, 'b', 'c'));
    expect(split(handling, ticketId, ids(handling, 'a'))).toMatchObject({ reason: 'SPLIT_OF_EVERYTHING' });
    expect(split(handling, ticketId, ids(handling, 'b'))).toMatchObject({ reason: 'MESSAGE_NOT_OF_TICKET' });
  });

  it('of what somebody else said', () => {
    const { handling, ticketId } = threeMessages();
    const answer = { type: 'reply', text: 'Dag', author: 'An', isFinal: false } as const;
    const { message: spoken } = handling.ask(answer, ticketId, TUESDAY_MS + HOUR);
    expect(split(handling, ticketId, [spoken?.id ?? MISSING])).toEqual({
      ...{ state: 'rejected', reason: 'MESSAGE_NOT_OF_CITIZEN' },
      detail: 'Alleen berichten van de burger kunnen afgesplitst worden.',
    });
  });

  it('of messages of another ticket', () => {
    const { handling, ticketId } = threeMessages();
    handling.tell(message('z', { conversation: 'c2' }));
    expect(split(handling, ticketId, ids(handling, 'b', 'z'))).toEqual({
      ...{ state: 'rejected', reason: 'MESSAGE_NOT_OF_TICKET' },
      detail: 'Niet elk gekozen bericht is een bericht van ticket 1001.',
    });
  });

  it('of messages of two conversations, because their answers go two ways', () => {
    const { handling, ticketId } = threeMessages();
    handling.tell(message('z', { conversation: 'c2' }));
    const from = handling.ticketOf('c2')?.id ?? null;
    handling.ask({ type: 'merge', into: ticketId, author: 'An', reason: 'x' }, from, TUESDAY_MS + HOUR);
    handling.tell(message('y', { conversation: 'c2', atMs: TUESDAY_MS + 2 * HOUR }));
    handling.hearAll();
    expect(split(handling, ticketId, ids(handling, 'a', 'y'))).toMatchObject({ reason: 'SPLIT_OF_TWO_CONVERSATIONS' });
    const { other } = split(handling, ticketId, ids(handling, 'y'));
    handling.hearAll();
    expect(handling.draft.ticket(other?.ticketId ?? MISSING)?.state).toMatchObject({ conversation: 'c2' });
  });
});
