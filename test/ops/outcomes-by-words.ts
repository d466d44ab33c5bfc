import type { SendOutcome } from '../../src/adapter-sdk/index.js';
import type { Item } from '../../src/handling/index.js';
import { CRM } from './small-settings.js';

/** The citizen of a private answer to a public message writes on somewhere else. */
function writesOnIn(content: Item['content']): Pick<Extract<SendOutcome, { kind: 'delivered' }>, 'privately'> {
  const comment = content.to === 'citizen' ? content.part.privateReplyTo : undefined;
  const conversation = `private-${comment}`;
  // The platform has one name for a citizen in both conversations.
  return comment === undefined ? {} : { privately: { conversation, aliases: [{ kind: 'id', value: 'c21' }] } };
}

/** Outcomes by what is said: the first attempt at each kind of trouble, then success. */
export function script({ delivery, content }: Item): readonly SendOutcome[] {
  const text =
    content.to === 'citizen'
      ? content.part.text
      : content.to === 'target'
        ? (content.delivery.message?.text ?? '')
        : '';
  const delivered: SendOutcome =
    delivery.kind === 'opened' && delivery.target === CRM
      ? { kind: 'delivered', remoteTicketId: `record-${delivery.ticketId}` }
      : delivery.kind === 'reply'
        ? { kind: 'delivered', remoteId: `remote-${delivery.id}`, ...writesOnIn(content) }
        : { kind: 'delivered' };
  const told = (word: string): boolean => text.includes(word);
  return [
    ...(told('retry') ? [{ kind: 'retry', code: 'BUSY' } as const] : []),
    ...(told('unclear') ? [{ kind: 'unknown', code: 'TIMEOUT' } as const] : []),
    ...(told('refuse') ? [{ kind: 'refused', code: 'BLOCKED' } as const] : []),
    ...(told('choke') ? [{ kind: 'quarantined', code: 'CHOKED' } as const] : []),
    delivered,
  ];
}
