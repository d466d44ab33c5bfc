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
import { instagramProber } from './prober.js';

/** Private messages on Instagram. Meta counts bytes there and refuses the whole message when it is over. */
export const adapter: ChannelAdapter = {
  id: 'instagram',
  receiver: metaReceiver,
  /** Stories that mention the account are links, and stay links: they are not ours to keep once they end. */
  media: { policies: MESSAGE_POLICIES, maxBytes: MESSAGE_BYTES, locate: locateSigned },
  prober: instagramProber,
  limits,
  textLimit: tightestText(limits),
  baseUrl: { env: ['SCHAKEL_INSTAGRAM_BASE_URL', 'SCHAKEL_META_BASE_URL'], standard: 'https://graph.facebook.com' },
  replyWindow: messagingWindow,
  send: sendPrivateMessage,
  lookUp: (part, context) => lookUpPrivateMessage('instagram', part, context),
};
