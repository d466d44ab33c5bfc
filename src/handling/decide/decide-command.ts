import type { TargetEvent } from '../../adapter-sdk/index.js';
import { normaliseText } from '../../domain/text.js';
import type { TicketFact } from '../../domain/ticket.js';
import type { TicketCommand } from '../../domain/ticket-command.js';
import { rejected, type Decision } from '../batch/decision.js';
import { survivorOf } from '../correlate/survivor.js';
import type { CommandContext } from './command-context.js';
import { decideHide } from './decide-hide.js';
import { decideInvite } from './decide-invite.js';
import { decideMerge } from './decide-merge.js';
import { decideReply, refuseReply } from './decide-reply.js';
import { decideSplit } from './decide-split.js';
import { decideStatutory } from './decide-statutory.js';
import { spokenMessage } from './spoken-message.js';
import { tellTarget } from './tell-target.js';

/** Only a person judges, and only what differs from the last word. What nobody judged is no spam. */
function judgement({ world, ticket, by }: CommandContext, isSpam: boolean | undefined): readonly TicketFact[] {
  const last = world.history(ticket.id).findLast(({ fact }) => fact.type === 'spam.judged')?.fact;
  const wasSpam = last?.type === 'spam.judged' && last.isSpam;
  return isSpam === undefined || isSpam === wasSpam || by !== 'api' ? [] : [{ type: 'spam.judged', isSpam, by }];
}

function decideStatus(context: CommandContext, command: Extract<TicketCommand, { type: 'status' }>): Decision {
  const { event, ticket, by } = context;
  const judged = judgement(context, command.isSpam);
  if (ticket.state.status === command.status) {
    return judged.length === 0
      ? { state: 'handled', reason: 'NOTHING_CHANGED', ticketId: ticket.id }
      : { state: 'handled', ticketId: ticket.id, facts: judged };
  }
  const message =
    command.reason === undefined ? undefined : spokenMessage(event, command.reason, command.author, 'note');
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [
      {
        type: 'status.changed',
        to: command.status,
        by,
        ...(message === undefined ? {} : { messageId: message.id }),
      },
      ...judged,
    ],
    ...(message === undefined ? {} : { message }),
    deliveries: command.status === 'closed' ? tellTarget(context, { kind: 'closed', messageId: null }) : [],
  };
}

function decideForward(context: CommandContext, command: Extract<TicketCommand, { type: 'forward' }>): Decision {
  const { event, rules, ticket, by } = context;
  if (command.to === ticket.state.target) {
    return { state: 'handled', reason: 'NOTHING_CHANGED', ticketId: ticket.id };
  }
  if (!rules.mayForward(event.tenant, command.to)) {
    return {
      ...rejected('TARGET_UNKNOWN', `Er is geen bestemming "${normaliseText(command.to)}" voor deze gemeente.`),
      ticketId: ticket.id,
      facts: [{ type: 'ticket.noted', reason: 'FORWARD_TO_UNKNOWN_TARGET', author: by }],
    };
  }
  const message = spokenMessage(event, command.reason, command.author, 'note');
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'ticket.forwarded', from: ticket.state.target, to: command.to, by, messageId: message.id }],
    message,
    deliveries: [
      ...tellTarget(context, { kind: 'withdrawn', messageId: null }),
      { target: command.to, kind: 'opened', messageId: null },
    ],
  };
}

function decideNote(
  { event, ticket, by }: CommandContext,
  command: Extract<TicketCommand, { type: 'note' }>,
): Decision {
  const message = spokenMessage(event, command.text, command.author, 'note');
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'ticket.noted', messageId: message.id, reason: 'NOTE', author: by }],
    message,
  };
}

/**
 * A ticket that goes on in another one takes no commands any more, but a note is kept, and what is hidden is hidden where
 * it was written.
 */
function refuseMerged(context: CommandContext): Decision | undefined {
  const { ticket, world, command } = context;
  if (ticket.mergedInto === null || command.type === 'note' || command.type === 'hide') {
    return undefined;
  }
  const last = survivorOf(ticket, (id) => world.ticket(id));
  const detail = `Ticket ${ticket.state.number} werd samengevoegd en gaat verder in ticket ${last.state.number}.`;
  return command.type === 'reply'
    ? refuseReply(context, command, { code: 'TICKET_MERGED', detail })
    : rejected('TICKET_MERGED', detail);
}

/** What a person or a target asks of a ticket. */
export function decideCommand(context: CommandContext): Decision {
  return refuseMerged(context) ?? decideOpenTicket(context);
}

function decideOpenTicket(context: CommandContext): Decision {
  const { command } = context;
  switch (command.type) {
    case 'reply':
      return decideReply(context, command);
    case 'status':
      return decideStatus(context, command);
    case 'forward':
      return decideForward(context, command);
    case 'note':
      return decideNote(context, command);
    case 'hide':
      return decideHide(context, command);
    case 'invite':
      return decideInvite(context, command);
    case 'statutory':
      return decideStatutory(context, command);
    case 'merge':
      return decideMerge(context, command);
    case 'split':
      return decideSplit(context, command);
  }
}

function wayIn({ way }: TargetEvent): Pick<Extract<TicketCommand, { type: 'reply' }>, 'way'> {
  return way === undefined ? {} : { way };
}

/** A target's event in the words of a command; undefined when its type asks for something that it does not carry. */
export function commandOf(event: TargetEvent): TicketCommand | undefined {
  const author = event.author ?? '';
  switch (event.type) {
    case 'reply':
      return event.text === undefined
        ? undefined
        : { type: 'reply', text: event.text, author, isFinal: event.isFinal ?? true, ...wayIn(event) };
    case 'status':
      return event.status === undefined ? undefined : { type: 'status', status: event.status, author };
    case 'forward':
      return event.to === undefined ? undefined : { type: 'forward', to: event.to, author, reason: event.reason ?? '' };
    case 'note':
      return event.text === undefined ? undefined : { type: 'note', text: event.text, author };
  }
}
