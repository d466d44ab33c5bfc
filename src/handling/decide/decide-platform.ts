import type { ChannelEvent } from '../../adapter-sdk/index.js';
import { deriveId } from '../../domain/ids.js';
import { noEffect, type Decision, type NewMessage } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import { conversationKey, type ClaimedEvent, type TicketRecord, type World } from '../batch/world.js';
import { chargeOfEvent } from './charge-event.js';
import { citizenMessage, decideMessage, keepableText } from './decide-message.js';
import { identify } from './identify.js';
import { decideReceipt } from './decide-receipt.js';
import { knownMessage } from './known-message.js';
import { survivorOf } from '../correlate/survivor.js';
import type { TicketNews } from '../inbox/ticket-news.js';

/** The ticket that new messages of this conversation join. */
export function currentTicket(event: ClaimedEvent, world: World): TicketRecord | undefined {
  const { tenant, channel, account, conversation } = event;
  const ticketId = world.conversation(conversationKey(tenant, channel, account, conversation))?.ticketId;
  const ticket = ticketId === undefined || ticketId === null ? undefined : world.ticket(ticketId);
  return ticket === undefined ? undefined : survivorOf(ticket, (id) => world.ticket(id));
}

/** A message of a ticket that was merged changed: the target of the ticket that goes on has its text too. */
function tellSurvivor(
  ticket: TicketRecord,
  news: Extract<TicketNews, { type: 'message-changed' }>,
  world: World,
): Pick<Decision, 'followUps'> {
  const last = survivorOf(ticket, (id) => world.ticket(id));
  const { shard, conversation } = last.state;
  return last.id === ticket.id
    ? {}
    : { followUps: [{ name: `tell ${last.id}`, ticketId: last.id, shard, conversation, news }] };
}

function decideOpen(event: ClaimedEvent, channelEvent: ChannelEvent, rules: Rules, world: World): Decision {
  const content = channelEvent.message;
  const tenant = rules.tenant(event.tenant);
  if (tenant === undefined) {
    return { state: 'parked', reason: 'TENANT_NOT_CONFIGURED' };
  }
  if (content === undefined) {
    return { state: 'quarantined', reason: 'MESSAGE_MISSING' };
  }
  const known = knownMessage(event, content.id, world);
  if (known !== undefined) {
    return noEffect(known.messageId === null ? 'DELETED_BEFORE_IT_CAME' : 'ALREADY_KNOWN');
  }
  const { channel, account, conversation } = event;
  return decideMessage({
    ...{ event, channelEvent, content, rules, tenant, world },
    current: currentTicket(event, world),
    before: world.conversation(conversationKey(event.tenant, channel, account, conversation)),
  });
}

function decideAmend(event: ClaimedEvent, channelEvent: ChannelEvent, rules: Rules, world: World): Decision {
  const content = channelEvent.message;
  const known = knownMessage(event, content?.id, world);
  if (content === undefined) {
    return { state: 'quarantined', reason: 'MESSAGE_MISSING' };
  }
  if (known === undefined) {
    // The edit overtook the message: its text is the newest there is, and the late original changes nothing.
    return decideOpen(event, channelEvent, rules, world);
  }
  if (known.messageId === null || known.ticketId === null) {
    return noEffect('DELETED_BEFORE_IT_CAME');
  }
  const ticket = world.ticket(known.ticketId);
  const text = keepableText(content.text);
  if (ticket === undefined || text === known.text) {
    return noEffect('NOTHING_CHANGED');
  }
  const version = known.version + 1;
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'message.amended', messageId: known.messageId, version }],
    amend: { messageId: known.messageId, text, was: known.text, version },
    deliveries: [{ target: ticket.state.target, kind: 'amended', messageId: known.messageId }],
    ...tellSurvivor(ticket, { type: 'message-changed', change: 'amended', messageId: known.messageId }, world),
  };
}

function decideRedact(event: ClaimedEvent, channelEvent: ChannelEvent, world: World): Decision {
  const known = knownMessage(event, channelEvent.about, world);
  if (known === undefined) {
    return channelEvent.about === undefined
      ? { state: 'quarantined', reason: 'MESSAGE_MISSING' }
      : { ...noEffect('DELETED_BEFORE_IT_CAME'), tombstone: channelEvent.about };
  }
  const ticket = known.ticketId === null ? undefined : world.ticket(known.ticketId);
  if (known.messageId === null || ticket === undefined) {
    return noEffect('NOTHING_CHANGED');
  }
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'message.redacted', messageId: known.messageId }],
    redact: { messageId: known.messageId },
    deliveries: [{ target: ticket.state.target, kind: 'redacted', messageId: known.messageId }],
    ...tellSurvivor(ticket, { type: 'message-changed', change: 'redacted', messageId: known.messageId }, world),
  };
}

function sameWords(a: string, b: string): boolean {
  return a.replaceAll(/\s+/g, ' ').trim() === b.replaceAll(/\s+/g, ' ').trim();
}

/** The echo of an answer of ours: it changes nothing, but some platforms charge for telling it. */
function ownMessage(
  ticketId: TicketRecord['id'] | null,
  messageId: string | null,
  charge: ReturnType<typeof chargeOfEvent>,
): Decision {
  const { cost } = charge.fact;
  return cost === undefined || ticketId === null || messageId === null
    ? noEffect('OWN_MESSAGE')
    : {
        ...{ ...noEffect('OWN_MESSAGE'), ticketId, usage: charge.usage },
        facts: [{ type: 'answer.receipt', messageId, status: 'sent', cost }],
      };
}

