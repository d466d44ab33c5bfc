import type { LookUpOutcome, SendOutcome, TargetContext, TargetDelivery } from '../../../src/adapter-sdk/index.js';
import { bodyOf } from './body.js';
import { outcomeOf } from './errors.js';
import { standardWebhooksSettings } from './settings.js';
import { signedHeaders } from './signing.js';

/** The standard advises senders to wait 15 to 30 seconds. */
const TIMEOUT_MS = 20_000;

export async function deliver(delivery: TargetDelivery, context: TargetContext): Promise<SendOutcome> {
  const { url, secret } = standardWebhooksSettings(context.settings);
  const body = bodyOf(delivery);
  const headers = signedHeaders(secret, { id: delivery.id, body }, context.nowMs);
  if (headers === undefined) {
    return { kind: 'park', code: 'TARGET_SECRET_TOO_SHORT' };
  }
  const result = await context.http({
    method: 'POST',
    url,
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    timeoutMs: TIMEOUT_MS,
  });
  return outcomeOf(result, context.nowMs);
}

/**
 * There is nothing to ask: the standard knows no reading. But it makes every receiver drop a `webhook-id` that it has
 * processed, and ours is the delivery id on every attempt. So a repetition is safe, which is all that `absent` says.
 */
export function lookUp(): Promise<LookUpOutcome> {
  return Promise.resolve({ kind: 'absent' });
}
