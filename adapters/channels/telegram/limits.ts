import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

const BOT_FAQ = 'https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this, read 2026-11-27';

/** Telegram sets no window once the citizen wrote. */
export const limits: readonly DatedLimit[] = [
  {
    // After entities, of which plain text has none. Schakel counts UTF-16 code units, and no way of counting gives more.
    ...{ what: 'text', value: 4096, unit: 'characters', validFrom: '2026-11-27', validUntil: null },
    source: 'https://core.telegram.org/bots/api#sendmessage, read 2026-11-27',
  },
  {
    // "Around 30": Telegram gives no hard number, and says 429 with a time to wait when it minds.
    ...{ what: 'rate', value: 30, unit: 'messages', validFrom: '2026-11-27', validUntil: null },
    rate: { perSeconds: 1, scope: 'account' },
    source: BOT_FAQ,
  },
  {
    ...{ what: 'rate-of-chat', value: 1, unit: 'messages', validFrom: '2026-11-27', validUntil: null },
    rate: { perSeconds: 1, scope: 'recipient' },
    source: BOT_FAQ,
  },
];
