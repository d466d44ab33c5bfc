import type { ChannelEvent } from '../../adapter-sdk/index.js';
import type { Id } from '../../domain/ids.js';
import type { PlatformCost } from '../../domain/platform-price.js';
import type { TicketFact } from '../../domain/ticket.js';
import { noEffect, type Decision, type FollowUp } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import type { ClaimedEvent, OutgoingReply, TicketRecord, World } from '../batch/world.js';
import { chargeOf } from './charge-receipt.js';
import { knownMessage, REFERENCE_PREFIX } from './known-message.js';
import { linkFollowUp } from './link-conversation.js';

type Receipt = NonNullable<ChannelEvent['receipt']>;

interface Receipted {
  readonly ticketId: Id;
  readonly messageId: string;
  readonly reply: OutgoingReply | undefined;
}

function byReference({ reference }: Receipt, world: World): Receipted | undefined {
  const reply =
    reference?.startsWith(REFERENCE_PREFIX) === true
      ? world.reply(reference.slice(REFERENCE_PREFIX.length))
      : undefined;
  return reply && { ticketId: reply.ticketId, messageId: reply.messageId, reply };
}

function byPlatformId(event: ClaimedEvent, { messageId: platformId }: Receipt, world: World): Receipted | undefined {
  const known = knownMessage(event, platformId, world);
  if (platformId === undefined || known?.author !== 'operator' || !known.messageId || known.ticketId === null) {
    return undefined;
  }
  const { ticketId, messageId } = known;
  return { ticketId, messageId, reply: world.sentReply(ticketId, platformId) };
}

function receiptFact(messageId: string, receipt: Receipt, cost: PlatformCost | undefined): TicketFact {
  return receipt.status === 'failed'
    ? { type: 'answer.failed', messageId, code: receipt.code ?? 'PLATFORM_FAILED' }
    : { type: 'answer.receipt', messageId, status: receipt.status, ...(cost === undefined ? {} : { cost }) };
}

/** The first receipt of a part that tells its id on the platform: the part arrived, whatever our own call said. */
function arrivedBy({ messageId: remoteId }: Receipt, reply: OutgoingReply | undefined): Pick<Decision, 'arrived'> {
  return reply !== undefined && reply.remoteId === null && remoteId !== undefined
    ? { arrived: { deliveryId: reply.deliveryId, remoteId } }
    : {};
}

/** The echo of a private answer to a public message tells where it went, also when the answer to our own call got lost. */
function linksOf(
  event: ClaimedEvent,
  { citizen, receipt }: ChannelEvent,
  reply: OutgoingReply | undefined,
  ticket: TicketRecord,
): FollowUp[] {
  // A receipt that was found by the platform's id may be told in any conversation; the echo names us in its own.
  if (reply === undefined || reply.privateReplyTo === null || receipt?.reference === undefined) {
    return [];
  }
  const { channel, account, conversation, occurredAtMs: sinceMs } = event;
  return [
    linkFollowUp(ticket, { place: { channel, account, conversation }, aliases: citizen?.aliases ?? [], sinceMs }),
  ];
}

/** What became of a part of an answer by the word of the platform, and what the platform charges for it. */
export function decideReceipt(event: ClaimedEvent, channelEvent: ChannelEvent, rules: Rules, world: World): Decision {
  const { receipt } = channelEvent;
  const found = receipt && (byReference(receipt, world) ?? byPlatformId(event, receipt, world));
  const ticket = found && world.ticket(found.ticketId);
  if (receipt === undefined || found === undefined || ticket === undefined) {
    return noEffect('RECEIPT_WITHOUT_MESSAGE');
  }
  const { reply, messageId, ticketId } = found;
  const charged = chargeOf(event, receipt, reply?.deliveryId, rules);
  if (charged === 'PLATFORM_PRICE_MISSING') {
    return { state: 'parked', reason: charged };
  }
  return {
    state: 'handled',
    ticketId,
    facts: [receiptFact(messageId, receipt, charged.cost)],
    ...(charged.usage === undefined ? {} : { usage: charged.usage }),
    ...arrivedBy(receipt, reply),
    followUps: linksOf(event, channelEvent, reply, ticket),
  };
}
