import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Decision } from '../batch/decision.js';
import { InMemoryHandling, message, TUESDAY_MS } from '../../../test/support/decide/in-memory.js';

const HOUR = 3_600_000;
const LATE = TUESDAY_MS + 25 * HOUR;

let handling: InMemoryHandling;

function invite(atMs: number): Decision {
  return handling.ask({ type: 'invite', author: 'An' }, handling.ticketOf('c1')?.id ?? null, atMs);
}

function withInvitation(text = 'Er is nieuws over uw melding {1} bij {2}.'): InMemoryHandling {
  return new InMemoryHandling({
    channel: {
      invitation: ({ ticketNumber, municipality }) => text.replace('{1}', ticketNumber).replace('{2}', municipality),
    },
  });
}

beforeEach(() => {
  handling = withInvitation();
  handling.tell(message('a'));
});

describe('an invitation to write again', () => {
  it('leaves once the window is closed, in words that name the ticket and the municipality, and answers nothing', () => {
    expect(invite(LATE)).toMatchObject({
      state: 'handled',
      facts: [{ type: 'answer.requested', parts: 1, isFinal: false, way: 'private', isHolding: true, invites: true }],
      message: { author: 'operator', text: 'Er is nieuws over uw melding 1001 bij Gent.', isPublic: false },
      deliveries: [
        { kind: 'reply', parts: 1, isFinal: false },
        { target: 'gent-crm', kind: 'message-added' },
      ],
    });
    expect(handling.ticketOf('c1')?.state.status).toBe('new');
  });

  it('is not needed while the channel takes answers', () => {
    expect(invite(TUESDAY_MS + HOUR)).toMatchObject({ state: 'rejected', reason: 'INVITATION_NOT_NEEDED' });
  });

  it('is given once until the citizen writes', () => {
    invite(LATE);
    expect(invite(LATE + HOUR)).toMatchObject({ state: 'rejected', reason: 'INVITATION_GIVEN' });
    handling.tell(message('b', { atMs: LATE + 2 * HOUR }));
    expect(invite(LATE + 27 * HOUR)).toMatchObject({ state: 'handled' });
  });

  it('is given again when the first one failed', () => {
    const messageId = invite(LATE).message?.id ?? '';
    const about = { from: 'delivery', deliveryId: 'd1', messageId, isFinal: false } as const;
    handling.decideContent(
      { ...about, outcome: 'refused', code: 'RECIPIENT_UNKNOWN' },
      handling.ticketOf('c1')?.id ?? null,
      LATE,
    );
    expect(invite(LATE + HOUR)).toMatchObject({ state: 'handled' });
  });

  it.each([
    ['where the channel has none', () => new InMemoryHandling()],
    ['that is more than one message', () => withInvitation('Er is nieuws. '.repeat(20))],
  ])('is refused: %s', (_label, made) => {
    handling = made();
    handling.tell(message('a'));
    expect(invite(LATE)).toMatchObject({ state: 'rejected', reason: 'INVITATION_NOT_POSSIBLE' });
  });
});
