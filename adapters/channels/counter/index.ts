import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { counterReceiver } from './receiver.js';
import { lookUpRelease, release } from './release.js';

/** An answer waits for the citizen for as long as the ticket is there. */
function replyWindow(): ReplyWindow {
  return { open: true, mode: 'counter', closesAtMs: null };
}

/** The web form and the chat widget on a municipality's own site. */
export const adapter: ChannelAdapter = {
  id: 'counter',
  receiver: counterReceiver,
  limits,
  textLimit: tightestText(limits),
  /** Nobody is called. */
  baseUrl: { env: [], standard: '' },
  replyWindow,
  send: release,
  lookUp: lookUpRelease,
};
