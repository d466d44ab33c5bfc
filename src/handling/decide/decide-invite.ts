import { splitReply } from '../../domain/split-reply.js';
import { rejected, type Decision } from '../batch/decision.js';
import { conversationKey } from '../batch/world.js';
import type { CommandContext } from './command-context.js';
import { spokenMessage } from './spoken-message.js';
import { tellTarget } from './tell-target.js';

type Invite = Extract<CommandContext['command'], { type: 'invite' }>;

/** True when the citizen was invited and did not write since; an invitation that failed does not count. */
function isInvited({ world, ticket }: CommandContext): boolean {
  let invited: string | undefined;
  for (const { fact } of world.history(ticket.id)) {
    if (fact.type === 'answer.requested' && fact.invites === true) {
      invited = fact.messageId;
    } else if (fact.type === 'message.received' || (fact.type === 'answer.failed' && fact.messageId === invited)) {
      invited = undefined;
    }
  }
  return invited !== undefined;
}

/** What the citizen would read; nothing where the channel has no invitation, or where it would not be one message. */
function textOf({ event, ticket, rules }: CommandContext): string | undefined {
  const { channel, account, number } = ticket.state;
  const channelRules = rules.channel(channel);
  const about = { ticketNumber: String(number), municipality: rules.tenant(event.tenant)?.name ?? '' };
  const text = channelRules?.invitation?.(about, rules.accountSettings(channel, account));
  const split = text !== undefined && channelRules && splitReply(text, channelRules.textLimit);
  return split && split.ok && split.parts.length === 1 ? text : undefined;
}

/**
 * Asks the citizen to write again, where the channel takes no answer any more. Platforms charge for it, so it is sent once
 * until the citizen writes.
 */
export function decideInvite(context: CommandContext, { author }: Invite): Decision {
  const { event, ticket, world, rules, by } = context;
  const { channel, account, conversation } = ticket.state;
  const place = world.conversation(conversationKey(event.tenant, channel, account, conversation));
  const text = textOf(context);
  if (place === undefined || text === undefined) {
    return rejected(
      'INVITATION_NOT_POSSIBLE',
      `Op het kanaal ${channel} kan de burger niet uitgenodigd worden om weer te schrijven, of er is geen sjabloon ingesteld.`,
    );
  }
  const window = rules.channel(channel)?.replyWindow({
    lastCitizenAtMs: place.lastCitizenAtMs ?? 0,
    nowMs: event.receivedAtMs,
    isHumanAuthor: true,
    isPublic: place.isPublic,
    isAnswerable: place.isAnswerable,
    settings: rules.accountSettings(channel, account),
  });
  if (window?.open === true) {
    return rejected('INVITATION_NOT_NEEDED', 'Het kanaal neemt nog antwoorden aan. Antwoord de burger gewoon.');
  }
  if (isInvited(context)) {
    return rejected('INVITATION_GIVEN', 'De burger werd al uitgenodigd en schreef nog niet terug.');
  }
  const message = spokenMessage(event, text, author, 'operator');
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [
      {
        ...{ type: 'answer.requested', messageId: message.id, parts: 1, isFinal: false, by },
        ...{ way: 'private', isHolding: true, invites: true },
      },
    ],
    message: { ...message, isPublic: false },
    deliveries: [
      {
        target: `${channel}:${account}`,
        ...{ kind: 'reply', messageId: message.id, parts: 1, isFinal: false, way: 'private' },
      },
      ...tellTarget(context, { kind: 'message-added', messageId: message.id }),
    ],
  };
}
