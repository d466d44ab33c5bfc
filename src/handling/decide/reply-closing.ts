import type { Rules } from '../batch/rules.js';
import { conversationKey, type TicketRecord, type World } from '../batch/world.js';
import type { ConversationPlace } from '../inbox/ticket-news.js';

/** What the citizen wrote last in a conversation. */
export interface LastWritten {
  readonly atMs: number;
  /** Whether everybody can read it. */
  readonly isPublic: boolean;
  readonly isAnswerable: boolean;
}

/**
 * The last moment at which the channel takes an answer of a person, UTC milliseconds; null for no end, and where it
 * takes none at all: people then answer in the platform's own app, which has no end either.
 */
export function closingOf(rules: Rules, { channel, account }: ConversationPlace, last: LastWritten): number | null {
  const window = rules.channel(channel)?.replyWindow({
    ...{ lastCitizenAtMs: last.atMs, nowMs: last.atMs, isHumanAuthor: true },
    ...{ isPublic: last.isPublic, isAnswerable: last.isAnswerable },
    settings: rules.accountSettings(channel, account),
  });
  if (window === undefined || (!window.open && window.code === 'REPLY_NOT_INVITED')) {
    return null;
  }
  return window.open ? window.closesAtMs : window.closedAtMs;
}

/** Until when a ticket's own conversation takes answers. */
export function ownClosing(
  rules: Rules,
  world: World,
  { tenant, state }: Pick<TicketRecord, 'tenant' | 'state'>,
): number | null {
  const { channel, account, conversation } = state;
  const own = world.conversation(conversationKey(tenant, channel, account, conversation));
  return closingOf(rules, state, {
    atMs: own?.lastCitizenAtMs ?? state.openedAtMs,
    isPublic: own?.isPublic ?? false,
    isAnswerable: own?.isAnswerable ?? true,
  });
}
