/**
 * Telegram's message numbers are unique inside one chat only, and Schakel wants ids that are unique inside an account.
 * So a message is called by its chat and its number, both digits: `99887766:41`.
 */
const MESSAGE_ID = /^(-?\d+):(\d{1,10})$/;

export function messageIdOf(chat: string, number: string): string {
  return `${chat}:${number}`;
}

/** The message's number in this chat; undefined for an id of another chat or of a tap on a button. */
export function numberInChat(messageId: string | undefined, chat: string): number | undefined {
  const [, itsChat, number] = MESSAGE_ID.exec(messageId ?? '') ?? [];
  return itsChat === chat ? Number(number) : undefined;
}
