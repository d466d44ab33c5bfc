import {
  locateSigned,
  lookUpPrivateMessage,
  MESSAGE_BYTES,
  MESSAGE_POLICIES,
  messagingWindow,
  metaReceiver,
  sendPrivateMessage,
} from '../../vendors/meta/index.js';
import type { ChannelAdapter } from '../../../src/adapter-sdk/index.js';

/** Private messages to a Facebook Page. */
export const adapter: ChannelAdapter = {
  id: 'messenger',
  receiver: metaReceiver,
  media: { policies: MESSAGE_POLICIES, maxBytes: MESSAGE_BYTES, locate: locateSigned },
  textLimit: { max: 2000, unit: 'characters' },
  baseUrl: { env: ['SCHAKEL_MESSENGER_BASE_URL', 'SCHAKEL_META_BASE_URL'], standard: 'https://graph.facebook.com' },
  replyWindow: messagingWindow,
  send: sendPrivateMessage,
  lookUp: (part, context) => lookUpPrivateMessage('messenger', part, context),
};
