import { describe, expect, it } from '@jest/globals';
import { metaReceiver } from './index.js';

const SENT_S = 1_795_600_000;
const THREE_WEEKS_S = 21 * 86_400;
const HOUR_MS = 3_600_000;

function keyOfFirst(object: string, entry: object, receivedAtMs = SENT_S * 1000): string {
  const rawBody = Buffer.from(JSON.stringify({ object, entry: [{ id: '2', ...entry }] }));
  return metaReceiver.split({ rawBody, headers: {} }, receivedAtMs)[0]?.key ?? '';
}

const BLOCKED = { field: 'account_update', value: { phone_number: '3290000000', event: 'DISABLED_UPDATE' } };
const METADATA = { phone_number_id: '300' };
const BUSY = { field: 'messages', value: { metadata: METADATA, errors: [{ code: 130429, title: 'Rate limit hit' }] } };
const POLICY = { field: 'messaging_policy_enforcement', value: { action: 'block', reason: 'x' } };

describe.each([
  ['an account update of WhatsApp', 'whatsapp_business_account', BLOCKED],
  ['an error of a number', 'whatsapp_business_account', BUSY],
  ['a policy action on a page', 'page', POLICY],
])('the key of %s', (_label, object, change) => {
  it('is the same when it is delivered again', () => {
    const entry = { time: SENT_S, changes: [change] };
    expect(keyOfFirst(object, entry, SENT_S * 1000 + 6 * HOUR_MS)).toBe(keyOfFirst(object, entry));
  });

  it('is another one when the same comes about again weeks later', () => {
    const again = keyOfFirst(object, { time: SENT_S + THREE_WEEKS_S, changes: [change] });
    expect(again).not.toBe(keyOfFirst(object, { time: SENT_S, changes: [change] }));
  });

  it('does not depend on when it was received where Meta tells no time', () => {
    const received = SENT_S * 1000 + 6 * HOUR_MS;
    expect(keyOfFirst(object, { changes: [change] }, received)).toBe(keyOfFirst(object, { changes: [change] }));
  });
});

it('takes the time of the fact itself before that of the entry, which may differ on a redelivery', () => {
  const told = (timestamp: number, time: number): string => {
    const value = { preference: 'stop', timestamp };
    return keyOfFirst('whatsapp_business_account', { time, changes: [{ field: 'user_preferences', value }] });
  };
  expect(told(SENT_S, SENT_S + 60)).toBe(told(SENT_S, SENT_S));
  expect(told(SENT_S + 60, SENT_S)).not.toBe(told(SENT_S, SENT_S));
});
