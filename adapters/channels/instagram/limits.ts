import { GRAPH_LIMITS, MESSAGING_LIMITS, PRIVATE_REPLY_LIMITS } from '../../vendors/meta/index.js';
import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

export const limits: readonly DatedLimit[] = [
  {
    ...{ what: 'text', value: 1000, unit: 'bytes', validFrom: '2026-11-23', validUntil: null },
    source: 'two independent clients; Meta refuses the whole message above it, 2026-11-23',
  },
  {
    ...{ what: 'public-text', value: 300, unit: 'characters', validFrom: '2026-11-27', validUntil: null },
    source:
      'https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-media/comments, read 2026-11-27',
  },
  ...MESSAGING_LIMITS,
  ...PRIVATE_REPLY_LIMITS,
  ...GRAPH_LIMITS,
];
