import { describe, expect, it } from '@jest/globals';
import type { Id } from '../../domain/ids.js';
import { amendment, InMemoryHandling, message, removal, TUESDAY_MS } from '../../../test/support/decide/in-memory.js';
import type { Decision } from '../batch/decision.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MISSING = '019ab3c1-7e50-7a10-8b2c-3d4e5f607182' as Id;

/** Two citizens with a ticket each: 1001 in c1, 1002 in c2. */
function twoTickets(): { readonly handling: InMemoryHandling; readonly first: Id; readonly second: Id } {
  const handling = new InMemoryHandling();
  handling.tell(message('a'));
  handling.tell(message('b', { conversation: 'c2', atMs: TUESDAY_MS + MINUTE }));
  return { handling, first: idOf(handling, 'c1'), second: idOf(handling, 'c2') };
}

function idOf(handling: InMemoryHandling, conversation: string): Id {
  return handling.ticketOf(conversation)?.id ?? MISSING;
}

function merge(handling: InMemoryHandling, from: Id, into: Id, atMs = TUESDAY_MS + HOUR): Decision {
  return handling.ask({ type: 'merge', into, author: 'An', reason: 'Zelfde put' }, from, atMs);
}

function told(handling: InMemoryHandling, ticketId: Id): string[] {
  return handling.draft.deliveries
    .filter((row) => row.ticketId === ticketId)
    .map(({ delivery }) => `${delivery.kind} ${delivery.target}`);
}

