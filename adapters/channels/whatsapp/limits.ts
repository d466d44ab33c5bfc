import { GRAPH_LIMITS } from '../../vendors/meta/index.js';
import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

export const limits: readonly DatedLimit[] = [
  {
    ...{ what: 'text', value: 4096, unit: 'characters', validFrom: '2026-11-23', validUntil: null },
    source: 'https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages, read 2026-11-23',
  },
  {
    ...{ what: 'reply-window', value: 24, unit: 'hours', validFrom: '2026-11-23', validUntil: null },
    source: 'https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages, read 2026-11-23',
  },
  ...GRAPH_LIMITS,
];
