import type { ChannelEvent } from '../../adapter-sdk/index.js';
import { deriveId, type Id } from '../../domain/ids.js';
import { normaliseText, redactNationalNumbers } from '../../domain/text.js';
import { noEffect, type Decision, type NewMessage } from '../batch/decision.js';
import type { Rules, TenantRules } from '../batch/rules.js';
import { isAt, placeOf, type ClaimedEvent, type Conversation, type TicketRecord, type World } from '../batch/world.js';
import { isLinked } from './choose-way.js';
import { identify, type Identified } from './identify.js';
import { threadMessage } from '../correlate/thread.js';
import { policyOf } from '../sla/policy-of.js';
import { isCourtesy } from '../sla/courtesy.js';
import { openingFact } from './open-ticket.js';
import { chargeOfEvent } from './charge-event.js';
import { closingOf, ownClosing, type LastWritten } from './reply-closing.js';

export type Content = NonNullable<ChannelEvent['message']>;

/** The text as it may be kept: storable, and without national numbers. */
export function keepableText(text: string): string {
  return redactNationalNumbers(normaliseText(text));
}

export function citizenMessage(event: ClaimedEvent, content: Content, name: string | undefined): NewMessage {
  return {
    id: deriveId(event.id, 'message'),
    author: 'citizen',
    authorName: name === undefined ? null : normaliseText(name),
    platformId: content.id,
    text: keepableText(content.text),
    attachments: content.attachments,
    isPublic: content.isPublic,
  };
}

const NEW_CONVERSATION: Conversation = {
  citizenId: null,
  ticketId: null,
  lastCitizenAtMs: null,
  lastMessageId: null,
  isPublic: false,
  isAnswerable: true,
};

function isAnswerable({ answerable = true }: Content): boolean {
  return answerable;
}

/** The conversation after this message: its ticket, and how long the reply window is open. */
function conversationAfter(
  { event, before = NEW_CONVERSATION, content }: MessageContext,
  ticketId: Id,
  citizenId: string | null,
): Conversation {
  const isNewest = event.occurredAtMs >= (before.lastCitizenAtMs ?? 0);
  return {
    citizenId: citizenId ?? before.citizenId,
    ticketId,
    lastCitizenAtMs: Math.max(before.lastCitizenAtMs ?? 0, event.occurredAtMs),
    // An answer goes under the newest message, also when an older one comes late.
    lastMessageId: isNewest ? content.id : before.lastMessageId,
    isPublic: content.isPublic,
    isAnswerable: isNewest ? isAnswerable(content) : before.isAnswerable,
  };
}

/** The message as the last thing that the citizen wrote. */
function writtenNow({ event, content }: MessageContext): LastWritten {
  return { atMs: event.occurredAtMs, isPublic: content.isPublic, isAnswerable: isAnswerable(content) };
}

export interface MessageContext {
  readonly event: ClaimedEvent;
  readonly channelEvent: ChannelEvent;
  readonly content: Content;
  readonly rules: Rules;
  readonly tenant: TenantRules;
  readonly world: World;
  readonly current: TicketRecord | undefined;
  readonly before: Conversation | undefined;
}

function openTicket(context: MessageContext, message: NewMessage, identified: Identified): Decision {
  const { event, rules, tenant, world } = context;
  const opening = openingFact({
    ...{ rules, tenant, world, number: world.nextNumber(), shard: event.shard },
    ...{ citizenId: identified.citizenId, messageId: message.id, text: message.text, occurredAtMs: event.occurredAtMs },
    ...{ place: placeOf(event, event), receivedAtMs: event.receivedAtMs },
    replyUntilMs: closingOf(rules, placeOf(event, event), writtenNow(context)),
  });
  if ('park' in opening) {
    return { state: 'parked', reason: opening.park };
  }
  const ticketId = deriveId(event.id, 'ticket');
  const charge = chargeOfEvent(event, context.channelEvent, rules);
  return {
    state: 'handled',
    ...identified.decision,
    ticketId,
    facts: [{ ...opening.fact, ...charge.fact }],
    message,
    conversation: conversationAfter(context, ticketId, identified.citizenId),
    deliveries: [{ target: opening.fact.target, kind: 'opened', messageId: message.id }],
    usage: [{ meter: 'ticket.opened' }, { meter: 'message.received' }, ...charge.usage],
  };
}

/** The last moment at which the channel takes an answer of a person, after this message: an answer of its ticket. */
function replyUntil(context: MessageContext, ticket: TicketRecord): number | null {
  const { event, rules, world } = context;
  const { tenant, state } = ticket;
  if (isAt(event, state) || isLinked(world, ticket, event)) {
    return closingOf(rules, placeOf(event, event), writtenNow(context));
  }
  // The ticket goes on in another conversation, and so do its answers: this message keeps no window open there.
  return ownClosing(rules, world, { tenant, state });
}

/** Whether the citizen waits for an answer to this message: a sticker or a word of thanks asks nothing. */
function asks(context: MessageContext, ticket: TicketRecord, message: NewMessage): boolean {
  const { event, channelEvent, world, tenant } = context;
  if (channelEvent.restartsClock === false) {
    return false;
  }
  const answeredAtMs = world.answeredAt(ticket.id);
  if (answeredAtMs === undefined) {
    return true;
  }
  const policy = policyOf(tenant.slaVersions, world.terms(ticket.id));
  return (
    policy === undefined ||
    !isCourtesy({ text: message.text, sinceAnswerMs: event.occurredAtMs - answeredAtMs }, policy.courtesy)
  );
}

function joinTicket(
  context: MessageContext,
  ticket: TicketRecord,
  message: NewMessage,
  identified: Identified,
): Decision {
  const isAsked = asks(context, ticket, message);
  const charge = chargeOfEvent(context.event, context.channelEvent, context.rules);
  const reopened = isAsked && ticket.state.closedAtMs !== null;
  return {
    state: 'handled',
    ...identified.decision,
    ticketId: ticket.id,
    facts: [
      {
        ...{ type: 'message.received', messageId: message.id, reopened, asks: isAsked },
        replyUntilMs: replyUntil(context, ticket),
        ...charge.fact,
      },
    ],
    message,
    conversation: conversationAfter(context, ticket.id, identified.citizenId),
    deliveries: [{ target: ticket.state.target, kind: 'message-added', messageId: message.id }],
    usage: [{ meter: 'message.received' }, ...charge.usage],
  };
}

/** New content of a citizen: joins the conversation's ticket or opens one. */
export function decideMessage(context: MessageContext): Decision {
  const { event, channelEvent, content, current, tenant, world } = context;
  const identified = identify(event, channelEvent.citizen, world);
  const message = citizenMessage(event, content, channelEvent.citizen?.name);
  const thread = threadMessage(current?.state, event.occurredAtMs, tenant.reopenWithinDays);
  if (channelEvent.restartsClock === false && (thread !== 'append' || current === undefined)) {
    // A thumbs-up after the conversation ended asks nothing.
    return noEffect('NOTHING_ASKED');
  }
  return thread === 'open' || current === undefined
    ? openTicket(context, message, identified)
    : joinTicket(context, current, message, identified);
}
