import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { telegramMedia } from './media.js';
import { telegramProber } from './prober.js';
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
  prober: telegramProber,
  limits,
  textLimit: tightestText(limits),
  baseUrl: { env: ['SCHAKEL_TELEGRAM_BASE_URL'], standard: 'https://api.telegram.org' },
  replyWindow,
  send: sendMessage,
  lookUp: lookUpMessage,
};
