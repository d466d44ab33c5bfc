import { parseExactly } from '../../../src/adapter-sdk/index.js';
import type { ChannelEvent, RawRequest, WebhookReceiver } from '../../../src/adapter-sdk/index.js';
import { splitAccountActivity } from './account-activity.js';
import { splitActivity } from './activity.js';
import { answerChallenge, verifySignature } from './handshake-and-signature.js';
import { hashOf, unrecognised, type Origin } from './item-events.js';
import { fieldsOf } from './payloads.js';
import { splitPulled } from './pulled.js';

/** A list may name one thing twice; its first event stands. */
function onceEach(events: readonly ChannelEvent[]): readonly ChannelEvent[] {
  return [
    ...new Map(events.toReversed().map((event) => [`${event.account} ${event.key}`, event])).values(),
  ].toReversed();
}

function read(request: RawRequest, about: Omit<Origin, 'account'>): readonly ChannelEvent[] {
  const parsed = parseExactly(request.rawBody.toString('utf8'));
  const body = parsed.ok ? fieldsOf(parsed.value) : undefined;
  if (body === undefined) {
    return [];
  }
  const [data, pulled] = [fieldsOf(body['data']), fieldsOf(body['pulled'])];
  if (pulled !== undefined && request.account !== undefined) {
    return splitPulled(pulled, { ...about, account: request.account });
  }
  return data === undefined ? splitAccountActivity(body, about) : splitActivity(data, about);
}

/** Bodies of both products come in by one door, and what was pulled is read here as well. */
function split(request: RawRequest, receivedAtMs: number): readonly ChannelEvent[] {
  const about = { receivedAtMs, bodyHash: hashOf(request.rawBody) };
  const events = onceEach(read(request, about));
  const origin = { ...about, account: request.account ?? 'unknown' };
  return events.length > 0 ? events : [unrecognised(origin, about.bodyHash, 'X_BODY_UNREADABLE')];
}

/** One front door for the accounts of all municipalities: one app, one consumer secret. */
export const xReceiver: WebhookReceiver = {
  id: 'x',
  perAccount: false,
  handshake: answerChallenge,
  verify: verifySignature,
  split,
};
