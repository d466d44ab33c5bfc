import { asObject, asText, parseJson, type JsonObject } from '../basics/json.js';
import { ok, refuse, tooMany, type BotApiReply } from './bot-api-reply.js';
import { messageFields, type Chat, type Said } from './chats.js';
import type { BotState, TelegramState } from './state.js';

const MOST_CHARACTERS = 4_096;

/** Numbers come as numbers or as text. */
function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** Why the person cannot be reached, in the words of Telegram. */
function whyUnreachable(chat: Chat): BotApiReply | undefined {
  if (chat.isDeactivated) {
    return refuse(403, 'user is deactivated');
  }
  return chat.isBlocked ? refuse(403, 'bot was blocked by the user') : undefined;
}

function whyNoText(text: string): BotApiReply | undefined {
  if (text.trim() === '') {
    return refuse(400, 'message text is empty');
  }
  // Telegram counts code points; emoji count once.
  return [...text].length > MOST_CHARACTERS ? refuse(400, 'message is too long') : undefined;
}

/** Counts a call in the running second. Gives the seconds to wait when it is one too many. */
function overRate(state: TelegramState, name: string, perSecond: number): number | undefined {
  const second = Math.floor(state.clock.nowMs() / 1000);
  const counter = state.counters.get(name);
  const count = counter?.second === second ? counter.count + 1 : 1;
  state.counters.set(name, { second, count });
  return count > perSecond ? 1 : undefined;
}

function rateRefusal(state: TelegramState, own: BotState, chat: Chat): BotApiReply | undefined {
  const { username } = own.bot;
  const seconds =
    overRate(state, username, state.limits.botPerSecond) ??
    overRate(state, `${username} ${String(chat.person.id)}`, state.limits.chatPerSecond);
  return seconds === undefined ? undefined : tooMany(seconds);
}

type Answered = { readonly ok: true; readonly said: Said | undefined } | { readonly ok: false };

/** The message that is answered. One that is gone refuses the call, unless the caller allows to go on without. */
function answeredMessage(chat: Chat, params: JsonObject): Answered {
  const given = params['reply_parameters'];
  const reply = asObject(typeof given === 'string' ? parseJson(given) : given);
  if (reply === undefined) {
    return { ok: true, said: undefined };
  }
  const said = chat.messages.get(String(wholeNumber(reply['message_id'])));
  return said === undefined && reply['allow_sending_without_reply'] !== true ? { ok: false } : { ok: true, said };
}

/** Sends a plain text. */
export function sendMessage(state: TelegramState, own: BotState, params: JsonObject): BotApiReply {
  const text = asText(params['text']) ?? '';
  const chatId = wholeNumber(params['chat_id']);
  const chat = chatId === undefined ? undefined : own.chats.get(chatId);
  const badText = whyNoText(text);
  if (badText !== undefined) {
    return badText;
  }
  if (chat === undefined) {
    return refuse(400, 'chat not found');
  }
  if (params['parse_mode'] !== undefined) {
    return refuse(400, 'unsupported parse_mode');
  }
  const answered = answeredMessage(chat, params);
  if (!answered.ok) {
    return refuse(400, 'message to be replied not found');
  }
  return (
    rateRefusal(state, own, chat) ??
    whyUnreachable(chat) ??
    deliver(state, own, { chat, text, answered: answered.said })
  );
}

interface Answer {
  readonly chat: Chat;
  readonly text: string;
  readonly answered: Said | undefined;
}

function deliver(state: TelegramState, own: BotState, { chat, text, answered }: Answer): BotApiReply {
  const nowMs = state.clock.nowMs();
  own.messageNumber += 1;
  const said: Said = {
    message_id: own.messageNumber,
    date: Math.floor(nowMs / 1000),
    from: { id: own.bot.id, is_bot: true, first_name: own.bot.name, username: own.bot.username },
    content: { text, ...(answered === undefined ? {} : { reply_to_message: messageFields(chat, answered) }) },
  };
  chat.messages.set(String(said.message_id), said);
  state.transcript.add({
    ...{ bot: own.bot.username, chatId: chat.person.id, messageId: said.message_id, who: 'service' },
    ...{ author: own.bot.name, text, atMs: nowMs },
    ...(answered === undefined ? {} : { replyTo: answered.message_id }),
  });
  return { ...ok(messageFields(chat, said)), isSend: true };
}
