import { describe, expect, it } from '@jest/globals';
import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { metaReceiver } from './index.js';

function eventOf(message: object, contacts: readonly object[] = []): ChannelEvent | undefined {
  const value = { metadata: { phone_number_id: '300' }, contacts, messages: [{ timestamp: '1795430900', ...message }] };
  const entry = [{ id: '2', changes: [{ field: 'messages', value }] }];
  const rawBody = Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry }));
  return metaReceiver.split({ rawBody, headers: {} }, 1_795_600_000_000)[0];
}

describe('a changed user id', () => {
  const changed = (body: string): ChannelEvent | undefined =>
    eventOf({ id: 'wamid.1', type: 'system', system: { type: 'user_changed_user_id', user_id: 'BE.33333333', body } });

  it('replaces the id that the sentence names before it', () => {
    const event = changed('User An changed from BE.22222222 to BE.33333333.');
    expect(event?.replaces).toEqual({ kind: 'bsuid', value: 'BE.22222222', namesConversation: 'always' });
    expect(event?.conversation).toBe('BE.22222222');
  });

  it('replaces nobody whose id a citizen put in the own name', () => {
    const event = changed('User BE.99999999 changed from BE.22222222 to BE.33333333.');
    expect(event?.replaces?.value).toBe('BE.22222222');
    expect(changed('User BE.99999999 changed.')?.replaces).toBeUndefined();
  });
});

describe('a number that a citizen shares', () => {
  const card = (phone: string): object => ({ phones: [{ wa_id: phone }] });
  const shared = (message: object, phone: string): ChannelEvent | undefined =>
    eventOf({ id: 'wamid.1', type: 'contacts', origin: 'contact_request/1', contacts: [card(phone)], ...message });

  it('does not name the conversation: it is what the citizen says', () => {
    expect(shared({ from_user_id: 'BE.22222222' }, '32470000001')?.citizen?.aliases).toEqual([
      { kind: 'bsuid', value: 'BE.22222222', namesConversation: 'always' },
      { kind: 'wa_id', value: '32470000001' },
    ]);
  });

  it('still does when the message itself came from it', () => {
    expect(shared({ from: '32470000001' }, '32470000001')?.citizen?.aliases).toEqual([
      { kind: 'wa_id', value: '32470000001', namesConversation: 'while-held' },
    ]);
  });
});
