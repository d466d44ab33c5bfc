import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
import { telegramMedia } from './media.js';
import { telegramReceiver } from './receiver.js';
import { lookUpMessage, sendMessage } from './send.js';

/** Once a citizen wrote, a bot may answer for ever; who blocks it is told by the answer to the call. */
function replyWindow(): ReplyWindow {
  return { open: true, mode: 'chat', closesAtMs: null };
}

/** Private chats with a bot on Telegram. */
export const adapter: ChannelAdapter = {
  id: 'telegram',
  receiver: telegramReceiver,
  media: telegramMedia,
  // After entities, of which plain text has none. Schakel counts UTF-16 code units, and no way of counting gives more.
  textLimit: { max: 4096, unit: 'characters' },
  baseUrl: { env: ['SCHAKEL_TELEGRAM_BASE_URL'], standard: 'https://api.telegram.org' },
  replyWindow,
  send: sendMessage,
  lookUp: lookUpMessage,
};
