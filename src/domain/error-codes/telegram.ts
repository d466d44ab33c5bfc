import type { ErrorCode } from './error-code.js';

/** What the Bot API of Telegram and its updates say. */
export const TELEGRAM_CODES = [
  { code: 'TELEGRAM_NOT_REACHED', kind: 'retry', hint: 'Telegram could not be reached. Check the network.' },
  {
    code: 'TELEGRAM_NO_ANSWER',
    kind: 'retry',
    hint: 'Telegram did not answer in time. It cannot be asked what it did, so a person decides whether to send again.',
  },
  {
    code: 'TELEGRAM_ANSWER_UNREADABLE',
    kind: 'retry',
    hint: "An answer came that is not Telegram's. Look for a proxy in between; a person decides whether to send again.",
  },
  {
    code: 'TELEGRAM_SERVER_ERROR',
    kind: 'retry',
    hint: 'Telegram failed while it had the answer. A person decides whether to send again.',
  },
  {
    code: 'TELEGRAM_CANNOT_BE_ASKED',
    kind: 'retry',
    hint: 'Telegram shows a bot no message that it sent. Ask the citizen or look in the chat before you send again.',
  },
  {
    code: 'TELEGRAM_RATE_LIMITED',
    kind: 'retry',
    hint: 'Telegram limits the rate of this bot. Schakel waits as long as Telegram says.',
  },
  {
    code: 'TELEGRAM_TOKEN_INVALID',
    kind: 'park',
    hint: 'The token of the bot is wrong or was revoked. Ask BotFather for a new one, apply the configuration, then redrive.',
  },
  {
    code: 'TELEGRAM_WEBHOOK_ELSEWHERE',
    kind: 'park',
    hint: 'The updates of this bot go to another address than ours. Register ours as the README of the channel says, or find out who took it.',
  },
  {
    code: 'TELEGRAM_WEBHOOK_FAILING',
    kind: 'park',
    hint: 'Telegram cannot bring us the updates of this bot; `getWebhookInfo` shows its words. Look at the address, the certificate and the secret.',
  },
  {
    code: 'TELEGRAM_BOT_REFUSED',
    kind: 'park',
    hint: 'Telegram refuses a question about the bot itself. Look the number in the detail up, and ask BotFather about the bot.',
  },
  {
    code: 'TELEGRAM_BLOCKED_BY_CITIZEN',
    kind: 'reject',
    hint: 'The citizen blocked the bot. Answer on another channel.',
  },
  {
    code: 'TELEGRAM_CHAT_MOVED',
    kind: 'reject',
    hint: 'The chat is a group that got another id. Bots answer in private chats only; answer on another channel.',
  },
  {
    code: 'TELEGRAM_BAD_REQUEST',
    kind: 'quarantine',
    hint: "Telegram finds the request itself wrong. Compare it with Telegram's documentation and report it.",
  },
  {
    code: 'TELEGRAM_ERROR_UNKNOWN',
    kind: 'quarantine',
    hint: 'Telegram gave an error that Schakel does not know. Look the code in the detail up, and add it to the adapter.',
  },
  {
    code: 'TELEGRAM_BODY_UNREADABLE',
    kind: 'quarantine',
    hint: 'A post with the right secret is not an object in JSON. Look for a proxy that changes bodies.',
  },
  {
    code: 'TELEGRAM_UPDATE_UNKNOWN',
    kind: 'quarantine',
    hint: 'A kind of update that Schakel does not know. Look it up in the Bot API and add it to the adapter.',
  },
  {
    code: 'TELEGRAM_MESSAGE_INCOMPLETE',
    kind: 'quarantine',
    hint: 'A message lacks its chat, the type of the chat or its number.',
  },
  { code: 'TELEGRAM_TAP_INCOMPLETE', kind: 'quarantine', hint: 'A tap on a button lacks its id.' },
  { code: 'TELEGRAM_MEMBERSHIP_INCOMPLETE', kind: 'quarantine', hint: 'A change of membership lacks its chat.' },
  {
    code: 'TELEGRAM_MEMBERSHIP_UNKNOWN',
    kind: 'quarantine',
    hint: 'A change of membership in a private chat is neither a block nor the end of one.',
  },
  { code: 'TELEGRAM_BOT_BLOCKED', kind: 'note', hint: 'The citizen blocked the bot: answers will be refused.' },
  { code: 'TELEGRAM_BOT_UNBLOCKED', kind: 'note', hint: 'The citizen lets the bot in again.' },
  { code: 'TELEGRAM_START', kind: 'note', hint: 'The citizen opened the bot and asked nothing yet.' },
  {
    code: 'TELEGRAM_SERVICE_MESSAGE',
    kind: 'note',
    hint: 'Telegram itself put this in the chat, such as a pinned message.',
  },
  { code: 'TELEGRAM_SENDER_IS_A_BOT', kind: 'note', hint: 'Another bot wrote this. Bots open no tickets.' },
  {
    code: 'TELEGRAM_CHAT_NOT_PRIVATE',
    kind: 'note',
    hint: 'Something in a group or channel. Take the bot out of it: Schakel answers in private chats only.',
  },
  {
    code: 'TELEGRAM_TAP_WITHOUT_MESSAGE',
    kind: 'note',
    hint: 'A tap on a button without data, or under a message that is in no chat with the bot.',
  },
  { code: 'TELEGRAM_UPDATE_NOT_USED', kind: 'note', hint: 'A kind of update that no ticket comes of.' },
] as const satisfies readonly ErrorCode[];
