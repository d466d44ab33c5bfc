import {
  conversations,
  lookUpPrivateMessage,
  lookUpPrivateReply,
  messagingWindow,
  metaHistory,
  metaReceiver,
  sendPrivateMessage,
  sendPrivateReply,
} from '../../vendors/meta/index.js';
import type { ChannelAdapter } from '../../../src/adapter-sdk/index.js';

/** Private messages to a Facebook Page, and its private answers to comments. */
export const adapter: ChannelAdapter = {
  id: 'messenger',
  receiver: metaReceiver,
  history: metaHistory('page', [conversations('messenger')]),
  textLimit: { max: 2000, unit: 'characters' },
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
