import { GRAPH_LIMITS, MESSAGING_LIMITS } from '../../vendors/meta/index.js';
import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

export const limits: readonly DatedLimit[] = [
  {
    ...{ what: 'text', value: 2000, unit: 'characters', validFrom: '2026-11-23', validUntil: null },
    source: 'https://developers.facebook.com/docs/messenger-platform/reference/send-api, read 2026-11-23',
  },
  ...MESSAGING_LIMITS,
  ...GRAPH_LIMITS,
];
