import { describe, expect, it } from '@jest/globals';
import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { messagingEvents, standbyEvents } from './messaging.js';

const PLACE = { channel: 'messenger', account: 'PAGE', sentAtMs: 1_795_430_500_000 };
const CITIZEN = { id: 'U1' };

function read(item: object): readonly ChannelEvent[] {
  return messagingEvents({ sender: CITIZEN, recipient: { id: 'PAGE' }, timestamp: 1795430410987, ...item }, PLACE);
}

describe('direction', () => {
  it.each([
    ['from a citizen', CITIZEN, { id: 'PAGE' }, 'open', 'U1'],
    ['from the page', { id: 'PAGE' }, CITIZEN, 'outside', 'U1'],
    ['from a plug-in visitor', { user_ref: 'ref1' }, { id: 'PAGE' }, 'open', 'ref1'],
    ['between strangers', { id: '1' }, { id: '2' }, 'drop', 'account'],
    ['from the page to itself', { id: 'PAGE' }, { id: 'PAGE' }, 'drop', 'account'],
    ['from nobody', undefined, { id: 'PAGE' }, 'drop', 'account'],
  ])('%s', (...[, sender, recipient, action, conversation]) => {
    const [event] = messagingEvents({ sender, recipient, message: { mid: 'm1', text: 'x' } }, PLACE);
    expect(event).toMatchObject({ action, conversation });
  });
});

describe('echoes', () => {
  const echo = { sender: { id: 'PAGE' }, recipient: CITIZEN };

  it('of ours confirm by reference, of others are an answer given outside', () => {
    const ours = read({ ...echo, message: { mid: 'm1', is_echo: true, metadata: 'schakel:out:1', text: 'x' } });
    expect(ours[0]?.receipt).toEqual({ status: 'sent', messageId: 'm1', reference: 'schakel:out:1' });
    for (const metadata of [undefined, 'other-app', 'xschakel:out:1']) {
      expect(read({ ...echo, message: { mid: 'm1', is_echo: true, metadata, text: 'x' } })[0]?.action).toBe('outside');
    }
  });
});

describe('what misses its id', () => {
  it('gets one from its facts, the same on redelivery', () => {
    const keys = [{ text: 'a' }, { text: 'a' }, { text: 'b' }].map((message) => read({ message })[0]?.key);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[2]);
  });

  it.each([
    ['an edit', { message_edit: { text: 'x' } }, 'META_EDIT_WITHOUT_ID'],
    ['a receipt', { read: {} }, 'META_RECEIPT_UNREADABLE'],
    ['a payload that is no object', { message: 'x' }, 'META_MESSAGING_UNREADABLE'],
    ['an item of a new kind', { hologram: {} }, 'META_MESSAGING_KIND_UNKNOWN'],
  ])('%s is unrecognised', (_label, item, unrecognised) => {
    expect(read(item)).toMatchObject([{ action: 'drop', unrecognised }]);
  });
});

describe('receipts without a watermark', () => {
  it('are one event a message', () => {
    const events = read({ delivery: { mids: ['m1', 'm2'] } });
    expect(events.map((event) => event.receipt)).toEqual([
      { status: 'delivered', messageId: 'm1' },
      { status: 'delivered', messageId: 'm2' },
    ]);
  });
});

describe('standby', () => {
  const item = { sender: CITIZEN, recipient: { id: 'PAGE' }, timestamp: 1795430410987 };

  it('notes content under another key than the real message would have', () => {
    const [event] = standbyEvents({ ...item, message: { mid: 'm1', attachments: [{ type: 'sticker' }] } }, PLACE);
    expect(event).toMatchObject({ action: 'note', reason: 'META_STANDBY', about: 'm1', key: 'standby:message%3Am1' });
    expect(event).not.toHaveProperty('message');
    expect(event).not.toHaveProperty('restartsClock');
  });

  it('still withdraws what the citizen withdrew', () => {
    const [event] = standbyEvents({ ...item, message: { mid: 'm1', is_deleted: true } }, PLACE);
    expect(event).toMatchObject({ action: 'redact', about: 'm1', key: 'deleted:m1' });
  });
});
