import { absentAfterWait, metaReceiver, STANDARD_WINDOW_MS, windowOf } from '../../vendors/meta/index.js';
import type { ChannelAdapter } from '../../../src/adapter-sdk/index.js';
import { whatsappMedia } from './media.js';
import { sendWhatsapp } from './send.js';

/** WhatsApp Cloud API. */
export const adapter: ChannelAdapter = {
  id: 'whatsapp',
  receiver: metaReceiver,
  media: whatsappMedia,
  textLimit: { max: 4096, unit: 'characters' },
  baseUrl: { env: ['SCHAKEL_WHATSAPP_BASE_URL', 'SCHAKEL_META_BASE_URL'], standard: 'https://graph.facebook.com' },
  replyWindow: (facts) => windowOf(facts, STANDARD_WINDOW_MS, 'service'),
  send: sendWhatsapp,
  /** Sent messages cannot be asked for; only a status can tell, so the look-up is a matter of waiting. */
  lookUp: (part, context) => Promise.resolve(absentAfterWait(part, context)),
};
