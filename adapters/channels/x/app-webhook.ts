import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext } from '../../../src/adapter-sdk/index.js';
import { callAsApp } from './app-only.js';
import type { Credentials } from './oauth1.js';
import { at, fieldsIn, idOf } from './payloads.js';

/** The webhook of the app, where the settings of this account name it. One account of an app looks after it for all. */
export function webhookIdOf({ settings }: Pick<ChannelContext, 'settings'>): string | undefined {
  return idOf(settings['webhookId']);
}

/** Whether X posts to the webhook (`x-api/webhooks/introduction.mdx`); undefined when it could not tell. */
export async function isWebhookValid(
  id: string,
  context: ChannelContext,
  credentials: Credentials,
): Promise<boolean | undefined> {
  const result = await callAsApp(context, credentials, { method: 'GET', path: '/2/webhooks' });
  const data = result.kind === 'answer' && result.status === 200 ? at(jsonOf(result.text), 'data') : undefined;
  return Array.isArray(data)
    ? fieldsIn(data).some((one) => idOf(one['id']) === id && one['valid'] === true)
    : undefined;
}

/** Lets X check the webhook again, which puts an invalid one back. */
export async function validateWebhook(id: string, context: ChannelContext, credentials: Credentials): Promise<boolean> {
  const result = await callAsApp(context, credentials, { method: 'PUT', path: `/2/webhooks/${id}` });
  return result.kind === 'answer' && result.status === 200;
}
