import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

const WRITE_POINTS = 'bluesky-social/atproto:packages/pds/src/rate-limits.ts, read 2026-11-27';

/** Bluesky sets no window. */
export const limits: readonly DatedLimit[] = [
  {
    // Bluesky counts graphemes, and bytes up to 3,000. Neither can be over it while 300 UTF-16 code units are not.
    ...{ what: 'text', value: 300, unit: 'characters', validFrom: '2026-11-27', validUntil: null },
    source: 'bluesky-social/atproto:lexicons/app/bsky/feed/post.json, read 2026-11-27',
  },
  {
    // 5,000 points, of which a new post costs 3. Direct messages are no writes to the repository and have no number.
    ...{ what: 'rate', value: 1666, unit: 'messages', validFrom: '2026-11-27', validUntil: null },
    rate: { perSeconds: 3600, scope: 'account', way: 'public' },
    source: WRITE_POINTS,
  },
  {
    // 35,000 points.
    ...{ what: 'rate-a-day', value: 11_666, unit: 'messages', validFrom: '2026-11-27', validUntil: null },
    rate: { perSeconds: 24 * 3600, scope: 'account', way: 'public' },
    source: WRITE_POINTS,
  },
];
