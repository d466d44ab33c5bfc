import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

const RATE_LIMITS = 'xdevplatform/docs:x-api/fundamentals/rate-limits.mdx, read 2026-11-27';

/** X sets no window; what the citizen did decides whether it takes an answer. */
export const limits: readonly DatedLimit[] = [
  {
    // A private message may be longer. One limit for both keeps an answer in as many parts wherever it goes.
    ...{ what: 'text', value: 280, unit: 'weighted', validFrom: '2018-10-10', validUntil: null },
    source: 'twitter/twitter-text:config/v3.json, read 2026-11-27',
  },
  {
    ...{ what: 'rate-of-posts', value: 100, unit: 'messages', validFrom: '2026-11-27', validUntil: null },
    rate: { perSeconds: 15 * 60, scope: 'account', way: 'public' },
    source: RATE_LIMITS,
  },
  {
    ...{ what: 'rate-of-direct-messages', value: 15, unit: 'messages', validFrom: '2026-11-27', validUntil: null },
    rate: { perSeconds: 15 * 60, scope: 'account', way: 'private' },
    source: RATE_LIMITS,
  },
  {
    // All accounts of one app together.
    ...{ what: 'rate-of-posts-of-app', value: 10_000, unit: 'messages', validFrom: '2026-11-27', validUntil: null },
    rate: { perSeconds: 24 * 3600, scope: 'app', way: 'public' },
    source: RATE_LIMITS,
  },
  {
    ...{
      what: 'rate-of-direct-messages-of-app',
      value: 1440,
      unit: 'messages',
      validFrom: '2026-11-27',
      validUntil: null,
    },
    rate: { perSeconds: 24 * 3600, scope: 'app', way: 'private' },
    source: RATE_LIMITS,
  },
  {
    ...{
      what: 'rate-of-direct-messages-a-day',
      value: 1440,
      unit: 'messages',
      validFrom: '2026-11-27',
      validUntil: null,
    },
    rate: { perSeconds: 24 * 3600, scope: 'account', way: 'private' },
    source: RATE_LIMITS,
  },
  {
    // X tells nobody that a citizen deleted something: `looksForDeleted` looks once a day.
    ...{ what: 'deleted-text', value: 24, unit: 'hours', validFrom: '2026-11-27', validUntil: null },
    source: 'xdevplatform/docs:developer-guidelines.mdx ("Respect removals"), read 2026-11-27',
  },
];
