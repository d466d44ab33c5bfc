import { describe, expect, it } from '@jest/globals';
import type { ChannelEvent } from '../../adapter-sdk/index.js';
import { InMemoryHandling, message, TUESDAY_MS } from '../../../test/support/decide/in-memory.js';
import type { ClaimedEvent, OutgoingReply, World } from '../batch/world.js';
import { decideReceipt } from './decide-receipt.js';

const OTHER_TALK = 'psid-2';

/** A ticket from a public comment, with a private answer to it that Messenger knows as `m_1`. */
function answeredInPrivate(): { readonly handling: InMemoryHandling; readonly world: World } {
  const handling = new InMemoryHandling();
  handling.tell(message('comment-1', { conversation: 'comment-1' }));
  const id = handling.ticketOf('comment-1')?.id;
  const reply = {
    ...{ deliveryId: 'd1', ticketId: id, messageId: 'answer-1', remoteId: 'm_1', privateReplyTo: 'comment-1' },
  } as OutgoingReply;
  const world = {
    ticket: (asked: typeof reply.ticketId) => handling.draft.ticket(asked),
    message: () => ({ author: 'operator', messageId: 'answer-1', ticketId: id }),
    reply: (asked: string) => (asked === 'd1' ? reply : undefined),
    sentReply: () => reply,
  } as unknown as World;
  return { handling, world };
}

function receipt(from: NonNullable<ChannelEvent['receipt']>): ChannelEvent {
  const said = message('receipt-1', { conversation: OTHER_TALK });
  return { ...said, channel: 'messenger', action: 'delivery', receipt: from };
}

describe('the conversation in which a private answer is told of', () => {
  it.each([
    ['is linked by the echo that names our delivery', 'schakel:d1', [{ conversation: OTHER_TALK }]],
    ['is no link when the answer was found by the id of the platform, which may be told anywhere', undefined, []],
  ])('%s', (_label, reference, expected) => {
    const { handling, world } = answeredInPrivate();
    const told = receipt({ messageId: 'm_1', status: 'delivered', ...(reference === undefined ? {} : { reference }) });
    const event = { ...told, tenant: 'gent', receivedAtMs: TUESDAY_MS } as unknown as ClaimedEvent;
    const decision = decideReceipt(event, told, handling.rules, world);
    expect(decision).toMatchObject({ state: 'handled', facts: [{ type: 'answer.receipt', messageId: 'answer-1' }] });
    expect(decision.followUps?.map(({ news }) => news)).toMatchObject(
      expected.map((place) => ({ type: 'link', place: { channel: 'messenger', ...place } })),
    );
  });
});
