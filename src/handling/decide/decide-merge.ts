import type { Id } from '../../domain/ids.js';
import { rejected, type Decision, type FollowUp } from '../batch/decision.js';
import type { Rules } from '../batch/rules.js';
import { conversationKey, type TicketRecord, type World } from '../batch/world.js';
import { survivorOf } from '../correlate/survivor.js';
import type { TicketNews } from '../inbox/ticket-news.js';
import type { CommandContext } from './command-context.js';
import { ownMessages } from './own-messages.js';
import { ownClosing } from './reply-closing.js';
import { spokenMessage } from './spoken-message.js';
import { awaitingSince } from './tell-wait.js';

/** Most messages of an ended ticket that the target of the other one is told. */
const MAX_TOLD = 50;

type Merge = Extract<CommandContext['command'], { type: 'merge' }>;
type Absorb = Extract<TicketNews, { type: 'absorb' }>;

function isDone({ state }: TicketRecord): boolean {
  return state.status === 'answered' || state.status === 'closed';
}

/** Why two tickets cannot become one, or the ticket that goes on. */
function checkMerge({ event, ticket, world }: CommandContext, { into }: Merge): Decision | TicketRecord {
  const other = world.ticket(into);
  if (into === ticket.id) {
    return rejected('MERGE_INTO_ITSELF', 'Een ticket kan niet met zichzelf samengevoegd worden.');
  }
  if (other === undefined || other.tenant !== event.tenant) {
    return rejected('TICKET_UNKNOWN', 'Het andere ticket bestaat niet, of het is niet van deze gemeente.');
  }
  const { number } = other.state;
  if (other.mergedInto !== null) {
    const last = survivorOf(other, (id) => world.ticket(id));
    const where = last.id === ticket.id ? 'dit ticket' : `ticket ${last.state.number}`;
    return rejected('TICKET_MERGED', `Ticket ${number} werd al samengevoegd en gaat verder in ${where}.`);
  }
  return other.state.closedAtMs === null
    ? other
    : rejected('TICKET_CLOSED', `Ticket ${number} is afgesloten. Heropen het eerst, of kies een ander ticket.`);
}

/** The ticket, and every ticket that goes on in it by now. */
function family(world: World, ticketId: Id): Id[] {
  const found = new Set<Id>([ticketId]);
  for (const id of found) {
    for (const { fact } of world.history(id)) {
      if (fact.type === 'ticket.absorbed') {
        // The border: facts hold ids of tickets as text.
        found.add(fact.from as Id);
      }
    }
  }
  return [...found];
}

function newestOfCitizen(world: World, ticketId: Id): Id[] {
  return family(world, ticketId)
    .flatMap((id) => ownMessages(world, id))
    .filter(({ author }) => author === 'citizen')
    .toSorted((a, b) => a.occurredAtMs - b.occurredAtMs || (a.id < b.id ? -1 : 1))
    .slice(-MAX_TOLD)
    .map(({ id }) => id);
}

export function absorbFollowUp(to: TicketRecord, news: Absorb): FollowUp {
  const { shard, conversation } = to.state;
  return { name: `absorb ${news.from}`, ticketId: to.id, shard, conversation, news };
}

/** The next message of the conversation joins the ticket that goes on. */
function passOnConversation(
  { event, ticket, world }: CommandContext,
  into: Id,
): Pick<Decision, 'conversation' | 'conversationAt'> {
  const { channel, account, conversation } = ticket.state;
  const own = world.conversation(conversationKey(event.tenant, channel, account, conversation));
  return own?.ticketId === ticket.id
    ? { conversation: { ...own, ticketId: into }, conversationAt: { channel, account, conversation } }
    : {};
}

/** Two tickets become one: this one ends, and the other is told what it takes over. */
export function decideMerge(context: CommandContext, command: Merge): Decision {
  const { event, ticket, world, by } = context;
  const other = checkMerge(context, command);
  if (!('mergedInto' in other)) {
    return other;
  }
  const message = spokenMessage(event, command.reason, command.author, 'note');
  const news: Absorb = {
    ...{ type: 'absorb', from: ticket.id, by, wasOpen: !isDone(ticket) },
    awaitingSinceMs: awaitingSince(context),
    messageIds: newestOfCitizen(world, ticket.id),
  };
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [{ type: 'ticket.merged', into: other.id, by, messageId: message.id }],
    message,
    ...passOnConversation(context, other.id),
    deliveries: [{ target: ticket.state.target, kind: 'withdrawn', messageId: null }],
    followUps: [absorbFollowUp(other, news)],
    other: { ticketId: other.id, number: other.state.number },
  };
}

export interface NewsContext {
  readonly rules: Rules;
  readonly world: World;
  readonly ticket: TicketRecord;
}

/** This ticket takes over another one: who waits there waits here, and the target gets what was written there. */
export function decideAbsorb({ rules, world, ticket }: NewsContext, news: Absorb): Decision {
  const { from, by, awaitingSinceMs, messageIds, wasOpen } = news;
  const told = messageIds.length;
  const replyUntilMs = ownClosing(rules, world, ticket);
  // Somebody had to do something there; a ticket that was answered or closed meanwhile does not swallow that.
  const mustGoOn = wasOpen && awaitingSinceMs === null && isDone(ticket);
  return {
    state: 'handled',
    ticketId: ticket.id,
    facts: [
      ...(mustGoOn ? [{ type: 'status.changed', to: 'in-progress', by } as const] : []),
      { type: 'ticket.absorbed', from, by, awaitingSinceMs, replyUntilMs, told },
    ],
    deliveries: messageIds.map((messageId, part) => ({
      ...{ target: ticket.state.target, kind: 'message-added', messageId, part, parts: told },
    })),
  };
}
