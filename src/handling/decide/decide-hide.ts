import { rejected, type Decision } from '../batch/decision.js';
import type { CommandContext } from './command-context.js';
import { ownMessages } from './own-messages.js';

type Hide = Extract<CommandContext['command'], { type: 'hide' }>;

/** A person wants a public message of the citizen hidden where it stands, or shown again. The platform is told by a delivery. */
export function decideHide({ world, rules, ticket, by }: CommandContext, { messageId, hidden }: Hide): Decision {
  const message = ownMessages(world, ticket.id).find(({ id }) => id === messageId);
  if (message === undefined || message.platformId === null) {
    return rejected('MESSAGE_NOT_OF_TICKET', `Dit bericht is geen bericht van ticket ${ticket.state.number}.`);
  }
  if (message.author !== 'citizen' || !message.isPublic) {
    return rejected('MESSAGE_NOT_PUBLIC', 'Alleen een openbaar bericht van een burger kan verborgen worden.');
  }
  const { channel, account } = message.place;
  if (rules.channel(channel)?.canHide !== true) {
    return rejected('HIDING_NOT_POSSIBLE', `Op het kanaal ${channel} kan een bericht niet verborgen worden.`);
  }
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'message.hiding', messageId, hidden, by }],
    deliveries: [{ target: `${channel}:${account}`, kind: hidden ? 'hide' : 'unhide', messageId }],
  };
}
