import { noEffect, type Decision } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import type { ClaimedEvent, TicketRecord, World } from '../batch/world.js';
import { survivorOf } from '../correlate/survivor.js';
import type { TicketNews } from '../inbox/ticket-news.js';
import { absorbFollowUp, decideAbsorb, hasAbsorbed, type NewsContext } from './decide-merge.js';
import { decideOpening } from './decide-split.js';

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

/** The ticket was merged before it heard this: who goes on hears it in its place. */
function passOn(ticket: TicketRecord, last: TicketRecord, news: Exclude<TicketNews, { type: 'open' }>): Decision {
  const { shard, conversation } = last.state;
  const followUp =
    news.type === 'absorb'
      ? absorbFollowUp(last, news)
      : { name: `tell ${last.id}`, ticketId: last.id, shard, conversation, news };
  return { ...noEffect('GOES_ON_ELSEWHERE'), ticketId: ticket.id, followUps: [followUp] };
}

/** What a decision on another ticket means for this one. */
export function decideNews(event: ClaimedEvent, news: TicketNews, rules: Rules, world: World): Decision {
  const { ticketId } = event;
  const known = ticketId === null ? undefined : world.ticket(news.type === 'open' ? news.from : ticketId);
  if (ticketId === null || known === undefined) {
    return { state: 'quarantined', reason: 'TICKET_UNKNOWN' };
  }
  if (news.type === 'open') {
    return decideOpening({ event, rules, world, ticketId, origin: known }, news);
  }
  if (news.type === 'absorb' && hasAbsorbed(world, ticketId, news.from)) {
    return { ...noEffect('NOTHING_CHANGED'), ticketId };
  }
  const last = survivorOf(known, (id) => world.ticket(id));
  if (last.id !== known.id) {
    return passOn(known, last, news);
  }
  const context = { rules, world, ticket: known };
  return news.type === 'absorb' ? decideAbsorb(context, news) : decideChanged(context, news);
}
