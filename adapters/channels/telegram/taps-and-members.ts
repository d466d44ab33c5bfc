import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { messageIdOf } from './message-id.js';
import { fieldsIn, fieldsOf, idOf, present, textOf, type Fields } from './payloads.js';
import { chatEvent, chatOf, citizenOf, dropped, isPrivate, keyOf, unrecognised, type Update } from './update.js';

/** What stood on the button: that is what the citizen saw and said. Its data is for machines. */
function labelOf(message: Fields, data: string): string | undefined {
  const rows = fieldsOf(message['reply_markup'])?.['inline_keyboard'];
  const buttons = Array.isArray(rows) ? rows.flatMap((row) => fieldsIn(row)) : [];
  return textOf(buttons.find((button) => button['callback_data'] === data)?.['text']);
}

/** Telegram gives digits and promises a text. Short enough for a key. */
const TAP_ID = /^[\w-]{1,64}$/;

function tapIdOf(value: unknown): string | undefined {
  return typeof value === 'string' && TAP_ID.test(value) ? value : undefined;
}

/** A tap on a button under a message of the bot: an answer in the chat, so it opens or joins a ticket as words do. */
export function buttonTap(update: Update): ChannelEvent {
  const { item } = update;
  const tap = tapIdOf(item['id']);
  const message = fieldsOf(item['message']);
  const chat = idOf(message === undefined ? undefined : chatOf(message)?.['id']);
  const data = textOf(item['data']);
  if (tap === undefined) {
    return unrecognised(update, 'TELEGRAM_TAP_INCOMPLETE');
  }
  if (message === undefined || chat === undefined || data === undefined) {
    return dropped(update, 'TELEGRAM_TAP_WITHOUT_MESSAGE');
  }
  if (!isPrivate(chatOf(message))) {
    return dropped(update, 'TELEGRAM_CHAT_NOT_PRIVATE');
  }
  const number = idOf(message['message_id']);
  return {
    // Telegram does not say when it was tapped.
    ...chatEvent(update, { chat, key: keyOf('tap', tap) }, 'open'),
    ...citizenOf(fieldsOf(item['from'])),
    message: {
      id: keyOf('tap', tap),
      text: labelOf(message, data) ?? data,
      attachments: [],
      isPublic: false,
      ...present({ replyTo: number === undefined ? undefined : messageIdOf(chat, number) }),
    },
  };
}

const MEMBERSHIPS: ReadonlyMap<unknown, string> = new Map([
  ['kicked', 'TELEGRAM_BOT_BLOCKED'],
  ['member', 'TELEGRAM_BOT_UNBLOCKED'],
]);

/** In a private chat this tells that the citizen blocked the bot or let it in again. The ticket shows it. */
export function membership(update: Update): ChannelEvent {
  const { item } = update;
  const chat = idOf(chatOf(item)?.['id']);
  if (chat === undefined) {
    return unrecognised(update, 'TELEGRAM_MEMBERSHIP_INCOMPLETE');
  }
  if (!isPrivate(chatOf(item))) {
    return dropped(update, 'TELEGRAM_CHAT_NOT_PRIVATE');
  }
  const reason = MEMBERSHIPS.get(fieldsOf(item['new_chat_member'])?.['status']);
  if (reason === undefined) {
    return unrecognised(update, 'TELEGRAM_MEMBERSHIP_UNKNOWN');
  }
  return {
    ...chatEvent(update, { chat, key: keyOf('membership', chat, update.number), date: item['date'] }, 'note'),
    ...citizenOf(fieldsOf(item['from'])),
    reason,
  };
}
