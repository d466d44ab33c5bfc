import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter, OutgoingPart, ReplyWindow, WindowFacts } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { blueskyMedia } from './media.js';
import { blueskyProber } from './prober.js';
import { blueskyPuller } from './puller.js';
import { blueskyReceiver } from './receiver.js';
import { lookUpDirectMessage, sendDirectMessage } from './send-message.js';
import { lookUpPost, sendPost } from './send-post.js';
import { STANDARD_SERVICE } from './xrpc.js';

/** Bluesky sets no window. */
function replyWindow({ isPublic }: WindowFacts): ReplyWindow {
  return { open: true, mode: isPublic ? 'post' : 'message', closesAtMs: null };
}

/** Conversations of posts are named by a post; those of direct messages have ids of their own. */
function answersPost(part: OutgoingPart): boolean {
  return part.conversation.startsWith('at://');
}

/** Posts that mention, answer or quote the account, and direct messages to it, on Bluesky. */
export const adapter: ChannelAdapter = {
  id: 'bluesky',
  receiver: blueskyReceiver,
  puller: blueskyPuller,
  media: blueskyMedia,
  prober: blueskyProber,
  limits,
  textLimit: tightestText(limits),
  baseUrl: { env: ['SCHAKEL_BLUESKY_BASE_URL'], standard: STANDARD_SERVICE },
  replyWindow,
  send: (part, context) => (answersPost(part) ? sendPost(part, context) : sendDirectMessage(part, context)),
  lookUp: (part, context) => (answersPost(part) ? lookUpPost(part, context) : lookUpDirectMessage(part, context)),
};
