import type { ChannelContext, HttpResult } from '../../../src/adapter-sdk/index.js';

const TIMEOUT_MS = 20_000;

/** The number of the bot, a colon, and letters. Nothing in it needs escaping in a path, and nothing can leave the path. */
const TOKEN = /^\d{1,20}:[A-Za-z0-9_-]{1,100}$/;

/** The token of the bot, if it has the form of one. */
export function tokenOf(context: ChannelContext): string | undefined {
  const token = context.settings['botToken'];
  return typeof token === 'string' && TOKEN.test(token) ? token : undefined;
}

/**
 * One call of the Bot API; undefined while there is no token that can be one. The Bot API wants it in the path, so the
 * causes of failures are cleared of it here.
 */
export async function callBot(method: string, body: object, context: ChannelContext): Promise<HttpResult | undefined> {
  const token = tokenOf(context);
  if (token === undefined) {
    return undefined;
  }
  const result = await context.http({
    method: 'POST',
    url: `${context.baseUrl}/bot${token}/${method}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    timeoutMs: TIMEOUT_MS,
  });
  return result.kind === 'answer' ? result : { ...result, cause: result.cause.replaceAll(token, '[token]') };
}
