import { createHash } from 'node:crypto';
import { parseExactly } from '../../../src/adapter-sdk/index.js';
import type { ChannelEvent, RawRequest, Receiver } from '../../../src/adapter-sdk/index.js';
import { eventOf } from './events.js';
import { fieldsIn, fieldsOf, instantOf, textOf, type Fields } from './payloads.js';

/** LinkedIn promises no order; what happened first is read first. */
function toldAtMs(item: Fields): number {
  return instantOf(fieldsOf(item['notification'])?.['lastModifiedAt']) ?? 0;
}

/** Splits what the puller gave: notifications, each with the comment that was fetched for it. */
function split(request: RawRequest, receivedAtMs: number): readonly ChannelEvent[] {
  const parsed = parseExactly(request.rawBody.toString('utf8'));
  const body = parsed.ok ? fieldsOf(parsed.value) : undefined;
  const account = request.account ?? 'unknown';
  const items = fieldsIn(body?.['items']).toSorted((a, b) => toldAtMs(a) - toldAtMs(b));
  if (items.length === 0) {
    return [
      {
        ...{ channel: 'linkedin', account, conversation: 'account', action: 'drop', occurredAtMs: receivedAtMs },
        key: `unrecognised:LINKEDIN_BODY_UNREADABLE:${createHash('sha256').update(request.rawBody).digest('hex')}`,
        unrecognised: 'LINKEDIN_BODY_UNREADABLE',
      },
    ];
  }
  return items.map((item) =>
    eventOf({
      ...{ account, receivedAtMs },
      notification: fieldsOf(item['notification']) ?? {},
      comment: fieldsOf(item['comment']),
      missing: textOf(item['missing']),
    }),
  );
}

/** LinkedIn's webhooks need a partner tier and are not used: nothing comes in but what was pulled. */
export const linkedInReceiver: Receiver = { id: 'linkedin', split };
