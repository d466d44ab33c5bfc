import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
import { lookUpStatus } from './look-up.js';
import { mastodonMedia } from './media.js';
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
  // An instance takes 500 unless it chose otherwise. The hundred that are left are for the mention of the citizen, of
  // which some instances count the domain too, and for short links, of which each counts as 23.
  textLimit: { max: 400, unit: 'characters' },
  /** There is no platform with an address of its own: `instance` is per account. */
  baseUrl: { env: ['SCHAKEL_MASTODON_BASE_URL'], standard: '' },
  replyWindow,
  send: sendStatus,
  lookUp: lookUpStatus,
};
