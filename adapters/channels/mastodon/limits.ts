import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

/** Mastodon sets no window. */
export const limits: readonly DatedLimit[] = [
  {
    // An instance takes 500 unless it chose otherwise. The hundred that are left are for the mention of the citizen, of
    // which some instances count the domain too, and for short links, of which each counts as 23.
    ...{ what: 'text', value: 400, unit: 'characters', validFrom: '2026-11-27', validUntil: null },
    source: 'mastodon/mastodon:app/validators/status_length_validator.rb, read 2026-11-27',
  },
  {
    // Of all calls of an account. Looking at it takes a few more of them, so an instance may still say 429.
    ...{ what: 'rate', value: 300, unit: 'messages', validFrom: '2026-11-27', validUntil: null },
    rate: { perSeconds: 5 * 60, scope: 'account' },
    source: 'mastodon/documentation:content/en/api/rate-limits.md, read 2026-11-27',
  },
  {
    ...{ what: 'rate-of-posts', value: 300, unit: 'messages', validFrom: '2026-11-27', validUntil: null },
    rate: { perSeconds: 3 * 3600, scope: 'account' },
    source: 'mastodon/mastodon:app/lib/rate_limiter.rb, read 2026-11-27',
  },
];
