import { GRAPH_LIMITS, MESSAGING_LIMITS, PRIVATE_REPLY_RATES } from '../../vendors/meta/index.js';
import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

const RATE_LIMITS =
  'https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting, read 2026-11-27';

export const limits: readonly DatedLimit[] = [
  {
    ...{ what: 'text', value: 2000, unit: 'characters', validFrom: '2026-11-23', validUntil: null },
    source: 'https://developers.facebook.com/docs/messenger-platform/reference/send-api, read 2026-11-23',
  },
  {
    // For texts; what holds a film or a sound may go ten times a second, and answers hold none.
    ...{ what: 'rate', value: 300, unit: 'messages', validFrom: '2026-03-23', validUntil: null },
    rate: { perSeconds: 1, scope: 'account' },
    source: RATE_LIMITS,
  },
  ...MESSAGING_LIMITS,
  ...PRIVATE_REPLY_RATES,
  ...GRAPH_LIMITS,
];
