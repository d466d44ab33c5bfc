import { tightestText, withoutTerm } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
import { lookUpAnswer } from './look-up.js';
import { PRICE_ITEMS, priceOf } from './prices.js';
import { xProber } from './prober.js';
import { xPuller } from './pull.js';
import { xReceiver } from './receiver.js';
import { sendAnswer } from './send.js';
import { replyWindow } from './window.js';

/** Mentions, replies, quotes and private messages to accounts on X. */
export const adapter: ChannelAdapter = {
  id: 'x',
  receiver: xReceiver,
  puller: xPuller,
  prober: xProber,
  limits,
  appOf: ({ consumerKey }) => (typeof consumerKey === 'string' ? consumerKey : undefined),
  textLimit: tightestText(limits),
  privateReply: { channel: 'x', withinMs: withoutTerm },
  baseUrl: { env: ['SCHAKEL_X_BASE_URL'], standard: 'https://api.x.com' },
  priceItems: PRICE_ITEMS,
  priceOf,
  replyWindow,
  send: sendAnswer,
  lookUp: lookUpAnswer,
};
