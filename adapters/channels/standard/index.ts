import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { standardReceiver } from './receiver.js';
import { lookUpReply, sendReply } from './send.js';

function replyWindow(): ReplyWindow {
  return { open: true, mode: 'webhook', closesAtMs: null };
}

/** Any system that posts and takes signed webhooks by the Standard Webhooks specification. */
export const adapter: ChannelAdapter = {
  id: 'standard',
  receiver: standardReceiver,
  limits,
  textLimit: tightestText(limits),
  /** There is no platform with an address of its own: `replyUrl` is per account. */
  baseUrl: { env: ['SCHAKEL_STANDARD_BASE_URL'], standard: '' },
  replyWindow,
  send: sendReply,
  lookUp: lookUpReply,
};
