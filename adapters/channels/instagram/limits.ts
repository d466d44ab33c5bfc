import { GRAPH_LIMITS, MESSAGING_LIMITS } from '../../vendors/meta/index.js';
import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

export const limits: readonly DatedLimit[] = [
  {
    ...{ what: 'text', value: 1000, unit: 'bytes', validFrom: '2026-11-23', validUntil: null },
    source: 'two independent clients; Meta refuses the whole message above it, 2026-11-23',
  },
  ...MESSAGING_LIMITS,
  ...GRAPH_LIMITS,
];
