import {
  locateSigned,
  lookUpPrivateMessage,
  MESSAGE_BYTES,
  MESSAGE_POLICIES,
  messagingWindow,
  metaReceiver,
  sendPrivateMessage,
} from '../../vendors/meta/index.js';
import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { messengerProber } from './prober.js';

/** Private messages to a Facebook Page. */
export const adapter: ChannelAdapter = {
  id: 'messenger',
  receiver: metaReceiver,
  media: { policies: MESSAGE_POLICIES, maxBytes: MESSAGE_BYTES, locate: locateSigned },
  prober: messengerProber,
  limits,
  textLimit: tightestText(limits),
  baseUrl: { env: ['SCHAKEL_MESSENGER_BASE_URL', 'SCHAKEL_META_BASE_URL'], standard: 'https://graph.facebook.com' },
  replyWindow: messagingWindow,
  send: sendPrivateMessage,
  lookUp: (part, context) => lookUpPrivateMessage('messenger', part, context),
};
