import type { Rules } from '../batch/rules.js';
import { conversationKey, type TicketRecord, type World } from '../batch/world.js';
import type { ConversationPlace } from '../inbox/ticket-news.js';

/**
 * The last moment at which the channel takes an answer of a person, UTC milliseconds; null for no end.
 *
 * @param last when the citizen wrote last in this conversation, and whether everybody can read it
 */
export function closingOf(
  rules: Rules,
  { channel, account }: ConversationPlace,
  last: { readonly atMs: number; readonly isPublic: boolean },
): number | null {
  const window = rules.channel(channel)?.replyWindow({
    ...{ lastCitizenAtMs: last.atMs, nowMs: last.atMs, isHumanAuthor: true, isPublic: last.isPublic },
    settings: rules.accountSettings(channel, account),
  });
  return window === undefined ? null : window.open ? window.closesAtMs : window.closedAtMs;
}

/** Until when a ticket's own conversation takes answers. */
export function ownClosing(
  rules: Rules,
  world: World,
  { tenant, state }: Pick<TicketRecord, 'tenant' | 'state'>,
): number | null {
  const { channel, account, conversation } = state;
  const own = world.conversation(conversationKey(tenant, channel, account, conversation));
  const last = { atMs: own?.lastCitizenAtMs ?? state.openedAtMs, isPublic: own?.isPublic ?? false };
  return closingOf(rules, state, last);
}
