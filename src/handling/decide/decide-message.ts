import type { ChannelEvent } from '../../adapter-sdk/index.js';
import { deriveId, type Id } from '../../domain/ids.js';
import type { TicketKind } from '../../domain/vocabulary.js';
import { normaliseText, redactNationalNumbers } from '../../domain/text.js';
import type { CrisisTerms, TicketFact } from '../../domain/ticket.js';
import { noEffect, type Decision, type NewMessage } from '../batch/decision.js';
import type { Rules, TenantRules } from '../batch/rules.js';
import type { ClaimedEvent, Conversation, TicketRecord, World } from '../batch/world.js';
import { identify, type Identified } from './identify.js';
import { threadMessage } from '../correlate/thread.js';
import { chooseTarget } from '../route/choose-target.js';
import { clockStart } from '../../domain/sla/dated-fact.js';
import { policyOf } from '../sla/policy-of.js';
import { isCourtesy } from '../sla/courtesy.js';
import { promiseTerms } from '../sla/promise.js';

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

interface Opening {
  readonly context: MessageContext;
  readonly message: NewMessage;
  readonly citizenId: string | null;
}

/** The last moment at which the channel takes an answer of a person to this message. */
function replyUntil({ event, rules, content }: MessageContext): number | null {
  const { channel, account, occurredAtMs } = event;
  const window = rules.channel(channel)?.replyWindow({
    lastCitizenAtMs: occurredAtMs,
    nowMs: occurredAtMs,
    isHumanAuthor: true,
    isPublic: content.isPublic,
    settings: rules.accountSettings(channel, account),
  });
  return window === undefined ? null : window.open ? window.closesAtMs : window.closedAtMs;
}

function inCrisis({ event, world }: MessageContext): { readonly crisis?: CrisisTerms } {
  const crisis = world.crisis(event.tenant);
  return crisis === undefined ? {} : { crisis };
}

/** A complaint may be a formal one. Only a person starts a statutory clock; the rules point at it. */
function proposal({ tenant }: MessageContext, kind: string): { readonly proposes?: 'complaint' } {
  return kind === 'complaint' && tenant.statutory.complaint !== undefined ? { proposes: 'complaint' } : {};
}

function termsFor(
  context: MessageContext,
  facts: { topic: string; kind: TicketKind },
): ReturnType<typeof promiseTerms> {
  const { event, tenant, rules, world } = context;
  const { occurredAtMs, receivedAtMs, channel } = event;
  return promiseTerms({
    versions: tenant.slaVersions,
    calendar: (name) => world.times(event.tenant)(rules.hash).calendar(name),
    partyCalendar: (party) => (party === '1700' ? rules.contactCenterCalendar : null),
    facts: { ...facts, channel, priority: 'normal', plan: tenant.plan },
    ...{ occurredAtMs, receivedAtMs },
  });
}

/** The first fact of a new ticket: coded, routed and promised. A gap in the configuration parks the message. */
function openingFact({
  context,
  message,
  citizenId,
}: Opening): { readonly fact: Extract<TicketFact, { type: 'ticket.opened' }> } | { readonly park: string } {
  const { event, tenant, rules, world } = context;
  const { topic, level, kind, language, matched } = rules.topics.codeTopic(message.text);
  const { channel, account, conversation, shard } = event;
  const promise = termsFor(context, { topic, kind });
  if (!promise.ok) {
    return { park: promise.code };
  }
  const startMs = clockStart(event.occurredAtMs, event.receivedAtMs, promise.terms.transitMinutes);
  const isOpen = tenant.calendar.isOpen(startMs);
  const route = chooseTarget({ topic, channel, level, kind, language, isOpen }, tenant.routes);
  if (!route.ok) {
    return { park: route.code };
  }
  return {
    fact: {
      type: 'ticket.opened',
      ...{ number: world.nextNumber(), channel, account, conversation, shard, kind, topic, language, level, matched },
      ...{ citizenId, messageId: message.id, priority: 'normal', target: route.target },
      route: { rule: route.rule, explanation: route.explanation },
      terms: promise.terms,
      replyUntilMs: replyUntil(context),
      ...inCrisis(context),
      ...proposal(context, kind),
    },
  };
}

const NEW_CONVERSATION: Conversation = {
  citizenId: null,
  ticketId: null,
  lastCitizenAtMs: null,
  lastMessageId: null,
  isPublic: false,
};

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
  };
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
  const { event } = context;
  const opening = openingFact({ context, message, citizenId: identified.citizenId });
  if ('park' in opening) {
    return { state: 'parked', reason: opening.park };
  }
  const ticketId = deriveId(event.id, 'ticket');
  return {
    state: 'handled',
    ...identified.decision,
    ticketId,
    facts: [opening.fact],
    message,
    conversation: conversationAfter(context, ticketId, identified.citizenId),
    deliveries: [{ target: opening.fact.target, kind: 'opened', messageId: message.id }],
    usage: [{ meter: 'ticket.opened' }, { meter: 'message.received' }],
  };
}

/** Whether the citizen waits for an answer to this message: a sticker or a word of thanks asks nothing. */
function asks(context: MessageContext, ticket: TicketRecord, message: NewMessage): boolean {
  const { event, channelEvent, world, tenant } = context;
  if (channelEvent.restartsClock === false) {
    return false;
  }
  const answeredAtMs = world.answeredAt(ticket.id);
  const policy = policyOf(tenant.slaVersions, world.terms(ticket.id));
  return (
    policy === undefined ||
    answeredAtMs === undefined ||
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
  const reopened = isAsked && ticket.state.closedAtMs !== null;
  return {
    state: 'handled',
    ...identified.decision,
    ticketId: ticket.id,
    facts: [
      { type: 'message.received', messageId: message.id, reopened, asks: isAsked, replyUntilMs: replyUntil(context) },
    ],
    message,
    conversation: conversationAfter(context, ticket.id, identified.citizenId),
    deliveries: [{ target: ticket.state.target, kind: 'message-added', messageId: message.id }],
    usage: [{ meter: 'message.received' }],
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
