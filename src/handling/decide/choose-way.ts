import type { PrivateReply } from '../../adapter-sdk/index.js';
import type { TicketFact } from '../../domain/ticket.js';
import type { Way } from '../../domain/vocabulary.js';
import type { ChannelRules } from '../batch/rules.js';
import { conversationKey, isAt, type Conversation, type TicketRecord, type World } from '../batch/world.js';
import type { ConversationPlace } from '../inbox/ticket-news.js';
import type { CommandContext } from './command-context.js';

/** Where an answer goes, and who reads it there. */
export interface Destination {
  readonly place: ConversationPlace;
  readonly way: Way;
  readonly rules: ChannelRules;
  /** When the citizen wrote last in the conversation that is answered, UTC milliseconds. */
  readonly lastCitizenAtMs: number;
  /** Whether what the citizen did there lets us answer at all. */
  readonly isAnswerable: boolean;
  /** The platform's id of the public message to which it is the one private answer. */
  readonly privateReplyTo?: string;
}

export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

type Linked = Extract<TicketFact, { type: 'conversation.linked' }>;
type Requested = Extract<TicketFact, { type: 'answer.requested' }>;

/** Private conversations that go on in this public ticket. */
export function linkedPlaces(world: World, ticket: TicketRecord): readonly Linked[] {
  return world.history(ticket.id).flatMap(({ fact }) => (fact.type === 'conversation.linked' ? [fact] : []));
}

export function isLinked(world: World, ticket: TicketRecord, place: ConversationPlace): boolean {
  return linkedPlaces(world, ticket).some((linked) => isAt(linked, place));
}

function wayOf({ isPublic }: Conversation): Way {
  return isPublic ? 'public' : 'private';
}

/** The linked conversation in which the citizen wrote last; none while nobody answered our private answer. */
function privateTalk({ event, world, ticket, rules }: CommandContext): Destination | undefined {
  let newest: Destination | undefined;
  for (const { channel, account, conversation, sinceMs } of linkedPlaces(world, ticket)) {
    const talk = world.conversation(conversationKey(event.tenant, channel, account, conversation));
    const lastAtMs = talk?.lastCitizenAtMs ?? 0;
    const channelRules = rules.channel(channel);
    const isNewest = lastAtMs >= sinceMs && lastAtMs > (newest?.lastCitizenAtMs ?? 0);
    if (isNewest && talk !== undefined && channelRules !== undefined) {
      const place = { channel, account, conversation };
      newest = {
        place,
        way: 'private',
        rules: channelRules,
        lastCitizenAtMs: lastAtMs,
        isAnswerable: talk.isAnswerable,
      };
    }
  }
  return newest;
}

/** True when this public message has its private answer, or one is on its way; one that failed does not count. */
function isAnsweredPrivately({ world, ticket }: CommandContext, platformId: string): boolean {
  const facts = world.history(ticket.id).map(({ fact }) => fact);
  const failed = new Set(facts.flatMap((fact) => (fact.type === 'answer.failed' ? [fact.messageId] : [])));
  return facts.some(
    (fact): fact is Requested =>
      fact.type === 'answer.requested' && fact.privateReplyTo === platformId && !failed.has(fact.messageId),
  );
}

const NO_PRIVATE_WAY: Refusal = {
  code: 'PRIVATE_WAY_MISSING',
  detail: 'Op dit kanaal kan niet privé geantwoord worden op een openbaar bericht.',
};

/** Why no account of the municipality can send it; undefined where one can. */
function whyNotSetUp({ rules, ticket }: CommandContext, { channel, isSetUp }: PrivateReply): Refusal | undefined {
  const { channel: publicChannel, account } = ticket.state;
  if (channel !== publicChannel && !rules.hasAccount(channel, account)) {
    return { ...NO_PRIVATE_WAY, detail: `Het kanaal ${channel} is niet ingesteld voor deze pagina.` };
  }
  return isSetUp?.(rules.accountSettings(channel, account)) === false
    ? { ...NO_PRIVATE_WAY, detail: 'Privéberichten zijn voor dit account niet ingesteld. Antwoord openbaar.' }
    : undefined;
}

/** The one private answer to the newest public message, while the platform takes it. */
function privateReply(context: CommandContext, own: Conversation, ownRules: ChannelRules): Destination | Refusal {
  const { event, ticket, rules } = context;
  const { account, conversation } = ticket.state;
  const reply = ownRules.privateReply;
  const channelRules = reply && rules.channel(reply.channel);
  const { lastMessageId, lastCitizenAtMs } = own;
  if (reply === undefined || channelRules === undefined || lastMessageId === null || lastCitizenAtMs === null) {
    return NO_PRIVATE_WAY;
  }
  const missing = whyNotSetUp(context, reply);
  if (missing !== undefined) {
    return missing;
  }
  if (isAnsweredPrivately(context, lastMessageId)) {
    const detail =
      'Op dit bericht werd al één keer privé geantwoord, en vaker kan niet. Wacht tot de burger privé antwoordt, of antwoord openbaar.';
    return { code: 'PRIVATE_REPLY_USED', detail };
  }
  const untilMs = lastCitizenAtMs + reply.withinMs(lastCitizenAtMs);
  if (event.receivedAtMs >= untilMs) {
    const until = new Date(untilMs).toISOString();
    return { code: 'PRIVATE_REPLY_TOO_LATE', detail: `Privé antwoorden kon tot ${until}. Antwoord openbaar.` };
  }
  const place = { channel: reply.channel, account, conversation };
  return {
    ...{ place, way: 'private', rules: channelRules, lastCitizenAtMs, privateReplyTo: lastMessageId },
    isAnswerable: own.isAnswerable,
  };
}

/**
 * Where an answer goes. Asked for nothing, it goes where the citizen wrote last in private, else to the ticket's own
 * conversation. What was asked to be private never becomes public, and the other way around.
 */
export function chooseWay(context: CommandContext, asked: Way | undefined): Destination | Refusal {
  const { event, ticket, world, rules } = context;
  const { channel, account, conversation } = ticket.state;
  const own = world.conversation(conversationKey(event.tenant, channel, account, conversation));
  const ownRules = rules.channel(channel);
  if (own === undefined || ownRules === undefined) {
    return {
      code: 'CHANNEL_NOT_CONFIGURED',
      detail: `Het kanaal ${channel} is niet ingesteld; het antwoord kan niet weg.`,
    };
  }
  const ownWay = wayOf(own);
  const here: Destination = {
    place: { channel, account, conversation },
    way: ownWay,
    rules: ownRules,
    lastCitizenAtMs: own.lastCitizenAtMs ?? 0,
    isAnswerable: own.isAnswerable,
  };
  if (ownWay === 'private') {
    return asked === 'public'
      ? { code: 'PUBLIC_WAY_MISSING', detail: 'Dit gesprek is privé: een openbaar antwoord is niet mogelijk.' }
      : here;
  }
  const talk = asked === 'public' ? undefined : privateTalk(context);
  return talk ?? (asked === 'private' ? privateReply(context, own, ownRules) : here);
}
