import { deriveId, type Id } from '../../domain/ids.js';
import type { TicketFact } from '../../domain/ticket.js';
import { noEffect, rejected, type Decision, type FollowUp, type NewDelivery } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import {
  conversationKey,
  isAt,
  type ClaimedEvent,
  type TicketRecord,
  type World,
  type WrittenMessage,
} from '../batch/world.js';
import type { TicketNews } from '../inbox/ticket-news.js';
import type { CommandContext } from './command-context.js';
import { openingFact } from './open-ticket.js';
import { ownMessages } from './own-messages.js';
import { closingOf } from './reply-closing.js';
import { spokenMessage } from './spoken-message.js';

type Split = Extract<CommandContext['command'], { type: 'split' }>;
type Open = Extract<TicketNews, { type: 'open' }>;

interface Chosen {
  readonly first: WrittenMessage;
  /** Oldest first. */
  readonly all: readonly WrittenMessage[];
}

/** The messages that leave, or why they cannot. */
function checkSplit({ world, ticket }: CommandContext, { messageIds }: Split): Decision | Chosen {
  const own = ownMessages(world, ticket.id);
  const chosen = own.filter(({ id }) => messageIds.includes(id));
  const [first] = chosen;
  if (first === undefined || chosen.length < new Set(messageIds).size) {
    const detail = `Niet elk gekozen bericht is een bericht van ticket ${ticket.state.number}.`;
    return rejected('MESSAGE_NOT_OF_TICKET', detail);
  }
  if (chosen.some(({ author }) => author !== 'citizen')) {
    return rejected('MESSAGE_NOT_OF_CITIZEN', 'Alleen berichten van de burger kunnen afgesplitst worden.');
  }
  if (own.filter(({ author }) => author === 'citizen').length === chosen.length) {
    return rejected('SPLIT_OF_EVERYTHING', 'Laat minstens één bericht van de burger in dit ticket staan.');
  }
  return chosen.every(({ place }) => isAt(place, first.place))
    ? { first, all: chosen }
    : rejected('SPLIT_OF_TWO_CONVERSATIONS', 'Kies berichten van één gesprek: antwoorden gaan naar dat gesprek.');
}

function noteOf(number: number, count: number, reason: string): string {
  const what = count === 1 ? 'Een bericht van dit ticket gaat' : `${count} berichten van dit ticket gaan`;
  return `${what} verder in ticket ${number}. Reden: ${reason}`;
}

/** Some of what a citizen wrote becomes a ticket of its own, with a number that is known at once. */
export function decideSplit(context: CommandContext, command: Split): Decision {
  const { event, ticket, world, by } = context;
  const chosen = checkSplit(context, command);
  if ('state' in chosen) {
    return chosen;
  }
  const { first, all } = chosen;
  const messageIds = all.map(({ id }) => id);
  const into = deriveId(event.id, 'ticket');
  const number = world.nextNumber();
  const note = noteOf(number, messageIds.length, command.reason);
  const message = spokenMessage(event, note, command.author, 'note');
  const { shard } = ticket.state;
  const opening: FollowUp = {
    ...{ name: `open ${into}`, ticketId: into, shard, conversation: first.place.conversation },
    news: { type: 'open', from: ticket.id, number, place: first.place, messageIds, askedAtMs: event.occurredAtMs },
    // The citizen waits since then, and the promise counts from there.
    times: { occurredAtMs: first.occurredAtMs, receivedAtMs: first.receivedAtMs },
  };
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'ticket.split', into, messageIds, by, messageId: message.id }],
    message,
    deliveries: [{ target: ticket.state.target, kind: 'message-added', messageId: message.id }],
    followUps: [opening],
    other: { ticketId: into, number },
  };
}

export interface OpenContext {
  readonly event: ClaimedEvent;
  readonly rules: Rules;
  readonly world: World;
  /** The ticket that opens. */
  readonly ticketId: Id;
  /** The ticket that the messages come from. */
  readonly origin: TicketRecord;
}

function chosenMessages({ world, origin }: OpenContext, messageIds: readonly Id[]): readonly WrittenMessage[] {
  return world.messagesOf(origin.id).filter(({ id }) => messageIds.includes(id));
}

function newTicket(context: OpenContext, news: Open, first: WrittenMessage): ReturnType<typeof openingFact> {
  const { event, rules, world, origin } = context;
  const tenant = rules.tenant(event.tenant);
  if (tenant === undefined) {
    return { park: 'TENANT_NOT_CONFIGURED' };
  }
  const { place, number } = news;
  const conversation = world.conversation(
    conversationKey(event.tenant, place.channel, place.account, place.conversation),
  );
  const lastAtMs = conversation?.lastCitizenAtMs ?? event.occurredAtMs;
  return openingFact({
    ...{ rules, tenant, world, number, place, shard: event.shard, messageId: first.id, text: first.text },
    ...{ occurredAtMs: event.occurredAtMs, receivedAtMs: event.receivedAtMs },
    citizenId: isAt(place, origin.state) ? origin.state.citizenId : (conversation?.citizenId ?? null),
    replyUntilMs: closingOf(rules, place, {
      ...{ atMs: lastAtMs, isPublic: first.isPublic },
      isAnswerable: conversation?.isAnswerable ?? true,
    }),
  });
}

/** The messages of a split become a ticket: coded, routed, promised and charged like any other. */
export function decideOpening(context: OpenContext, news: Open): Decision {
  const { world, origin, ticketId } = context;
  const chosen = chosenMessages(context, news.messageIds);
  const [first, ...rest] = chosen;
  if (world.ticket(ticketId) !== undefined || first === undefined) {
    return { ...noEffect('NOTHING_CHANGED'), ticketId };
  }
  const opening = newTicket(context, news, first);
  if ('park' in opening) {
    return { state: 'parked', reason: opening.park };
  }
  const { target, replyUntilMs } = opening.fact;
  const received = rest.map(({ id }): TicketFact => ({
    type: 'message.received',
    messageId: id,
    reopened: false,
    asks: true,
    replyUntilMs,
  }));
  const added = rest.map(({ id }, index): NewDelivery => ({
    target,
    kind: 'message-added',
    messageId: id,
    fact: index + 1,
  }));
  return {
    state: 'handled',
    ticketId,
    facts: [{ ...opening.fact, splitFrom: origin.id }, ...received],
    takes: chosen,
    deliveries: [{ target, kind: 'opened', messageId: first.id, fact: 0 }, ...added],
    usage: [{ meter: 'ticket.opened', atMs: news.askedAtMs }],
  };
}
