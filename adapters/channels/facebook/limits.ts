import { GRAPH_LIMITS, PRIVATE_REPLY_LIMITS } from '../../vendors/meta/index.js';
import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

/** Public answers have no window. How often a Page may call depends on who visits it, so there is no number to keep to. */
export const limits: readonly DatedLimit[] = [
  {
    ...{ what: 'text', value: 8000, unit: 'characters', validFrom: '2026-11-23', validUntil: null },
    source: 'what others hold to; not confirmed by Meta, 2026-11-23',
  },
  ...PRIVATE_REPLY_LIMITS,
  ...GRAPH_LIMITS,
];
