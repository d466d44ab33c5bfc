import {
  conversations,
  locateSigned,
  lookUpPrivateMessage,
  lookUpPrivateReply,
  MESSAGE_BYTES,
  MESSAGE_POLICIES,
  messagingWindow,
  metaHistory,
  metaReceiver,
  sendPrivateMessage,
  sendPrivateReply,
} from '../../vendors/meta/index.js';
import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { messengerProber } from './prober.js';

/** Private messages to a Facebook Page, and its private answers to comments. */
export const adapter: ChannelAdapter = {
  id: 'messenger',
  receiver: metaReceiver,
  history: metaHistory('page', [conversations('messenger')]),
  media: { policies: MESSAGE_POLICIES, maxBytes: MESSAGE_BYTES, locate: locateSigned },
  prober: messengerProber,
  limits,
  textLimit: tightestText(limits),
  baseUrl: { env: ['SCHAKEL_MESSENGER_BASE_URL', 'SCHAKEL_META_BASE_URL'], standard: 'https://graph.facebook.com' },
  replyWindow: messagingWindow,
  send: (part, context) =>
    part.privateReplyTo === undefined
      ? sendPrivateMessage(part, context)
      : sendPrivateReply('messenger', part.privateReplyTo, part, context),
  lookUp: (part, context) =>
    part.privateReplyTo === undefined
      ? lookUpPrivateMessage('messenger', part, context)
      : lookUpPrivateReply('messenger', part.privateReplyTo, part, context),
};
