import { noEffect, type Decision } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import type { ClaimedEvent, TicketRecord, World } from '../batch/world.js';
import { survivorOf } from '../correlate/survivor.js';
import type { TicketNews } from '../inbox/ticket-news.js';
import { decideJoin, decideLink, decideLinked } from './link-conversation.js';
import { absorbFollowUp, decideAbsorb, type NewsContext } from './decide-merge.js';
import { decideOpening } from './decide-split.js';
import { decideWaiting, hasAbsorbed, passOnHeard } from './tell-wait.js';

const CHANGED = { amended: 'ABSORBED_MESSAGE_AMENDED', redacted: 'ABSORBED_MESSAGE_REDACTED' } as const;

type Changed = Extract<TicketNews, { type: 'message-changed' }>;

/** The target of the ticket that goes on has the text too, and hears of its change. */
function decideChanged({ ticket }: NewsContext, { change, messageId }: Changed): Decision {
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'ticket.noted', messageId, reason: CHANGED[change] }],
    deliveries: [{ target: ticket.state.target, kind: change, messageId }],
  };
}

/** News that whoever goes on for a ticket hears in its place. */
type Shared = Exclude<TicketNews, { type: 'open' | 'waiting' | 'link' | 'join' }>;

/** The ticket was merged before it heard this: who goes on hears it in its place. */
function passOn({ world, ticket }: NewsContext, last: TicketRecord, news: Shared): Decision {
  const { shard, conversation } = last.state;
  const followUps =
    news.type === 'absorb'
      ? [absorbFollowUp(last, news), ...passOnHeard(world, ticket.id, { from: news.from, to: last })]
      : [{ name: `tell ${last.id}`, ticketId: last.id, shard, conversation, news }];
  return { ...noEffect('GOES_ON_ELSEWHERE'), ticketId: ticket.id, followUps };
}

function decideHere(event: ClaimedEvent, context: NewsContext, news: Shared): Decision {
  const { world, ticket } = context;
  if (news.type === 'absorb' && hasAbsorbed(world, ticket.id, news.from)) {
    return { ...noEffect('NOTHING_CHANGED'), ticketId: ticket.id };
  }
  const last = survivorOf(ticket, (id) => world.ticket(id));
  if (last.id !== ticket.id) {
    return passOn(context, last, news);
  }
  switch (news.type) {
    case 'absorb':
      return decideAbsorb(context, news);
    case 'linked':
      return decideLinked(event, context, news);
    case 'message-changed':
      return decideChanged(context, news);
  }
}

/** What a decision on another ticket means for this one. */
export function decideNews(event: ClaimedEvent, news: TicketNews, rules: Rules, world: World): Decision {
  const { ticketId } = event;
  const known = ticketId === null ? undefined : world.ticket(news.type === 'open' ? news.from : ticketId);
  if (ticketId === null || known === undefined) {
    return { state: 'quarantined', reason: 'TICKET_UNKNOWN' };
  }
  switch (news.type) {
    case 'open':
      return decideOpening({ event, rules, world, ticketId, origin: known }, news);
    case 'waiting':
      return decideWaiting({ event, rules, world, ticket: known }, news);
    case 'link':
      return decideLink(event, news, world, known);
    case 'join':
      return decideJoin({ event, rules, world, ticket: known }, news);
    default:
      return decideHere(event, { rules, world, ticket: known }, news);
  }
}
