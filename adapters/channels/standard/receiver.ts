import { createHash } from 'node:crypto';
import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelEvent, RawRequest, WebhookReceiver } from '../../../src/adapter-sdk/index.js';
import { normalise, unrecognised } from './normalise.js';
import { fieldsOf, idOf, instantOf, textOf } from './payloads.js';
import { verifyStandardWebhook } from './scheme.js';

function split(request: RawRequest, receivedAtMs: number): readonly ChannelEvent[] {
  const deliveryId = idOf(request.headers['webhook-id']) ?? createHash('sha256').update(request.rawBody).digest('hex');
  const account = idOf(request.account) ?? 'unknown';
  const body = fieldsOf(jsonOf(request.rawBody.toString('utf8')));
  if (body === undefined) {
    return [unrecognised({ account, deliveryId, sentAtMs: receivedAtMs }, 'STANDARD_BODY_UNREADABLE')];
  }
  return [
    normalise({
      account,
      deliveryId,
      type: textOf(body['type']) ?? '',
      data: fieldsOf(body['data']) ?? {},
      sentAtMs: instantOf(body['timestamp']) ?? receivedAtMs,
    }),
  ];
}

/** The front door for any system that speaks Standard Webhooks: a web form, an app, a chat of a supplier. */
export const standardReceiver: WebhookReceiver = {
  id: 'standard',
  perAccount: true,
  verify: verifyStandardWebhook,
  split,
};
