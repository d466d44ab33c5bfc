import { deriveId } from '../../domain/ids.js';
import { splitReply } from '../../domain/split-reply.js';
import type { Way } from '../../domain/vocabulary.js';
import { statutoryClocks } from '../../domain/sla/statutory.js';
import { noEffect, type Decision, type NewDelivery, type NewMessage } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import { conversationKey, type ClaimedEvent, type TicketRecord, type World } from '../batch/world.js';
import { actOnMoments, type Acted, type DueClock } from '../sla/act-on-moments.js';
import { limitOf } from './decide-reply.js';
import { momentsFor } from '../sla/next-moments.js';
import { statutoryMoments } from '../sla/statutory-moments.js';

export interface TimerContext {
  readonly event: ClaimedEvent;
  readonly rules: Rules;
  readonly world: World;
  readonly ticket: TicketRecord;
}

/** The scheduler goes by the clock of the database; ours may be behind it. */
function nowOf(event: ClaimedEvent): number {
  return Math.max(event.occurredAtMs, event.receivedAtMs);
}

function dueClocks({ event, rules, world, ticket }: TimerContext): DueClock[] {
  const nowMs = nowOf(event);
  const about = {
    facts: world.history(ticket.id),
    times: world.times(event.tenant),
    target: ticket.state.target,
    tenant: event.tenant,
    rules,
  };
  return world.clocks(ticket.id, nowMs).flatMap((view) => {
    const moments = momentsFor(view, about).filter(({ atMs }) => atMs <= nowMs);
    return moments.length === 0 ? [] : [{ view, moments }];
  });
}

/** Statutory terms that come to their end: whoever has the ticket is told, whatever the policy says. */
function dueTerms({ event, rules, world, ticket }: TimerContext): Pick<Acted, 'facts' | 'deliveries'> {
  const nowMs = nowOf(event);
  const facts = world.history(ticket.id);
  const time = world.times(event.tenant)(rules.hash);
  const { target } = ticket.state;
  const due = statutoryClocks(facts, nowMs)
    .flatMap((clock) => statutoryMoments(clock, facts, time.staffed(target)))
    .filter(({ atMs }) => atMs <= nowMs)
    .map(({ fact }) => fact);
  const kindOf = (type: (typeof due)[number]['type']): NewDelivery['kind'] =>
    time.partyOf(target) === '1700' ? 'priority-changed' : type === 'sla.warned' ? 'sla-warned' : 'sla-breached';
  const kinds = new Set(due.map(({ type }) => kindOf(type)));
  return { facts: due, deliveries: [...kinds].map((kind) => ({ target, kind, messageId: null })) };
}

/** Two clocks can ask for the same word to the same target at one moment: it is said once. */
function onceEach(deliveries: readonly NewDelivery[]): NewDelivery[] {
  return [...new Map(deliveries.map((delivery) => [`${delivery.kind} ${delivery.target}`, delivery])).values()];
}

/** Somebody answered, and it is on its way: a word that an answer will come would come after it. */
function isAnswerUnderWay({ world, ticket }: TimerContext): boolean {
  const underWay = new Set<string>();
  for (const { fact } of world.history(ticket.id)) {
    if (fact.type === 'answer.requested' && fact.isHolding !== true) {
      underWay.add(fact.messageId);
    } else if (fact.type === 'answer.delivered' || fact.type === 'answer.failed') {
      underWay.delete(fact.messageId);
    }
  }
  return underWay.size > 0;
}

interface Holding {
  readonly message: NewMessage;
  readonly delivery: NewDelivery;
  readonly parts: number;
  readonly way: Way;
}

/** The text of the ticket's language, Dutch where there is none. */
function holdingText(context: TimerContext, text: Acted['holding']): string | undefined {
  const said = text?.[context.ticket.state.language] ?? text?.nl;
  return said === undefined || isAnswerUnderWay(context) ? undefined : said;
}

/** Nothing where the channel takes none any more. */
function holdingReply(context: TimerContext, text: Acted['holding']): Holding | undefined {
  const { event, rules, world, ticket } = context;
  const { channel, account, conversation } = ticket.state;
  const said = holdingText(context, text);
  const place = world.conversation(conversationKey(event.tenant, channel, account, conversation));
  const channelRules = rules.channel(channel);
  if (said === undefined || place === undefined || channelRules === undefined) {
    return undefined;
  }
  const window = channelRules.replyWindow({
    lastCitizenAtMs: place.lastCitizenAtMs ?? 0,
    nowMs: nowOf(event),
    // Only what a person wrote may use the longer windows of a platform.
    isHumanAuthor: false,
    isPublic: place.isPublic,
    isAnswerable: place.isAnswerable,
    settings: rules.accountSettings(channel, account),
  });
  const split = splitReply(said, limitOf(channelRules, place.isPublic));
  if (!window.open || !split.ok) {
    return undefined;
  }
  const id = deriveId(event.id, 'holding');
  const parts = split.parts.length;
  const way = place.isPublic ? 'public' : 'private';
  const about = { author: 'operator', authorName: 'Schakel', platformId: null, attachments: [] } as const;
  return {
    message: { id, ...about, text: said, isPublic: place.isPublic },
    delivery: {
      target: `${channel}:${account}`,
      kind: 'reply',
      messageId: id,
      parts,
      isFinal: false,
      isAutomatic: true,
      way,
    },
    parts,
    way,
  };
}

/** What a moment of a clock brings: facts, and what the policy does about it. Decided again from all facts: a moment
 * that is over, because an answer came meanwhile, brings nothing. */
export function decideTimer(context: TimerContext): Decision {
  const { event, rules, world, ticket } = context;
  const due = dueClocks(context);
  const told = dueTerms(context);
  if (due.length === 0 && told.facts.length === 0) {
    return { ...noEffect('NOTHING_DUE'), ticketId: ticket.id };
  }
  const time = world.times(event.tenant)(rules.hash);
  const acted = actOnMoments(due, {
    ticket: ticket.state,
    versions: rules.tenant(event.tenant)?.slaVersions ?? [],
    mayForward: (target) => rules.mayForward(event.tenant, target),
    isContactCenter: (target) => time.partyOf(target) === '1700',
    staffed: (target) => time.staffed(target),
    nowMs: nowOf(event),
  });
  const facts = [...acted.facts, ...told.facts];
  const deliveries = onceEach([...acted.deliveries, ...told.deliveries]);
  const holding = holdingReply(context, acted.holding);
  if (holding === undefined) {
    return { state: 'handled', ticketId: ticket.id, facts, deliveries };
  }
  const { message, delivery, parts, way } = holding;
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [
      ...facts,
      { type: 'answer.requested', messageId: message.id, parts, isFinal: false, by: 'sla', isHolding: true, way },
    ],
    message,
    deliveries: [...deliveries, delivery],
  };
}
