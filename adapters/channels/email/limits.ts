import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

/** Mail has no window. */
export const limits: readonly DatedLimit[] = [
  {
    ...{ what: 'text', value: 100_000, unit: 'characters', validFrom: '2026-11-27', validUntil: null },
    source: 'our own choice: no server refuses so short a mail, and no answer is longer',
  },
];
