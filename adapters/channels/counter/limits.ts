import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

/** An answer waits at the counter for as long as the ticket is there. */
export const limits: readonly DatedLimit[] = [
  {
    // The longest answer that the API takes: an answer of the counter is always one part.
    ...{ what: 'text', value: 20_000, unit: 'characters', validFrom: '2026-11-27', validUntil: null },
    source: 'our own choice',
  },
];
