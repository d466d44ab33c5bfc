import { hideObject, metaHistory, metaReceiver, PAGE_FEED, privateReplyBy } from '../../vendors/meta/index.js';
import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
import { lookUpComment } from './look-up.js';
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
  textLimit: { max: 8000, unit: 'characters' },
  privateReply: privateReplyBy('messenger'),
  baseUrl: { env: ['SCHAKEL_FACEBOOK_BASE_URL', 'SCHAKEL_META_BASE_URL'], standard: 'https://graph.facebook.com' },
  replyWindow,
  send: sendComment,
  hide: (request, context) => hideObject('is_hidden', request, context),
  lookUp: lookUpComment,
};
