import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

/** Bluesky sets no window. */
export const limits: readonly DatedLimit[] = [
  {
    // Bluesky counts graphemes, and bytes up to 3,000. Neither can be over it while 300 UTF-16 code units are not.
    ...{ what: 'text', value: 300, unit: 'characters', validFrom: '2026-11-27', validUntil: null },
    source: 'bluesky-social/atproto:lexicons/app/bsky/feed/post.json, read 2026-11-27',
  },
];
