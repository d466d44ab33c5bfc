import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

/** X sets no window; what the citizen did decides whether it takes an answer. */
export const limits: readonly DatedLimit[] = [
  {
    // A private message may be longer. One limit for both keeps an answer in as many parts wherever it goes.
    ...{ what: 'text', value: 280, unit: 'weighted', validFrom: '2018-10-10', validUntil: null },
    source: 'twitter/twitter-text:config/v3.json, read 2026-11-27',
  },
];
