import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { lookUpComment } from './look-up.js';
import { linkedInProber } from './prober.js';
import { linkedInPuller } from './pull.js';
import { linkedInReceiver } from './receiver.js';
import { sendComment } from './send.js';
import { permalinkOf } from './urn.js';

/** A public answer may be given for as long as the comment stands. */
function replyWindow(): ReplyWindow {
  return { open: true, mode: 'public', closesAtMs: null };
}

/** Comments on the posts of a LinkedIn page, and posts that mention it, answered in public. */
export const adapter: ChannelAdapter = {
  id: 'linkedin',
  receiver: linkedInReceiver,
  puller: linkedInPuller,
  prober: linkedInProber,
  limits,
  textLimit: tightestText(limits),
  original: { platform: 'LinkedIn', permalink: permalinkOf },
  baseUrl: { env: ['SCHAKEL_LINKEDIN_BASE_URL'], standard: 'https://api.linkedin.com' },
  replyWindow,
  send: sendComment,
  lookUp: lookUpComment,
};
