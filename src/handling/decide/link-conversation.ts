import { deriveId } from '../../domain/ids.js';
import { noEffect, type Decision, type FollowUp, type NewMessage } from '../batch/decision.js';
import {
  aliasKey,
  conversationKey,
  isAt,
  type ClaimedEvent,
  type Conversation,
  type TicketRecord,
  type World,
} from '../batch/world.js';
import { survivorOf } from '../correlate/survivor.js';
import { shardOf } from '../inbox/inbox-event.js';
import type { TicketNews } from '../inbox/ticket-news.js';
import type { CommandContext } from './command-context.js';
import { decideMerge, type NewsContext } from './decide-merge.js';

type Link = Extract<TicketNews, { type: 'link' }>;
type Linked = Extract<TicketNews, { type: 'linked' }>;
type Join = Extract<TicketNews, { type: 'join' }>;

/** The clock of a platform and ours may differ by so much. */
const CLOCK_MARGIN_MS = 60_000;

/**
 * A private answer to a public message arrived, and this is where the citizen writes on. It is decided among the events
 * of that conversation, so that a word of the citizen comes either before or after it.
 */
export function linkFollowUp(ticket: TicketRecord, news: Omit<Link, 'type'>): FollowUp {
  const { channel, account, conversation } = news.place;
  return {
    ...{ name: `link ${channel} ${conversation}`, ticketId: ticket.id, conversation },
    shard: shardOf(ticket.tenant, channel, account, conversation),
    news: { type: 'link', ...news },
  };
}

function to(ticket: TicketRecord, name: string, news: TicketNews): FollowUp {
  const { shard, conversation } = ticket.state;
  return { name: `${name} ${ticket.id}`, ticketId: ticket.id, shard, conversation, news };
}

/** The citizen of the public message, also by the name that the private conversation has for the same person. */
function knownAs(event: ClaimedEvent, news: Link, citizenId: string | null, world: World): Pick<Decision, 'aliases'> {
  const { channel, account } = news.place;
  const added = news.aliases
    .map(({ kind, value }) => ({ tenant: event.tenant, channel, scope: account, kind, value }))
    .filter((alias) => world.citizen(aliasKey(alias)) === undefined);
  return citizenId === null || added.length === 0 ? {} : { aliases: added.map((alias) => ({ alias, citizenId })) };
}

function conversationFor(last: TicketRecord, before: Conversation | undefined): Conversation {
  const rest = before ?? { lastCitizenAtMs: null, lastMessageId: null, citizenId: null, isAnswerable: true };
  return { ...rest, citizenId: rest.citizenId ?? last.state.citizenId, ticketId: last.id, isPublic: false };
}

function ticketIn(conversation: Conversation | undefined, world: World): TicketRecord | undefined {
  const { ticketId = null } = conversation ?? {};
  const own = ticketId === null ? undefined : world.ticket(ticketId);
  return own && survivorOf(own, (id) => world.ticket(id));
}

/**
 * The private conversation goes on in the ticket of the public message. One that the citizen began before this answer
 * keeps its own ticket; one that began after it is the citizen's answer, which was quicker than we were, and joins.
 */
export function decideLink(event: ClaimedEvent, news: Link, world: World, ticket: TicketRecord): Decision {
  const { place, sinceMs } = news;
  const last = survivorOf(ticket, (id) => world.ticket(id));
  const before = world.conversation(conversationKey(event.tenant, place.channel, place.account, place.conversation));
  const current = ticketIn(before, world);
  if (current?.id === last.id) {
    return noEffect('NOTHING_CHANGED');
  }
  const linked: Linked = { type: 'linked', place, sinceMs: sinceMs - CLOCK_MARGIN_MS };
  if (current === undefined || current.state.closedAtMs !== null) {
    return {
      ...noEffect('CONVERSATION_LINKED'),
      ...knownAs(event, news, last.state.citizenId, world),
      conversation: conversationFor(last, before),
      conversationAt: place,
      followUps: [to(last, 'linked', linked)],
    };
  }
  const isQuickAnswer = current.state.openedAtMs >= linked.sinceMs && isAt(current.state, place);
  return isQuickAnswer
    ? {
        ...noEffect('CONVERSATION_LINKED'),
        followUps: [to(last, 'linked', linked), to(current, 'join', { type: 'join', into: last.id })],
      }
    : {
        ...noEffect('CONVERSATION_GOES_ON_ELSEWHERE'),
        followUps: [to(last, 'linked', { ...linked, busyWith: current.state.number })],
      };
}

/** What came of linking, on the timeline of the ticket. */
export function decideLinked(event: ClaimedEvent, { ticket }: NewsContext, news: Linked): Decision {
  const { place, sinceMs, busyWith } = news;
  if (busyWith === undefined) {
    return {
      state: 'handled',
      ticketId: ticket.id,
      facts: [{ type: 'conversation.linked', ...place, sinceMs }],
    };
  }
  const text = `De burger heeft privé al een gesprek in ticket ${busyWith}. Een antwoord op uw privébericht komt daar.`;
  const message: NewMessage = {
    id: deriveId(event.id, 'message'),
    ...{ author: 'note', authorName: null, platformId: null, text, attachments: [], isPublic: false },
  };
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'ticket.noted', reason: 'CONVERSATION_GOES_ON_ELSEWHERE', messageId: message.id }],
    message,
  };
}

/** This ticket is the citizen's answer to a private answer of another one, and goes on there. */
export function decideJoin(context: Omit<CommandContext, 'command' | 'by'>, { into }: Join): Decision {
  const { world, ticket } = context;
  const other = world.ticket(into);
  const last = other && survivorOf(other, (id) => world.ticket(id));
  if (last === undefined || ticket.mergedInto !== null || last.id === ticket.id || last.state.closedAtMs !== null) {
    return { ...noEffect('NOTHING_CHANGED'), ticketId: ticket.id };
  }
  const reason = `De burger antwoordt hier op het privébericht van ticket ${last.state.number}.`;
  const command = { type: 'merge', into: last.id, author: 'Schakel', reason } as const;
  return decideMerge({ ...context, by: 'schakel', command }, command);
}
