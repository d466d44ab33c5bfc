import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { emailMedia } from './media.js';
import { emailProber } from './prober.js';
import { emailPuller } from './pull.js';
import { emailReceiver } from './receiver.js';
import { lookUpAnswer, sendAnswer } from './send.js';

/** A mail can be answered for as long as its writer has the address. */
function replyWindow(): ReplyWindow {
  return { open: true, mode: 'reply', closesAtMs: null };
}

/** Mail to an address of a municipality, read over IMAP and answered over SMTP. The account is the address. */
export const adapter: ChannelAdapter = {
  id: 'email',
  receiver: emailReceiver,
  puller: emailPuller,
  media: emailMedia,
  limits,
  textLimit: tightestText(limits),
  prober: emailProber,
  citesThread: true,
  /** There is no platform with an address of its own: the servers are per account. */
  baseUrl: { env: ['SCHAKEL_EMAIL_BASE_URL'], standard: '' },
  replyWindow,
  send: sendAnswer,
  lookUp: lookUpAnswer,
};
