import { DEMO_ASSETS } from './assets.js';
import type { FakeTelegramOptions } from './telegram/options.js';

const BOTS = DEMO_ASSETS.municipalities.flatMap(({ telegram }) => (telegram === undefined ? [] : [telegram]));

/** The bots of the demo municipalities on a Telegram of their own. */
export function demoTelegramOptions(place: { readonly port?: number } = {}): FakeTelegramOptions {
  return { ...place, bots: BOTS.map(({ id, username, name, token }) => ({ id, username, name, token })) };
}

/**
 * Tells Telegram where the updates of each bot go, as its owner does. Schakel's doors stand side by side, so that the one
 * of a bot is found from `/webhooks/meta`.
 */
export async function setDemoWebhooks(telegramUrl: string, metaCallbackUrl: string): Promise<void> {
  for (const { username, token, secret } of BOTS) {
    const url = new URL(`telegram/${username}`, metaCallbackUrl).href;
    const response = await fetch(`${telegramUrl}/bot${token}/setWebhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url, secret_token: secret }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) {
      throw new Error(`Telegram refused the webhook of ${username} (status ${String(response.status)}).`);
    }
  }
}
