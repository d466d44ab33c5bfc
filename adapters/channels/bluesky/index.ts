import { tightestText, withoutTerm } from '../../../src/adapter-sdk/index.js';
import type {
  ChannelAdapter,
  ChannelContext,
  LookUpOutcome,
  OutgoingPart,
  ReplyWindow,
  SendOutcome,
  WindowFacts,
} from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { blueskyMedia } from './media.js';
import { hasDirectMessages, lookUpPrivateAnswer, sendPrivateAnswer } from './private-answer.js';
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

function send(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  if (part.privateReplyTo !== undefined) {
    return sendPrivateAnswer(part.privateReplyTo, part, context);
  }
  return answersPost(part) ? sendPost(part, context) : sendDirectMessage(part, context);
}

function lookUp(part: OutgoingPart, context: ChannelContext): Promise<LookUpOutcome> {
  if (part.privateReplyTo !== undefined) {
    return lookUpPrivateAnswer(part.privateReplyTo, part, context);
  }
  return answersPost(part) ? lookUpPost(part, context) : lookUpDirectMessage(part, context);
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
  privateReply: { channel: 'bluesky', withinMs: withoutTerm, isSetUp: hasDirectMessages },
  baseUrl: { env: ['SCHAKEL_BLUESKY_BASE_URL'], standard: STANDARD_SERVICE },
  replyWindow,
  send,
  lookUp,
};
