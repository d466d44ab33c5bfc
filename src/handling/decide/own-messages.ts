import type { Id } from '../../domain/ids.js';
import type { World, WrittenMessage } from '../batch/world.js';

/** The messages that are a ticket's, oldest first, without those that are on their way to a ticket of their own. */
export function ownMessages(world: World, ticketId: Id): readonly WrittenMessage[] {
  const leaving = world.history(ticketId).flatMap(({ fact }) => (fact.type === 'ticket.split' ? fact.messageIds : []));
  return world.messagesOf(ticketId).filter(({ id }) => !leaving.includes(id));
}
