import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

/** Mastodon sets no window. */
export const limits: readonly DatedLimit[] = [
  {
    // An instance takes 500 unless it chose otherwise. The hundred that are left are for the mention of the citizen, of
    // which some instances count the domain too, and for short links, of which each counts as 23.
    ...{ what: 'text', value: 400, unit: 'characters', validFrom: '2026-11-27', validUntil: null },
    source: 'mastodon/mastodon:app/validators/status_length_validator.rb, read 2026-11-27',
  },
];
