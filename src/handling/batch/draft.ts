import type { Id } from '../../domain/ids.js';
import type { DatedFact } from '../../domain/sla/dated-fact.js';
import type { ClockView } from '../../domain/sla/fold-clocks.js';
import type { Question } from '../../domain/sla/questions.js';
import type { SlaTimes } from '../../domain/sla/sla-time.js';
import { applyFact, type CrisisTerms, type PinnedTerms, type TicketFact } from '../../domain/ticket.js';
import type { ChargeTerms } from '../../settings/charging.js';
import type { CommandResult } from '../../domain/ticket-command.js';
import type { Histories } from './histories.js';
import type { ConversationPlace } from '../inbox/ticket-news.js';
import type { Decision, FollowUp, NewMessage, NewUsage } from './decision.js';
import { deliveryRows, type DeliveryRow } from './delivery-rows.js';
import type { LoadedWorld } from './loaded-world.js';
import type { Rules } from './rules.js';
import { drawsNumber, linksAfter } from './after-fact.js';
import { resultOf } from './command-result.js';
import { Written } from './written.js';
import {
  aliasKey,
  conversationKey,
  isAt,
  messageKey,
  placeOf,
  type Alias,
  type ClaimedEvent,
  type Conversation,
  type KnownMessage,
  type OutgoingReply,
  type TicketRecord,
  type World,
  type WrittenMessage,
} from './world.js';

export interface FactRow {
  readonly ticketId: Id;
  readonly seq: number;
  readonly event: ClaimedEvent;
  readonly fact: TicketFact;
}

export interface Settled {
  readonly event: ClaimedEvent;
  readonly decision: Decision;
  readonly result: CommandResult | null;
}

/**
 * A batch in the making: the world as it is after the events decided so far, and everything that will be written.
 * `apply` only moves values, so it cannot fail halfway through an event.
 */
export class Draft implements World {
  readonly citizens: { readonly id: Id; readonly tenant: string; readonly name: string | null }[] = [];
  readonly aliases: { readonly alias: Alias; readonly citizenId: string }[] = [];
  readonly conversations = new Map<
    string,
    { readonly tenant: string; readonly place: ConversationPlace; readonly conversation: Conversation }
  >();
  readonly touchedTickets = new Set<Id>();
  readonly facts: FactRow[] = [];
  readonly messages: { readonly event: ClaimedEvent; readonly ticket: TicketRecord; readonly message: NewMessage }[] =
    [];
  readonly amendments: { readonly event: ClaimedEvent; readonly amend: NonNullable<Decision['amend']> }[] = [];
  readonly redactions: string[] = [];
  readonly tombstones: { readonly event: ClaimedEvent; readonly platformId: string }[] = [];
  readonly deliveries: DeliveryRow[] = [];
  readonly arrivals: NonNullable<Decision['arrived']>[] = [];
  readonly usage: {
    readonly event: ClaimedEvent;
    readonly ticketId: Id;
    readonly channel: string;
    readonly meter: string;
    readonly terms: ChargeTerms;
    readonly occurredAtMs: number;
    readonly cost: NewUsage['cost'];
  }[] = [];
  readonly taken: { readonly tenant: string; readonly message: WrittenMessage; readonly ticketId: Id }[] = [];
  readonly followUps: { readonly event: ClaimedEvent; readonly followUp: FollowUp }[] = [];
  readonly settled: Settled[] = [];
  /** Left pending, for another shard. */
  readonly moved: { readonly event: ClaimedEvent; readonly shard: number }[] = [];

  readonly #loaded: LoadedWorld;
  readonly #rules: Rules;
  readonly #written: Written;
  #numbersUsed = 0;

  constructor(loaded: LoadedWorld, rules: Rules) {
    this.#loaded = loaded;
    this.#rules = rules;
    this.#written = new Written(loaded.written);
  }

  conversation(key: string): Conversation | undefined {
    return this.conversations.get(key)?.conversation ?? this.#loaded.conversations.get(key);
  }

