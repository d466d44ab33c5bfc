import { absentAfterWait, metaReceiver, windowOf } from '../../vendors/meta/index.js';
import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter } from '../../../src/adapter-sdk/index.js';
import { invitationText } from './invitation.js';
import { limits } from './limits.js';
import { whatsappMedia } from './media.js';
import { whatsappProber } from './prober.js';
import { sendWhatsapp } from './send.js';

/** WhatsApp Cloud API. */
export const adapter: ChannelAdapter = {
  id: 'whatsapp',
  receiver: metaReceiver,
  media: whatsappMedia,
  prober: whatsappProber,
  limits,
  textLimit: tightestText(limits),
  baseUrl: { env: ['SCHAKEL_WHATSAPP_BASE_URL', 'SCHAKEL_META_BASE_URL'], standard: 'https://graph.facebook.com' },
  replyWindow: (facts) => windowOf(facts, limits, { what: 'reply-window', mode: 'service' }),
  invitation: invitationText,
  send: sendWhatsapp,
  /** Sent messages cannot be asked for; only a status can tell, so the look-up is a matter of waiting. */
  lookUp: (part, context) => Promise.resolve(absentAfterWait(part, context)),
};
