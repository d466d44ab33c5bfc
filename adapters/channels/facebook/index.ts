import {
  hideObject,
  locateSigned,
  MESSAGE_BYTES,
  metaHistory,
  metaReceiver,
  PAGE_FEED,
  privateReplyBy,
} from '../../vendors/meta/index.js';
import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { lookUpComment } from './look-up.js';
import { facebookProber } from './prober.js';
import { sendComment } from './send.js';

/** A public answer may be given for as long as the comment stands. */
function replyWindow(): ReplyWindow {
  return { open: true, mode: 'public', closesAtMs: null };
}

/** Comments, visitors' posts, mentions and recommendations on a Facebook Page, answered in public. */
export const adapter: ChannelAdapter = {
  id: 'facebook',
  receiver: metaReceiver,
  history: metaHistory('page', [PAGE_FEED]),
  /** A film under a post is not kept: it can be seen there for as long as it stands. */
  media: { policies: { image: 'copy', video: 'link' }, maxBytes: MESSAGE_BYTES, locate: locateSigned },
  prober: facebookProber,
  limits,
  textLimit: tightestText(limits),
  privateReply: privateReplyBy('messenger'),
  baseUrl: { env: ['SCHAKEL_FACEBOOK_BASE_URL', 'SCHAKEL_META_BASE_URL'], standard: 'https://graph.facebook.com' },
  replyWindow,
  send: sendComment,
  hide: (request, context) => hideObject('is_hidden', request, context),
  lookUp: lookUpComment,
};