describe('two tickets that are merged', () => {
  it('become one: the other goes on, its target gets what was written, and who waits keeps waiting', () => {
    const { handling, first, second } = twoTickets();
    expect(merge(handling, second, first)).toMatchObject({
      state: 'handled',
      facts: [{ type: 'ticket.merged', into: first, by: 'api' }],
      message: { author: 'note', text: 'Zelfde put' },
      deliveries: [{ target: 'gent-crm', kind: 'withdrawn' }],
      other: { ticketId: first, number: 1001 },
    });
    expect(handling.draft.ticket(second)).toMatchObject({ mergedInto: first, state: { status: 'closed' } });
    expect(handling.hear()).toMatchObject({
      facts: [{ type: 'ticket.absorbed', from: second, awaitingSinceMs: TUESDAY_MS + MINUTE, told: 1 }],
      deliveries: [{ target: 'gent-crm', kind: 'message-added', part: 0, parts: 1 }],
    });
    expect(handling.draft.usage.map(({ meter }) => meter)).toEqual([
      ...['ticket.opened', 'message.received', 'ticket.opened', 'message.received'],
    ]);
    expect(told(handling, second)).toEqual(['opened gent-crm', 'withdrawn gent-crm']);
  });

  it('let the next message of that citizen join the ticket that goes on', () => {
    const { handling, first, second } = twoTickets();
    merge(handling, second, first);
    // Also before the other ticket heard of it.
    expect(handling.tell(message('c', { conversation: 'c2', atMs: TUESDAY_MS + 2 * HOUR }))).toMatchObject({
      ticketId: first,
      facts: [{ type: 'message.received' }],
      deliveries: [{ target: 'gent-crm', kind: 'message-added' }],
    });
    expect(handling.ticketOf('c2')?.id).toBe(first);
  });

  it('send answers to the conversation of the ticket that goes on, by the window of that conversation', () => {
    const { handling, first, second } = twoTickets();
    merge(handling, second, first);
    handling.hearAll();
    const late = handling.tell(message('c', { conversation: 'c2', atMs: TUESDAY_MS + 20 * HOUR }));
    expect(late).toMatchObject({ facts: [{ replyUntilMs: TUESDAY_MS + 24 * HOUR }] });
    const answer = { type: 'reply', text: 'Dag Mia', author: 'An', isFinal: true } as const;
    expect(handling.ask(answer, first, TUESDAY_MS + 25 * HOUR)).toMatchObject({ reason: 'REPLY_WINDOW_CLOSED' });
  });

  it('count the promise from who waits longest', () => {
    const { handling, first, second } = twoTickets();
    merge(handling, first, second);
    handling.hearAll();
    const [response] = handling.draft.clocks(second, TUESDAY_MS + 2 * HOUR);
    expect(response).toMatchObject({ name: 'first-response', state: 'running', startedAtMs: TUESDAY_MS });
    const ended = handling.draft.clocks(first, TUESDAY_MS + 2 * HOUR);
    expect(ended.map(({ state, reason }) => `${state} ${reason}`)).toEqual(['stopped merged', 'stopped merged']);
  });

  it('are in progress when somebody waited in the ended ticket, although the other one was answered', () => {
    const { handling, first, second } = twoTickets();
    handling.tell({ ...message('o', { text: 'Opgelost', atMs: TUESDAY_MS + 2 * MINUTE }), action: 'outside' });
    expect(handling.draft.ticket(first)?.state.status).toBe('answered');
    merge(handling, second, first);
    handling.hearAll();
    expect(handling.draft.ticket(first)?.state.status).toBe('in-progress');
    const open = handling.draft.clocks(first, TUESDAY_MS + 2 * HOUR).filter(({ endedAtMs }) => endedAtMs === null);
    expect(open.map(({ name }) => name)).toEqual(['resolution']);
  });

  it('bring nobody who waits when the ended ticket was answered', () => {
    const { handling, first, second } = twoTickets();
    handling.tell({ ...message('o', { conversation: 'c2', atMs: TUESDAY_MS + 2 * MINUTE }), action: 'outside' });
    merge(handling, second, first);
    expect(handling.hear()).toMatchObject({ facts: [{ type: 'ticket.absorbed', awaitingSinceMs: null }] });
  });

  it('leave work to be done when the other one was closed at the same moment', () => {
    const { handling, first, second } = twoTickets();
    handling.ask({ type: 'reply', text: 'Even', author: 'An', isFinal: false }, second, TUESDAY_MS + MINUTE);
    const outcome = {
      from: 'delivery',
      deliveryId: 'd',
      messageId: 'm',
      isFinal: false,
      outcome: 'delivered',
    } as const;
    handling.decideContent(outcome, second, TUESDAY_MS + 2 * MINUTE);
    merge(handling, second, first);
    handling.ask({ type: 'status', status: 'closed', author: 'An' }, first, TUESDAY_MS + HOUR);
    expect(handling.hear()).toMatchObject({
      facts: [
        { type: 'status.changed', to: 'in-progress' },
        { type: 'ticket.absorbed', awaitingSinceMs: null },
      ],
    });
    expect(handling.draft.ticket(first)?.state).toMatchObject({ status: 'in-progress', closedAtMs: null });
  });

  it('tell the target the newest fifty messages, newest last', () => {
    const { handling, first, second } = twoTickets();
    for (let n = 0; n < 60; n += 1) {
      handling.tell(message(`b${n}`, { conversation: 'c2', atMs: TUESDAY_MS + (2 + n) * MINUTE, text: `tekst ${n}` }));
    }
    merge(handling, second, first, TUESDAY_MS + 2 * HOUR);
    handling.hearAll();
    const rows = handling.draft.deliveries.filter((row) => row.ticketId === first && row.delivery.parts === 50);
    const texts = rows.map(
      ({ delivery }) => handling.draft.messages.find((one) => one.message.id === delivery.messageId)?.message.text,
    );
    expect(texts).toEqual(Array.from({ length: 50 }, (_, index) => `tekst ${index + 10}`));
    expect(rows.map(({ part }) => part)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it('tell the target of an edit and a deletion of what was written in the ended ticket', () => {
    const { handling, first, second } = twoTickets();
    merge(handling, second, first);
    handling.hearAll();
    handling.tell(amendment('b', 'anders', { conversation: 'c2', atMs: TUESDAY_MS + 2 * HOUR }));
    expect(handling.hear()).toMatchObject({
      ticketId: first,
      facts: [{ type: 'ticket.noted', reason: 'ABSORBED_MESSAGE_AMENDED' }],
      deliveries: [{ target: 'gent-crm', kind: 'amended' }],
    });
    handling.tell(removal('b', { conversation: 'c2', atMs: TUESDAY_MS + 3 * HOUR }));
    expect(handling.hear()).toMatchObject({
      facts: [{ reason: 'ABSORBED_MESSAGE_REDACTED' }],
      deliveries: [{ kind: 'redacted' }],
    });
  });
});

describe('a merge that is refused', () => {
  it.each([
    ['into itself', 'first', 'MERGE_INTO_ITSELF', 'met zichzelf'],
    ['into one that is not here', 'nowhere', 'TICKET_UNKNOWN', 'niet van deze gemeente'],
  ] as const)('%s', (_label, into, code, detail) => {
    const { handling, first } = twoTickets();
    const decision = merge(handling, first, into === 'first' ? first : MISSING);
    expect(decision).toEqual({ state: 'rejected', reason: code, detail: expect.stringContaining(detail) });
    expect(handling.waiting).toEqual([]);
  });

  it('into a closed one', () => {
    const { handling, first, second } = twoTickets();
    handling.ask({ type: 'status', status: 'closed', author: 'An' }, first, TUESDAY_MS);
    expect(merge(handling, second, first)).toMatchObject({
      ...{ state: 'rejected', reason: 'TICKET_CLOSED' },
      detail: 'Ticket 1001 is afgesloten. Heropen het eerst, of kies een ander ticket.',
    });
  });

  it('into one that was merged, with the number of the one that goes on', () => {
    const { handling, first, second } = twoTickets();
    handling.tell(message('c', { conversation: 'c3' }));
    merge(handling, second, first);
    expect(merge(handling, idOf(handling, 'c3'), second)).toMatchObject({
      ...{ state: 'rejected', reason: 'TICKET_MERGED' },
      detail: 'Ticket 1002 werd al samengevoegd en gaat verder in ticket 1001.',
    });
  });

  it('the other way round, so that one ticket stays open and none points in a circle', () => {
    const { handling, first, second } = twoTickets();
    merge(handling, second, first);
    expect(merge(handling, first, second)).toMatchObject({
      ...{ state: 'rejected', reason: 'TICKET_MERGED' },
      detail: 'Ticket 1002 werd al samengevoegd en gaat verder in dit ticket.',
    });
    handling.hearAll();
    expect(handling.draft.ticket(first)?.state.closedAtMs).toBeNull();
  });
});

describe('what is asked of a ticket that was merged', () => {
  it.each([
    ['an answer', { type: 'reply', text: 'Dag', author: 'An', isFinal: true }],
    ['a status', { type: 'status', status: 'in-progress', author: 'An' }],
    ['a forward', { type: 'forward', to: '1700', author: 'An', reason: 'x' }],
    ['a split', { type: 'split', messageIds: [MISSING], author: 'An', reason: 'x' }],
  ] as const)('is refused with the number of the one that goes on: %s', (_label, command) => {
    const { handling, first, second } = twoTickets();
    merge(handling, second, first);
    expect(handling.ask(command, second, TUESDAY_MS + 2 * HOUR)).toEqual({
      ...{ state: 'rejected', reason: 'TICKET_MERGED' },
      detail: 'Ticket 1002 werd samengevoegd en gaat verder in ticket 1001.',
    });
  });

  it('keeps the words of a target, and its notes', () => {
    const { handling, first, second } = twoTickets();
    merge(handling, second, first);
    const reply = { type: 'reply', text: 'Dag Mia', author: 'An', isFinal: true } as const;
    expect(handling.ask(reply, second, TUESDAY_MS + 2 * HOUR, 'gent-crm')).toMatchObject({
      state: 'rejected',
      facts: [{ type: 'answer.refused', code: 'TICKET_MERGED', by: 'gent-crm' }],
      message: { text: 'Dag Mia' },
    });
    const note = { type: 'note', text: 'Gebeld', author: 'An' } as const;
    expect(handling.ask(note, second, TUESDAY_MS + 2 * HOUR, 'gent-crm')).toMatchObject({ state: 'handled' });
  });
});

describe('what a ticket hears of a merge', () => {
  it('has no effect twice', () => {
    const { handling, first, second } = twoTickets();
    merge(handling, second, first);
    handling.hear(0, true);
    expect(handling.hear()).toEqual({ state: 'handled', reason: 'NOTHING_CHANGED', ticketId: first });
  });

  it('goes on to the end when the ticket was merged itself meanwhile', () => {
    const { handling, first, second } = twoTickets();
    handling.tell(message('c', { conversation: 'c3' }));
    handling.tell(message('d', { conversation: 'c4' }));
    const [third, fourth] = [idOf(handling, 'c3'), idOf(handling, 'c4')];
    merge(handling, first, second);
    merge(handling, second, third);
    merge(handling, third, fourth);
    expect(handling.hear()).toMatchObject({ reason: 'GOES_ON_ELSEWHERE', followUps: [{ ticketId: fourth }] });
    handling.hearAll();
    const absorbed = handling.draft.facts.filter(({ fact }) => fact.type === 'ticket.absorbed');
    expect(absorbed.map(({ ticketId }) => ticketId)).toEqual([fourth, fourth, fourth]);
    expect(told(handling, fourth).filter((kind) => kind.startsWith('message-added'))).toHaveLength(3);
  });

  it('brings along what the ended ticket had taken over before', () => {
    const { handling, first, second } = twoTickets();
    handling.tell(message('c', { conversation: 'c3' }));
    const third = idOf(handling, 'c3');
    merge(handling, first, second);
    handling.hearAll();
    merge(handling, second, third);
    expect(handling.hear()).toMatchObject({ facts: [{ type: 'ticket.absorbed', from: second, told: 2 }] });
  });

  it('waits for a person when the ticket is not here', () => {
    const { handling, first } = twoTickets();
    const news = { type: 'message-changed', change: 'amended', messageId: 'm' } as const;
    expect(handling.decideContent({ from: 'ticket', news }, MISSING, TUESDAY_MS)).toMatchObject({
      ...{ state: 'quarantined', reason: 'TICKET_UNKNOWN' },
    });
    expect(handling.decideContent({ from: 'ticket', news }, null, TUESDAY_MS).state).toBe('quarantined');
    expect(handling.draft.ticket(first)?.seq).toBe(1);
  });
});
