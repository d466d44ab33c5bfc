import type { DatedFact } from '../../domain/sla/dated-fact.js';
import type { TicketFact } from '../../domain/ticket.js';
import type { Decision, FollowUp } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import type { ClaimedEvent, TicketRecord, World } from '../batch/world.js';
import type { EventContent } from '../inbox/inbox-event.js';
import { linkFollowUp } from './link-conversation.js';
import { tellWait } from './tell-wait.js';

type Outcome = Extract<EventContent, { from: 'delivery' }>;
type OutcomeFact = Extract<TicketFact, { type: 'answer.delivered' | 'answer.failed' }>;

interface OutcomeContext {
  readonly event: ClaimedEvent;
  readonly content: Outcome;
  readonly rules: Rules;
  readonly world: World;
  readonly ticket: TicketRecord;
}

function outcomeFact({ content, world, ticket }: OutcomeContext): OutcomeFact {
  const { messageId, isFinal, outcome } = content;
  const isHolding = world
    .history(ticket.id)
    .some(({ fact }) => fact.type === 'answer.requested' && fact.messageId === messageId && fact.isHolding === true);
  const about = { messageId, ...(isHolding ? { isHolding } : {}) };
  return outcome === 'delivered'
    ? { type: 'answer.delivered', ...about, isFinal }
    : { type: 'answer.failed', ...about, code: content.code ?? 'REFUSED' };
}

function datedFact({ event, rules, ticket }: OutcomeContext, fact: TicketFact): DatedFact {
  const { id: key, occurredAtMs, receivedAtMs } = event;
  return { fact, key, seq: ticket.seq + 1, settingsHash: rules.hash, occurredAtMs, receivedAtMs };
}

/** Where the citizen writes on is linked to the ticket, once a private answer to a public message is there. */
function linksOf({ content, ticket }: OutcomeContext): FollowUp[] {
  const { privately } = content;
  if (privately === undefined) {
    return [];
  }
  const { channel, account, conversation, aliases, firstAttemptAtMs: sinceMs } = privately;
  return [linkFollowUp(ticket, { place: { channel, account, conversation }, aliases, sinceMs })];
}

function decideHidden({ content, ticket }: OutcomeContext, hidden: boolean): Decision {
  const { messageId, outcome, code = 'REFUSED' } = content;
  return {
    state: 'handled',
    ticketId: ticket.id,
    ...(outcome === 'delivered'
      ? { facts: [{ type: 'message.hidden', messageId, hidden }], hide: { messageId, hidden } }
      : { facts: [{ type: 'message.hiding-failed', messageId, hidden, code }] }),
  };
}

/**
 * What became of an answer on its way to the citizen. One that was written before the citizen asked again is not the
 * last word; who goes on for a merged ticket hears whether somebody waits there still.
 */
export function decideOutcome(context: OutcomeContext): Decision {
  const { event, content, world, ticket } = context;
  if (content.hidden !== undefined) {
    return decideHidden(context, content.hidden);
  }
  const fact = outcomeFact(context);
  const told = datedFact(context, fact);
  const left = world.waiting(ticket.id, event.receivedAtMs, [told]);
  const isOvertaken = fact.type === 'answer.delivered' && fact.isHolding !== true && left.length > 0;
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [isOvertaken ? { ...fact, isOvertaken } : fact],
    followUps: [...tellWait({ event, world, ticket }, [told]), ...linksOf(context)],
  };
}
