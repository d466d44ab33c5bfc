import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

/** The receiving system sets no window. */
export const limits: readonly DatedLimit[] = [
  {
    ...{ what: 'text', value: 10_000, unit: 'characters', validFrom: '2026-11-23', validUntil: null },
    source: 'our own choice: docs/guides/bring-your-own-channel.md',
  },
];
