import {
  conversations,
  hideObject,
  INSTAGRAM_MEDIA,
  lookUpPrivateMessage,
  lookUpPrivateReply,
  messagingWindow,
  metaHistory,
  metaReceiver,
  privateReplyBy,
  sendPrivateMessage,
  sendPrivateReply,
} from '../../vendors/meta/index.js';
import type { ChannelAdapter } from '../../../src/adapter-sdk/index.js';
import { lookUpComment, sendComment } from './comments.js';

/**
 * Private messages and public comments on Instagram. Meta counts bytes in a message and characters in a comment, and
 * refuses the whole text when it is over.
 */
export const adapter: ChannelAdapter = {
  id: 'instagram',
  receiver: metaReceiver,
  history: metaHistory('instagram', [conversations('instagram'), INSTAGRAM_MEDIA]),
  textLimit: { max: 1000, unit: 'bytes' },
  publicTextLimit: { max: 300, unit: 'characters' },
  privateReply: privateReplyBy('instagram'),
  baseUrl: { env: ['SCHAKEL_INSTAGRAM_BASE_URL', 'SCHAKEL_META_BASE_URL'], standard: 'https://graph.facebook.com' },
  replyWindow: (facts) => (facts.isPublic ? { open: true, mode: 'public', closesAtMs: null } : messagingWindow(facts)),
  send: (part, context) =>
    part.privateReplyTo !== undefined
      ? sendPrivateReply('instagram', part.privateReplyTo, part, context)
      : part.way === 'public'
        ? sendComment(part, context)
        : sendPrivateMessage(part, context),
  hide: (request, context) => hideObject('hide', request, context),
  lookUp: (part, context) =>
    part.privateReplyTo !== undefined
      ? lookUpPrivateReply('instagram', part.privateReplyTo, part, context)
      : part.way === 'public'
        ? lookUpComment(part, context)
        : lookUpPrivateMessage('instagram', part, context),
};
