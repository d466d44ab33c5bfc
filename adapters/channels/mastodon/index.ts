import { tightestText, withoutTerm } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { lookUpStatus } from './look-up.js';
import { mastodonMedia } from './media.js';
import { mastodonProber } from './prober.js';
import { mastodonPuller } from './pull.js';
import { mastodonReceiver } from './receiver.js';
import { sendStatus } from './send.js';

/** A post can be answered for as long as it is there. */
function replyWindow(): ReplyWindow {
  return { open: true, mode: 'reply', closesAtMs: null };
}

/** Posts and private messages to an account on any instance of Mastodon. */
export const adapter: ChannelAdapter = {
  id: 'mastodon',
  receiver: mastodonReceiver,
  puller: mastodonPuller,
  media: mastodonMedia,
  prober: mastodonProber,
  limits,
  textLimit: tightestText(limits),
  privateReply: { channel: 'mastodon', withinMs: withoutTerm },
  /** There is no platform with an address of its own: `instance` is per account. */
  baseUrl: { env: ['SCHAKEL_MASTODON_BASE_URL'], standard: '' },
  replyWindow,
  send: sendStatus,
  lookUp: lookUpStatus,
};
