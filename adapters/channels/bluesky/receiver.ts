import { createHash } from 'node:crypto';
import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelEvent, RawRequest, Receiver } from '../../../src/adapter-sdk/index.js';
import { unrecognised, type Item } from './events.js';
import { messageEvent } from './messages.js';
import { didOf, fieldsIn, fieldsOf } from './payloads.js';
import { postEvent } from './posts.js';

/** The first of each key: what is told twice in one body is one thing. */
function eachOnce(events: readonly ChannelEvent[]): readonly ChannelEvent[] {
  return [...new Map(events.toReversed().map((event) => [event.key, event])).values()].toReversed();
}

/** A body is what one look gave: `{did, notifications, logs}`, see the puller. Numbers of AT Protocol fit in JSON. */
function split(request: RawRequest, receivedAtMs: number): readonly ChannelEvent[] {
  const body = fieldsOf(jsonOf(request.rawBody.toString('utf8')));
  const common = { account: request.account ?? 'unknown', did: didOf(body?.['did']), receivedAtMs };
  const items = (value: unknown): readonly Item[] => fieldsIn(value).map((fields) => ({ ...common, fields }));
  const events = eachOnce([
    ...items(body?.['notifications']).map((item) => postEvent(item)),
    ...items(body?.['logs']).map((item) => messageEvent(item)),
  ]);
  const hash = createHash('sha256').update(request.rawBody).digest('hex');
  return events.length > 0 ? events : [unrecognised({ ...common, fields: { hash } }, 'BLUESKY_BODY_UNREADABLE')];
}

/** Bluesky posts nothing, so there is no front door: the puller gives the bodies. */
export const blueskyReceiver: Receiver = { id: 'bluesky', split };
