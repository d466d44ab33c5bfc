import type { ChannelEvent } from '../../adapter-sdk/index.js';
import { deriveId, type Id } from '../../domain/ids.js';
import { normaliseText, redactNationalNumbers } from '../../domain/text.js';
import type { PromisedClock, TicketFact } from '../../domain/ticket.js';
import { noEffect, type Decision, type NewMessage } from '../batch/decision.js';
import type { Rules, TenantRules } from '../batch/rules.js';
import type { ClaimedEvent, Conversation, TicketRecord, World } from '../batch/world.js';
import { identify, type Identified } from './identify.js';
import { threadMessage } from '../correlate/thread.js';
import { chooseTarget } from '../route/choose-target.js';
import { clockStart, promiseDeadlines } from '../sla/promise.js';

/** Warnings come when this share of the clock time is left. */
const WARN_SHARE = 0.25;

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
  readonly event: ClaimedEvent;
  readonly tenant: TenantRules;
  readonly rules: Rules;
  readonly message: NewMessage;
  readonly citizenId: string | null;
  readonly number: number;
}

function clocksOf(
  promise: Extract<ReturnType<typeof promiseDeadlines>, { ok: true }>,
  startMs: number,
): PromisedClock[] {
  const { policy, version, rule, explanation } = promise;
  const clock = (name: PromisedClock['name'], dueAtMs: number): PromisedClock => ({
    ...{ name, policy, rule, explanation, dueAtMs },
    policyVersion: version,
    startedAtMs: startMs,
    warnAtMs: Math.round(dueAtMs - (dueAtMs - startMs) * WARN_SHARE),
  });
  return [clock('first-response', promise.firstResponseDueMs), clock('resolution', promise.resolutionDueMs)];
}

/** The first fact of a new ticket: coded, routed and promised. A gap in the configuration parks the message. */
function openingFact(
  opening: Opening,
): { readonly fact: Extract<TicketFact, { type: 'ticket.opened' }> } | { readonly park: string } {
  const { event, tenant, rules, message } = opening;
  const startMs = clockStart(event.occurredAtMs, event.receivedAtMs);
  const code = rules.topics.codeTopic(message.text);
  const { topic, level, kind, language, matched } = code;
  const { channel, account, conversation, shard } = event;
  const route = chooseTarget(
    { topic, channel, level, kind, language, isOpen: tenant.calendar.isOpen(startMs) },
    tenant.routes,
  );
  if (!route.ok) {
    return { park: route.code };
  }
  const promise = promiseDeadlines({
    versions: tenant.slaVersions,
    calendar: tenant.calendar,
    facts: { topic, channel, kind, priority: 'normal' },
    clockStartMs: startMs,
  });
  if (!promise.ok) {
    return { park: promise.code };
  }
  return {
    fact: {
      type: 'ticket.opened',
      ...{ number: opening.number, channel, account, conversation, shard, kind, topic, language, level, matched },
      citizenId: opening.citizenId,
      messageId: message.id,
      priority: 'normal',
      target: route.target,
      route: { rule: route.rule, explanation: route.explanation },
      clocks: clocksOf(promise, startMs),
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
  const { event, tenant, rules, world } = context;
  const opening = openingFact({
    event,
    tenant,
    rules,
    message,
    citizenId: identified.citizenId,
    number: world.nextNumber(),
  });
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

function joinTicket(
  context: MessageContext,
  ticket: TicketRecord,
  message: NewMessage,
  identified: Identified,
): Decision {
  const reopened = ticket.state.closedAtMs !== null;
  return {
    state: 'handled',
    ...identified.decision,
    ticketId: ticket.id,
    facts: [{ type: 'message.received', messageId: message.id, reopened }],
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
