import { whyClosed } from '../../domain/answering.js';
import { splitReply, type TextLimit } from '../../domain/split-reply.js';
import { normaliseText } from '../../domain/text.js';
import { rejected, type Decision } from '../batch/decision.js';
import type { ChannelRules } from '../batch/rules.js';
import { isAt } from '../batch/world.js';
import { chooseWay, type Destination, type Refusal } from './choose-way.js';
import type { CommandContext } from './command-context.js';
import { spokenMessage } from './spoken-message.js';
import { tellTarget } from './tell-target.js';

type Reply = Extract<CommandContext['command'], { type: 'reply' }>;

export function limitOf(rules: ChannelRules, isPublic: boolean): TextLimit {
  return isPublic ? (rules.publicTextLimit ?? rules.textLimit) : rules.textLimit;
}

function closed(context: CommandContext, to: Destination): Refusal | undefined {
  const { event, rules } = context;
  if (to.privateReplyTo !== undefined) {
    // It has its own end, which was looked at when the way was chosen.
    return undefined;
  }
  const window = to.rules.replyWindow({
    lastCitizenAtMs: to.lastCitizenAtMs,
    nowMs: event.receivedAtMs,
    isHumanAuthor: true,
    isPublic: to.way === 'public',
    isAnswerable: to.isAnswerable,
    settings: rules.accountSettings(to.place.channel, to.place.account),
  });
  return window.open ? undefined : { code: window.code, detail: whyClosed(window) };
}

type ReplyCheck = { readonly parts: number; readonly to: Destination } | Refusal;

function checkReply(context: CommandContext, { text, way }: Reply): ReplyCheck {
  const to = chooseWay(context, way);
  if ('code' in to) {
    return to;
  }
  const refusal = closed(context, to);
  if (refusal !== undefined) {
    return refusal;
  }
  const split = splitReply(normaliseText(text), limitOf(to.rules, to.way === 'public'));
  if (!split.ok) {
    return { code: split.code, detail: 'Het antwoord is leeg of te lang voor dit kanaal.' };
  }
  return to.privateReplyTo !== undefined && split.parts.length > 1
    ? { code: 'REPLY_TOO_LONG', detail: 'Een privéantwoord op een openbaar bericht is één bericht. Kort het in.' }
    : { parts: split.parts.length, to };
}

/** A person at the API sees the refusal at once. A target's answer has already left its hands: keep its words. */
export function refuseReply(
  { event, ticket, by }: CommandContext,
  command: Reply,
  { code, detail }: Refusal,
): Decision {
  if (by === 'api') {
    return rejected(code, detail);
  }
  const message = spokenMessage(event, command.text, command.author, 'operator');
  const facts = [{ type: 'answer.refused', messageId: message.id, code, by } as const];
  return { state: 'rejected', reason: code, ticketId: ticket.id, facts, message };
}

/** A person answers the citizen. */
export function decideReply(context: CommandContext, command: Reply): Decision {
  const { event, ticket, by } = context;
  const check = checkReply(context, command);
  if ('code' in check) {
    return refuseReply(context, command, check);
  }
  const message = spokenMessage(event, command.text, command.author, 'operator');
  const { parts, to } = check;
  const { place, way, privateReplyTo } = to;
  const isHere = isAt(place, ticket.state);
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [
      {
        ...{ type: 'answer.requested', messageId: message.id, parts, isFinal: command.isFinal, by, way },
        ...(isHere && privateReplyTo === undefined ? {} : { to: place }),
        ...(privateReplyTo === undefined ? {} : { privateReplyTo }),
      },
    ],
    message: { ...message, isPublic: way === 'public' },
    deliveries: [
      {
        target: `${place.channel}:${place.account}`,
        ...{ kind: 'reply', messageId: message.id, parts, isFinal: command.isFinal },
        way: privateReplyTo === undefined ? way : 'private-reply',
      },
      ...tellTarget(context, { kind: 'message-added', messageId: message.id }),
    ],
  };
}
