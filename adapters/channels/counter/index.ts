import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
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
  // The longest answer that the API takes: an answer of the counter is always one part.
  textLimit: { max: 20_000, unit: 'characters' },
  /** Nobody is called. */
  baseUrl: { env: [], standard: '' },
  replyWindow,
  send: release,
  lookUp: lookUpRelease,
};