  ticket(id: Id): TicketRecord | undefined {
    return this.#loaded.tickets.get(id);
  }

  citizen(key: string): string | undefined {
    return this.#loaded.citizens.get(key);
  }

  message(key: string): KnownMessage | undefined {
    return this.#loaded.messages.get(key);
  }

  reply(deliveryId: string): OutgoingReply | undefined {
    return this.#loaded.replies.find((reply) => reply.deliveryId === deliveryId);
  }

  sentReply(ticketId: Id, platformId: string): OutgoingReply | undefined {
    return this.#loaded.replies.find((reply) => reply.ticketId === ticketId && reply.remoteId === platformId);
  }

  openReplies(at: ConversationPlace): readonly OutgoingReply[] {
    return this.#loaded.replies.filter((reply) => {
      const place = reply.to ?? this.ticket(reply.ticketId)?.state;
      return reply.remoteId === null && place !== undefined && isAt(place, at);
    });
  }

  messagesOf(ticketId: Id): readonly WrittenMessage[] {
    return this.#written.of(ticketId);
  }

  get histories(): Histories {
    return this.#loaded.histories;
  }

  history(ticketId: Id): readonly DatedFact[] {
    return this.histories.facts(ticketId);
  }

  clocks(ticketId: Id, asOfMs: number): readonly ClockView[] {
    return this.histories.clocks(ticketId, asOfMs);
  }

  waiting(ticketId: Id, asOfMs: number, more: readonly DatedFact[] = []): readonly Question[] {
    return this.histories.waiting(ticketId, asOfMs, more);
  }

  terms(ticketId: Id): PinnedTerms | undefined {
    return this.histories.terms(ticketId);
  }

  answeredAt(ticketId: Id): number | undefined {
    const status = this.ticket(ticketId)?.state.status;
    return status === 'answered' || status === 'closed' ? this.histories.lastAnswerAt(ticketId) : undefined;
  }

  crisis(tenant: string): CrisisTerms | undefined {
    return this.histories.crisis(tenant);
  }

  times(tenant: string): SlaTimes {
    return this.histories.times(tenant);
  }

  nextNumber(): number {
    const number = this.#loaded.numbers[this.#numbersUsed];
    if (number === undefined) {
      throw new Error('More tickets than numbers were drawn for this batch');
    }
    return number;
  }

  /** Takes over what a decision says about its event. */
  apply(event: ClaimedEvent, decision: Decision): void {
    this.#applyCitizen(event, decision);
    const seq = this.#applyFacts(event, decision);
    this.#applyConversation(event, decision);
    this.#applyMessages(event, decision);
    this.#applyTaken(event, decision);
    const deliveries = deliveryRows(event, decision, seq);
    this.deliveries.push(...deliveries);
    this.#applyUsage(event, decision);
    if (decision.arrived !== undefined) {
      this.arrivals.push(decision.arrived);
    }
    this.followUps.push(...(decision.followUps ?? []).map((followUp) => ({ event, followUp })));
    this.settled.push({ event, decision, result: resultOf(decision, seq, deliveries) });
  }

  /** The event is decided by whoever holds that shard. */
  leaveTo(shard: number, event: ClaimedEvent): void {
    this.moved.push({ event, shard });
  }

  #applyCitizen(event: ClaimedEvent, decision: Decision): void {
    if (decision.citizen !== undefined) {
      this.citizens.push({ ...decision.citizen, tenant: event.tenant });
    }
    for (const added of decision.aliases ?? []) {
      this.aliases.push(added);
      this.#loaded.citizens.set(aliasKey(added.alias), added.citizenId);
    }
  }

  #applyConversation(event: ClaimedEvent, { conversation, conversationAt: place = event }: Decision): void {
    if (conversation !== undefined) {
      const { tenant } = event;
      const key = conversationKey(tenant, place.channel, place.account, place.conversation);
      this.conversations.set(key, { tenant, place, conversation });
    }
  }

  #applyFacts(event: ClaimedEvent, decision: Decision): number {
    const { ticketId } = decision;
    if (ticketId === undefined) {
      return 0;
    }
    for (const fact of decision.facts ?? []) {
      this.#applyFact(event, ticketId, fact);
    }
    if (event.content.from === 'timer') {
      this.histories.wake(ticketId);
    }
    return this.#loaded.tickets.get(ticketId)?.seq ?? 0;
  }

  #applyFact(event: ClaimedEvent, ticketId: Id, fact: TicketFact): void {
    const before = this.#loaded.tickets.get(ticketId);
    const state = applyFact(before?.state, fact, event.occurredAtMs);
    const seq = (before?.seq ?? 0) + 1;
    this.#loaded.tickets.set(ticketId, { id: ticketId, tenant: event.tenant, seq, state, ...linksAfter(before, fact) });
    this.facts.push({ ticketId, seq, event, fact });
    this.touchedTickets.add(ticketId);
    this.histories.add(ticketId, event.tenant, {
      ...{ fact, seq, key: event.id, settingsHash: this.#rules.hash },
      ...{ occurredAtMs: event.occurredAtMs, receivedAtMs: event.receivedAtMs },
    });
    this.#numbersUsed += drawsNumber(fact) ? 1 : 0;
  }

  #applyMessages(event: ClaimedEvent, decision: Decision): void {
    const { message, amend, redact, tombstone, ticketId } = decision;
    const ticket = ticketId === undefined ? undefined : this.#loaded.tickets.get(ticketId);
    const remember = (platformId: string, known: KnownMessage): void => {
      this.#loaded.messages.set(messageKey(event.tenant, event.channel, event.account, platformId), known);
    };
    if (message !== undefined && ticket !== undefined) {
      this.messages.push({ event, ticket, message });
      const { occurredAtMs, receivedAtMs } = event;
      this.#written.add(ticket.id, { ...message, occurredAtMs, receivedAtMs, place: placeOf(event, ticket.state) });
      if (message.platformId !== null) {
        const { id: messageId, text, author } = message;
        remember(message.platformId, { messageId, ticketId: ticket.id, text, version: 1, author });
      }
    }
    if (amend !== undefined) {
      this.amendments.push({ event, amend });
      this.#rewriteKnown(amend.messageId, { text: amend.text, version: amend.version });
    }
    if (redact !== undefined) {
      this.redactions.push(redact.messageId);
      this.#rewriteKnown(redact.messageId, { text: '' });
    }
    if (tombstone !== undefined) {
      this.tombstones.push({ event, platformId: tombstone });
      remember(tombstone, { messageId: null, ticketId: null, text: '', version: 0, author: null });
    }
  }

  #rewriteKnown(messageId: string, change: Partial<KnownMessage>): void {
    for (const [key, known] of this.#loaded.messages) {
      if (known.messageId === messageId) {
        this.#loaded.messages.set(key, { ...known, ...change });
      }
    }
    if (change.text !== undefined) {
      this.#written.rewrite(messageId, change.text);
    }
  }

  #applyTaken({ tenant }: ClaimedEvent, { ticketId, takes = [] }: Decision): void {
    if (ticketId === undefined) {
      return;
    }
    for (const message of takes) {
      this.taken.push({ tenant, message, ticketId });
      this.#written.move(message, ticketId);
      this.#rewriteKnown(message.id, { ticketId });
    }
  }

  #applyUsage(event: ClaimedEvent, { ticketId, usage = [] }: Decision): void {
    const charging = this.#rules.tenant(event.tenant)?.charging;
    const state = ticketId === undefined ? undefined : this.ticket(ticketId)?.state;
    if (ticketId === undefined || charging === undefined || state === undefined) {
      return;
    }
    const { channel } = placeOf(event, state);
    for (const { meter, cost, atMs: occurredAtMs = event.occurredAtMs } of usage) {
      this.usage.push({ event, ticketId, channel, meter, terms: charging(occurredAtMs), occurredAtMs, cost });
    }
  }
}
