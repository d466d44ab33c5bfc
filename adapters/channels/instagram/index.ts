import {
  conversations,
  hideObject,
  INSTAGRAM_MEDIA,
  locateSigned,
  lookUpPrivateMessage,
  lookUpPrivateReply,
  MESSAGE_BYTES,
  MESSAGE_POLICIES,
  messagingWindow,
  metaHistory,
  metaReceiver,
  privateReplyBy,
  sendPrivateMessage,
  sendPrivateReply,
} from '../../vendors/meta/index.js';
import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter } from '../../../src/adapter-sdk/index.js';
import { lookUpComment, sendComment } from './comments.js';
import { limits } from './limits.js';
import { instagramProber } from './prober.js';

/**
 * Private messages and public comments on Instagram. Meta counts bytes in a message and characters in a comment, and
 * refuses the whole text when it is over.
 */
export const adapter: ChannelAdapter = {
  id: 'instagram',
  receiver: metaReceiver,
  history: metaHistory('instagram', [conversations('instagram'), INSTAGRAM_MEDIA]),
  /** Stories that mention the account are links, and stay links: they are not ours to keep once they end. */
  media: { policies: MESSAGE_POLICIES, maxBytes: MESSAGE_BYTES, locate: locateSigned },
  prober: instagramProber,
  limits,
  textLimit: tightestText(limits),
  publicTextLimit: tightestText(limits, 'public-text'),
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
