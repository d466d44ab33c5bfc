import { describe, expect, it } from '@jest/globals';
import { InMemoryHandling, message, TUESDAY_MS } from '../../../test/support/decide/in-memory.js';
import type { ClaimedEvent } from '../batch/world.js';

const HOUR = 3_600_000;
const ANSWER = { type: 'reply', text: 'Dag Mia', author: 'An', isFinal: true } as const;

function withTicket(): { readonly handling: InMemoryHandling; readonly ticketId: ClaimedEvent['ticketId'] } {
  const handling = new InMemoryHandling();
  handling.tell(message('a'));
  return { handling, ticketId: handling.ticketOf('c1')?.id ?? null };
}

describe('an answer', () => {
  it('goes to the citizen, and to the target when somebody else gave it', () => {
    const { handling, ticketId } = withTicket();
    expect(handling.ask(ANSWER, ticketId, TUESDAY_MS + HOUR)).toMatchObject({
      state: 'handled',
      facts: [{ type: 'answer.requested', parts: 1, isFinal: true, by: 'api' }],
      deliveries: [
        { target: 'facebook:104', kind: 'reply', parts: 1 },
        { target: 'gent-crm', kind: 'message-added' },
      ],
    });
  });

  it('is not told to the target that gave it', () => {
    const { handling, ticketId } = withTicket();
    const decision = handling.ask(ANSWER, ticketId, TUESDAY_MS + HOUR, 'gent-crm');
    expect(decision.deliveries?.map(({ target }) => target)).toEqual(['facebook:104']);
  });

  it('is cut to the limit of the channel, one delivery a part', () => {
    const { handling, ticketId } = withTicket();
    handling.ask({ ...ANSWER, text: 'woord '.repeat(30) }, ticketId, TUESDAY_MS + HOUR);
    const parts = handling.draft.deliveries.filter(({ delivery }) => delivery.kind === 'reply');
    expect(parts.map(({ part }) => part)).toEqual([0, 1]);
    expect(new Set(parts.map(({ id }) => id)).size).toBe(2);
  });

  it('is refused with the reason when the reply window is closed, before anything is sent', () => {
    const { handling, ticketId } = withTicket();
    const decision = handling.ask(ANSWER, ticketId, TUESDAY_MS + 25 * HOUR);
    expect(decision).toMatchObject({ state: 'rejected', reason: 'REPLY_WINDOW_CLOSED' });
    expect(decision.detail).toContain('geen antwoord meer toe');
    expect(handling.draft.deliveries.map(({ delivery }) => delivery.kind)).toEqual(['opened']);
  });

  it('keeps the words of a target whose answer comes too late', () => {
    const { handling, ticketId } = withTicket();
    const decision = handling.ask(ANSWER, ticketId, TUESDAY_MS + 25 * HOUR, '1700');
    expect(decision).toMatchObject({
      state: 'rejected',
      facts: [{ type: 'answer.refused', code: 'REPLY_WINDOW_CLOSED', by: '1700' }],
      message: { text: 'Dag Mia' },
    });
  });

  it.each([
    ['an empty one', '   ', 'REPLY_EMPTY'],
    ['one of more than twenty parts', 'woord '.repeat(600), 'REPLY_TOO_LONG'],
  ])('is refused: %s', (_label, text, code) => {
    const { handling, ticketId } = withTicket();
    expect(handling.ask({ ...ANSWER, text }, ticketId, TUESDAY_MS)).toMatchObject({ state: 'rejected', reason: code });
  });

  it('settles the ticket once it is delivered, and starts its task again when it fails', () => {
    const { handling, ticketId } = withTicket();
    handling.ask(ANSWER, ticketId, TUESDAY_MS + HOUR);
    const outcome = { from: 'delivery', deliveryId: 'd', messageId: 'm', isFinal: true } as const;
    handling.decideContent({ ...outcome, outcome: 'delivered' }, ticketId, TUESDAY_MS + HOUR);
    expect(handling.ticketOf('c1')?.state).toMatchObject({ status: 'answered', firstRespondedAtMs: TUESDAY_MS + HOUR });
    handling.decideContent({ ...outcome, outcome: 'refused', code: 'BLOCKED' }, ticketId, TUESDAY_MS + 2 * HOUR);
    expect(handling.ticketOf('c1')?.state.status).toBe('in-progress');
  });
});

describe('other commands', () => {
  it('moves a ticket: the old target is told to stop, the new one gets it whole', () => {
    const { handling, ticketId } = withTicket();
    const command = { type: 'forward', to: '1700', author: 'An', reason: 'Vlaams' } as const;
    expect(handling.ask(command, ticketId, TUESDAY_MS)).toMatchObject({
      facts: [{ type: 'ticket.forwarded', from: 'gent-crm', to: '1700' }],
      deliveries: [
        { target: 'gent-crm', kind: 'withdrawn' },
        { target: '1700', kind: 'opened' },
      ],
    });
  });

  it('refuses a target that this municipality does not have', () => {
    const { handling, ticketId } = withTicket();
    const command = { type: 'forward', to: 'brussel', author: 'An', reason: '' } as const;
    expect(handling.ask(command, ticketId, TUESDAY_MS)).toMatchObject({ state: 'rejected', reason: 'TARGET_UNKNOWN' });
  });

  it('tells the target that a ticket is closed, once', () => {
    const { handling, ticketId } = withTicket();
    const close = { type: 'status', status: 'closed', author: 'An' } as const;
    expect(handling.ask(close, ticketId, TUESDAY_MS)).toMatchObject({ deliveries: [{ kind: 'closed' }] });
    expect(handling.ask(close, ticketId, TUESDAY_MS)).toEqual({
      state: 'handled',
      reason: 'NOTHING_CHANGED',
      ticketId,
    });
  });

  it('rejects what is asked of a ticket that is not here', () => {
    const { handling } = withTicket();
    expect(handling.ask(ANSWER, null, TUESDAY_MS)).toMatchObject({ state: 'rejected', reason: 'TICKET_UNKNOWN' });
  });
});
