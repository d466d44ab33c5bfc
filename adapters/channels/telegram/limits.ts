import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

/** Telegram sets no window once the citizen wrote. */
export const limits: readonly DatedLimit[] = [
  {
    // After entities, of which plain text has none. Schakel counts UTF-16 code units, and no way of counting gives more.
    ...{ what: 'text', value: 4096, unit: 'characters', validFrom: '2026-11-27', validUntil: null },
    source: 'https://core.telegram.org/bots/api#sendmessage, read 2026-11-27',
  },
];
