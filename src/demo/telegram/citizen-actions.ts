import { ControlError } from '../basics/control-error.js';
import { chatFields, messageFields, userFields, type Chat, type Person, type Said } from './chats.js';
import type { BotState, TelegramState } from './state.js';

/** Kinds of update that a bot gets only when it asks for them. */
const ON_REQUEST: readonly string[] = ['chat_member', 'message_reaction', 'message_reaction_count'];

interface Action {
  /** Username of the bot. */
  readonly bot: string;
  readonly atMs?: number;
  /** For callers who want stable numbers; Telegram gives them else. */
  readonly updateId?: number;
}

export interface SayInput extends Action {
  readonly citizen: Person;
  readonly text?: string;
  /** The file id of a photo; the text is then its caption. */
  readonly photo?: string;
  readonly sticker?: string;
  /** Photos of one album share it. */
  readonly mediaGroupId?: string;
  /** Number of the message that is answered. */
  readonly replyTo?: number;
  readonly messageId?: number;
}

export interface EditInput extends Action {
  readonly citizenId: number;
  readonly messageId: number;
  readonly text: string;
}

export interface AboutInput extends Action {
  readonly citizenId: number;
}

export interface TapInput extends Action {
  readonly citizenId: number;
  readonly messageId: number;
  readonly data: string;
}

export interface SaidResult {
  readonly chatId: number;
  readonly messageId: number;
  readonly updateId: number;
}

export function botNamed(state: TelegramState, username: string): BotState {
  const found = state.bots.find(({ bot }) => bot.username === username);
  if (found === undefined) {
    throw new ControlError(`There is no bot ${username}.`);
  }
  return found;
}

function chatWith(own: BotState, citizenId: number): Chat {
  const chat = own.chats.get(citizenId);
  if (chat === undefined) {
    throw new ControlError(`${own.bot.username} has no chat with ${String(citizenId)}.`);
  }
  return chat;
}

function knownMessage(chat: Chat, messageId: number): Said {
  const said = chat.messages.get(String(messageId));
  if (said === undefined) {
    throw new ControlError(`There is no message ${String(messageId)} in this chat.`);
  }
  return said;
}

function secondsOf(state: TelegramState, atMs: number | undefined): number {
  return Math.floor((atMs ?? state.clock.nowMs()) / 1000);
}

/** Queues an update for the bot's webhook, if the bot wants its kind. Gives its number. */
function publish(
  own: BotState,
  given: { chatId: number; kind: string; item: Said['content']; updateId?: number | undefined },
): number {
  const { chatId, kind, item } = given;
  own.updateNumber += given.updateId === undefined ? 1 : 0;
  const updateId = given.updateId ?? own.updateNumber;
  const allowed = own.webhook?.allowedUpdates;
  if (allowed === undefined ? !ON_REQUEST.includes(kind) : allowed.includes(kind)) {
    own.updates.add({ updateId, chatId, kind, item });
  }
  return updateId;
}

function contentOf(chat: Chat, input: SayInput): Said['content'] {
  const answered = input.replyTo === undefined ? undefined : knownMessage(chat, input.replyTo);
  const { photo, sticker, text } = input;
  return {
    ...(text === undefined ? {} : { [photo === undefined ? 'text' : 'caption']: text }),
    ...(photo === undefined
      ? {}
      : {
          photo: [
            { file_id: `${photo}-small`, width: 90, height: 67 },
            { file_id: photo, width: 1280, height: 960 },
          ],
        }),
    ...(sticker === undefined ? {} : { sticker: { file_id: sticker, type: 'regular', emoji: '👍' } }),
    ...(input.mediaGroupId === undefined ? {} : { media_group_id: input.mediaGroupId }),
    ...(answered === undefined ? {} : { reply_to_message: messageFields(chat, answered) }),
  };
}

/** A citizen writes to the bot; who blocked it has to let it in first. The same number again changes nothing. */
export function say(state: TelegramState, input: SayInput): SaidResult {
  const own = botNamed(state, input.bot);
  const chat = own.chats.with(input.citizen);
  own.messageNumber += input.messageId === undefined ? 1 : 0;
  const messageId = input.messageId ?? own.messageNumber;
  const known = chat.messages.get(String(messageId));
  const said: Said = known ?? {
    message_id: messageId,
    date: secondsOf(state, input.atMs),
    from: userFields(chat.person),
    content: contentOf(chat, input),
  };
  if (known === undefined) {
    chat.messages.set(String(messageId), said);
    state.transcript.add({
      ...{ bot: own.bot.username, chatId: chat.person.id, messageId, who: 'citizen' },
      ...{ author: chat.person.firstName, text: input.text ?? '', atMs: input.atMs ?? state.clock.nowMs() },
      ...(input.replyTo === undefined ? {} : { replyTo: input.replyTo }),
    });
  }
  if (chat.isBlocked) {
    setBlocked(state, { bot: input.bot, citizenId: chat.person.id }, false);
  }
  const item = messageFields(chat, said);
  const updateId = publish(own, { chatId: chat.person.id, kind: 'message', item, updateId: input.updateId });
  return { chatId: chat.person.id, messageId, updateId };
}

/** A citizen changes what was written. */
export function edit(state: TelegramState, input: EditInput): void {
  const own = botNamed(state, input.bot);
  const chat = chatWith(own, input.citizenId);
  const said = knownMessage(chat, input.messageId);
  const field = said.content['photo'] === undefined ? 'text' : 'caption';
  const changed: Said = {
    ...said,
    content: { ...said.content, [field]: input.text, edit_date: secondsOf(state, input.atMs) },
  };
  chat.messages.set(String(said.message_id), changed);
  state.transcript.edit({ bot: input.bot, chatId: input.citizenId, messageId: input.messageId }, input.text);
  const item = messageFields(chat, changed);
  publish(own, { chatId: input.citizenId, kind: 'edited_message', item, updateId: input.updateId });
}

/** A citizen blocks the bot, or lets it in again. The bot is told of both. */
export function setBlocked(state: TelegramState, input: AboutInput, isBlocked: boolean): void {
  const own = botNamed(state, input.bot);
  const chat = chatWith(own, input.citizenId);
  chat.isBlocked = isBlocked;
  const bot = { id: own.bot.id, is_bot: true, first_name: own.bot.name, username: own.bot.username };
  publish(own, {
    chatId: input.citizenId,
    kind: 'my_chat_member',
    updateId: input.updateId,
    item: {
      chat: chatFields(chat.person),
      from: userFields(chat.person),
      date: secondsOf(state, input.atMs),
      old_chat_member: { user: bot, status: isBlocked ? 'member' : 'kicked' },
      new_chat_member: { user: bot, status: isBlocked ? 'kicked' : 'member' },
    },
  });
}

/** A citizen leaves Telegram. Nobody is told; the next call of the bot finds out. */
export function leave(state: TelegramState, input: AboutInput): void {
  chatWith(botNamed(state, input.bot), input.citizenId).isDeactivated = true;
}

/** A citizen taps a button under a message. */
export function tap(state: TelegramState, input: TapInput): void {
  const own = botNamed(state, input.bot);
  const chat = chatWith(own, input.citizenId);
  const message = messageFields(chat, knownMessage(chat, input.messageId));
  own.updateNumber += 1;
  publish(own, {
    chatId: input.citizenId,
    kind: 'callback_query',
    updateId: input.updateId ?? own.updateNumber,
    item: {
      id: `42830000${String(own.updateNumber)}`,
      from: userFields(chat.person),
      chat_instance: '-1',
      data: input.data,
      message,
    },
  });
}
