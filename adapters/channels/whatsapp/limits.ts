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
  {
    // What comes in counts as well, which only Meta sees; at 80 a second that is no matter for a municipality.
    ...{ what: 'rate', value: 80, unit: 'messages', validFrom: '2026-05-21', validUntil: null },
    rate: { perSeconds: 1, scope: 'account' },
    source: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput, read 2026-11-27',
  },
  {
    // More may go at once, but each has to be waited for afterwards; an answer loses little by waiting before.
    ...{ what: 'rate-of-pair', value: 1, unit: 'messages', validFrom: '2026-11-23', validUntil: null },
    rate: { perSeconds: 6, scope: 'recipient' },
    source: 'yvfl/api-whatsapp-docs:docs/recado/sobre_a_plataforma/about_the_platform.md, read 2026-11-23',
  },
  ...GRAPH_LIMITS,
];