/** An answer in the platform's own app, or the echo of one of ours. */
function decideOutside(event: ClaimedEvent, channelEvent: ChannelEvent, rules: Rules, world: World): Decision {
  const content = channelEvent.message;
  if (content === undefined) {
    return { state: 'quarantined', reason: 'MESSAGE_MISSING' };
  }
  const charge = chargeOfEvent(event, channelEvent, rules);
  const known = knownMessage(event, content.id, world);
  if (known !== undefined) {
    return ownMessage(known.ticketId, known.messageId, charge);
  }
  const ticket = currentTicket(event, world);
  if (ticket === undefined) {
    return noEffect('OUTSIDE_ANY_TICKET');
  }
  // The echo can be here before the answer to our own call; then its text tells that it is ours.
  const own = world.openReplies(event).find((reply) => sameWords(reply.text, content.text));
  if (own !== undefined) {
    const arrived = { deliveryId: own.deliveryId, remoteId: content.id };
    return { ...ownMessage(own.ticketId, own.messageId, charge), arrived };
  }
  // The platform told of it before, and the answer to our own call is still to come.
  const sent = world.sentReply(ticket.id, content.id);
  if (sent !== undefined) {
    return ownMessage(sent.ticketId, sent.messageId, charge);
  }
  const message = { ...citizenMessage(event, content, undefined), author: 'outside' as const };
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'answer.outside', messageId: message.id, ...charge.fact }],
    usage: charge.usage,
    message,
    deliveries: [{ target: ticket.state.target, kind: 'message-added', messageId: message.id }],
  };
}

function decideIdentity(event: ClaimedEvent, channelEvent: ChannelEvent, world: World): Decision {
  const { citizen, replaces } = channelEvent;
  if (citizen === undefined || replaces === undefined) {
    return noEffect('IDENTITY_NOTED');
  }
  // The old alias goes first: it tells who this is, and the new ones are added to that citizen.
  const both = { ...citizen, aliases: [replaces, ...citizen.aliases] };
  return { ...noEffect('IDENTITY_LINKED'), ...identify(event, both, world).decision };
}

function decideNote(event: ClaimedEvent, channelEvent: ChannelEvent, world: World): Decision {
  const known = knownMessage(event, channelEvent.about, world);
  const ticket = (known?.ticketId && world.ticket(known.ticketId)) || currentTicket(event, world);
  const reason = channelEvent.reason ?? 'NOTED';
  if (ticket === undefined) {
    return noEffect(reason);
  }
  const about = known?.messageId ? { messageId: known.messageId } : {};
  return { state: 'handled', ticketId: ticket.id, facts: [{ type: 'ticket.noted', reason, ...about }] };
}

/** Splitting found that this ticket and another open one are of the same citizen: people who work on it should know. */
function decideOtherTicket(event: ClaimedEvent, reason: string, otherTicket: number, world: World): Decision {
  const ticket = event.ticketId === null ? undefined : world.ticket(event.ticketId);
  if (ticket === undefined) {
    return { state: 'quarantined', reason: 'TICKET_UNKNOWN' };
  }
  const text =
    reason === 'CONVERSATION_GOES_ON_ELSEWHERE'
      ? `Ticket ${otherTicket} is van dezelfde burger. Nieuwe berichten komen daar.`
      : `Ticket ${otherTicket} is van dezelfde burger. Nieuwe berichten komen hier.`;
  const message: NewMessage = {
    id: deriveId(event.id, 'message'),
    ...{ author: 'note', authorName: null, platformId: null, text, attachments: [], isPublic: false },
  };
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'ticket.noted', reason, messageId: message.id }],
    message,
  };
}

/** What comes late because it was missed says so on the timeline, with the deadlines that it has all the same. */
function sayRecovered(decision: Decision): Decision {
  const { state, message, facts } = decision;
  return state !== 'handled' || message === undefined || facts === undefined
    ? decision
    : {
        ...decision,
        facts: [...facts, { type: 'ticket.noted', reason: 'RECOVERED_FROM_HISTORY', messageId: message.id }],
      };
}

/** The meaning of one event of a platform. */
export function decidePlatform(event: ClaimedEvent, channelEvent: ChannelEvent, rules: Rules, world: World): Decision {
  const decision = decideTold(event, channelEvent, rules, world);
  return event.content.from === 'platform' && event.content.recovered === true ? sayRecovered(decision) : decision;
}

function decideTold(event: ClaimedEvent, channelEvent: ChannelEvent, rules: Rules, world: World): Decision {
  const { content } = event;
  if (content.from === 'platform' && content.otherTicket !== undefined) {
    return decideOtherTicket(event, channelEvent.reason ?? 'NOTED', content.otherTicket, world);
  }
  switch (channelEvent.action) {
    case 'open':
      return decideOpen(event, channelEvent, rules, world);
    case 'amend':
      return decideAmend(event, channelEvent, rules, world);
    case 'redact':
      return decideRedact(event, channelEvent, world);
    case 'outside':
      return decideOutside(event, channelEvent, rules, world);
    case 'delivery':
      return decideReceipt(event, channelEvent, rules, world);
    case 'identity':
      return decideIdentity(event, channelEvent, world);
    case 'note':
      return decideNote(event, channelEvent, world);
    case 'ops':
    case 'drop':
      return noEffect(channelEvent.reason ?? 'DROPPED');
  }
}
