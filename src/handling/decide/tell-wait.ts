import type { DatedFact } from '../../domain/sla/dated-fact.js';
import { longestWait } from '../../domain/sla/questions.js';
import type { Id } from '../../domain/ids.js';
import { noEffect, type Decision, type FollowUp } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import type { ClaimedEvent, TicketRecord, World } from '../batch/world.js';
import type { TicketNews } from '../inbox/ticket-news.js';

type Waiting = Extract<TicketNews, { type: 'waiting' }>;

interface WaitContext {
  readonly event: ClaimedEvent;
  readonly world: World;
  readonly ticket: TicketRecord;
}

/** Since when somebody waits for an answer, UTC milliseconds; null when nobody does. */
export function awaitingSince({ event, world, ticket }: WaitContext, more: readonly DatedFact[] = []): number | null {
  return longestWait(world.waiting(ticket.id, event.receivedAtMs, more)) ?? null;
}

/** Told to the very next ticket, whether or not that goes on elsewhere itself: it tells its own next one. */
function followUpTo(next: TicketRecord, news: Waiting): FollowUp {
  const { shard, conversation } = next.state;
  return { name: `wait ${news.from} ${next.id}`, ticketId: next.id, shard, conversation, news };
}

function nextOf({ world, ticket }: WaitContext): TicketRecord | undefined {
  return ticket.mergedInto === null ? undefined : world.ticket(ticket.mergedInto);
}

/** What the ticket that goes on must hear, when more facts change who waits in one that was merged. */
export function tellWait(context: WaitContext, more: readonly DatedFact[]): FollowUp[] {
  const next = nextOf(context);
  if (next === undefined) {
    return [];
  }
  const sinceMs = awaitingSince(context, more);
  return sinceMs === awaitingSince(context)
    ? []
    : [followUpTo(next, { type: 'waiting', from: context.ticket.id, sinceMs })];
}

/** True when the ticket took that one over already. */
export function hasAbsorbed(world: World, ticketId: Id, from: Id): boolean {
  return world.history(ticketId).some(({ fact }) => fact.type === 'ticket.absorbed' && fact.from === from);
}

/** What was heard here of a ticket that is taken over further on: news can come before the merge that it is of. */
export function passOnHeard(world: World, ticketId: Id, { from, to }: { from: Id; to: TicketRecord }): FollowUp[] {
  return world.history(ticketId).flatMap(({ fact, key, occurredAtMs, receivedAtMs }) => {
    if (fact.type !== 'absorbed.waiting' || fact.from !== from) {
      return [];
    }
    const followUp = followUpTo(to, { type: 'waiting', from, sinceMs: fact.sinceMs });
    return [{ ...followUp, name: `${followUp.name} ${key}`, times: { occurredAtMs, receivedAtMs } }];
  });
}

/** An answer that was under way when a ticket was merged arrived there, or proved not to have. */
export function decideWaiting(context: WaitContext & { readonly rules: Rules }, news: Waiting): Decision {
  const { event, rules, world, ticket } = context;
  const { from, sinceMs } = news;
  const next = nextOf(context);
  if (next !== undefined && !hasAbsorbed(world, ticket.id, from)) {
    // It was merged before it heard of that one, which was taken over further on.
    return { ...noEffect('GOES_ON_ELSEWHERE'), ticketId: ticket.id, followUps: [followUpTo(next, news)] };
  }
  if (world.history(ticket.id).some((known) => known.key === event.id)) {
    return { ...noEffect('NOTHING_CHANGED'), ticketId: ticket.id };
  }
  const fact = { type: 'absorbed.waiting', from, sinceMs } as const;
  const { id: key, occurredAtMs, receivedAtMs } = event;
  const told = { fact, key, seq: ticket.seq + 1, settingsHash: rules.hash, occurredAtMs, receivedAtMs };
  return { state: 'handled', ticketId: ticket.id, facts: [fact], followUps: tellWait(context, [told]) };
}
