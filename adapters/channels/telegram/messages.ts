import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { contentOf, isStickerOnly } from './content.js';
import { fieldsOf, idOf, textOf, type Fields } from './payloads.js';
import { chatEvent, chatOf, citizenOf, dropped, isPrivate, keyOf, unrecognised, type Update } from './update.js';

/** `/start` is what Telegram sends for the citizen who opens the bot; a code of a link may follow. */
const START = /^\/start(?:@\w+)?(?:\s|$)/;

/** What Telegram itself puts in a private chat. Nobody wrote it and nobody waits for an answer. */
const SERVICE_FIELDS = [
  'pinned_message',
  'message_auto_delete_timer_changed',
  'write_access_allowed',
  'chat_background_set',
  'connected_website',
  'proximity_alert_triggered',
];

function whyDropped(message: Fields): string | undefined {
  if (fieldsOf(message['from'])?.['is_bot'] === true) {
    return 'TELEGRAM_SENDER_IS_A_BOT';
  }
  if (START.test(textOf(message['text']) ?? '')) {
    return 'TELEGRAM_START';
  }
  return SERVICE_FIELDS.some((field) => message[field] !== undefined) ? 'TELEGRAM_SERVICE_MESSAGE' : undefined;
}

interface Read {
  readonly chat: string;
  readonly number: string;
  readonly event: ChannelEvent;
}

/** A message of a citizen to the bot, or the event that says why it is none. */
function readMessage(
  update: Update,
  key: (chat: string, number: string) => string,
  date: unknown,
): Read | ChannelEvent {
  const { item } = update;
  const chat = idOf(chatOf(item)?.['id']);
  const number = idOf(item['message_id']);
  if (chat === undefined || number === undefined || chatOf(item)?.['type'] === undefined) {
    return unrecognised(update, 'TELEGRAM_MESSAGE_INCOMPLETE');
  }
  if (!isPrivate(chatOf(item))) {
    return dropped(update, 'TELEGRAM_CHAT_NOT_PRIVATE');
  }
  const event = chatEvent(update, { chat, key: key(chat, number), date }, 'open');
  const reason = whyDropped(item);
  return reason === undefined
    ? { chat, number, event: { ...event, ...citizenOf(fieldsOf(item['from']) ?? chatOf(item)) } }
    : { ...event, action: 'drop', reason };
}

function isRead(read: Read | ChannelEvent): read is Read {
  return 'event' in read;
}

/** A new message opens a ticket or joins the one of its chat. */
export function newMessage(update: Update): ChannelEvent {
  const read = readMessage(update, (chat, number) => keyOf('message', chat, number), update.item['date']);
  if (!isRead(read)) {
    return read;
  }
  const message = contentOf(update.item, read.chat, read.number);
  return { ...read.event, message, ...(isStickerOnly(message) ? { restartsClock: false } : {}) };
}

/**
 * The new content of a message. Two edits can fall in one second, so the update's number is in the key beside the date
 * of the edit.
 */
export function editedMessage(update: Update): ChannelEvent {
  const editDate = update.item['edit_date'];
  const key = (chat: string, number: string): string =>
    keyOf('edited', chat, number, idOf(editDate) ?? 'undated', update.number);
  const read = readMessage(update, key, editDate);
  return isRead(read)
    ? { ...read.event, action: 'amend', message: contentOf(update.item, read.chat, read.number) }
    : read;
}
