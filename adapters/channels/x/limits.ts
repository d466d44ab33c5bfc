import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

/** X sets no window; what the citizen did decides whether it takes an answer. */
export const limits: readonly DatedLimit[] = [
  {
    // A private message may be longer. One limit for both keeps an answer in as many parts wherever it goes.
    ...{ what: 'text', value: 280, unit: 'weighted', validFrom: '2018-10-10', validUntil: null },
    source: 'twitter/twitter-text:config/v3.json, read 2026-11-27',
  },
  {
    // X tells nobody that a citizen deleted something: `looksForDeleted` looks once a day.
    ...{ what: 'deleted-text', value: 24, unit: 'hours', validFrom: '2026-11-27', validUntil: null },
    source: 'xdevplatform/docs:developer-guidelines.mdx ("Respect removals"), read 2026-11-27',
  },
];
