import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const AT_MS = 1_795_600_000_000;

function read(type: string, data: object, deliveryId: string = 'msg_1'): ChannelEvent | undefined {
  const rawBody = Buffer.from(JSON.stringify({ type, timestamp: '2026-11-23T10:02:11Z', data }));
  return adapter.receiver.split({ rawBody, headers: { 'webhook-id': deliveryId }, account: 'a' }, AT_MS)[0];
}

describe('one delivery', () => {
  it('gives each version of a message its own key, and its retries the same', () => {
    const data = { conversationId: 'c', messageId: 'm', text: 'x' };
    expect(read('message.updated', data, 'msg_1')?.key).toBe(read('message.updated', data, 'msg_1')?.key);
    expect(read('message.updated', data, 'msg_1')?.key).not.toBe(read('message.updated', data, 'msg_2')?.key);
    expect(read('message.created', data, 'msg_1')?.key).toBe(read('message.created', data, 'msg_2')?.key);
  });

  it.each([
    ['a time with a zone', '2026-11-23T10:02:09Z', 1_795_428_129_000],
    ['a time without a zone', '2026-11-23T10:02:09', 1_795_428_131_000],
    ['no time', undefined, 1_795_428_131_000],
  ])('happened at: %s', (_label, sentAt, expected) => {
    expect(read('message.created', { conversationId: 'c', messageId: 'm', text: 'x', sentAt })?.occurredAtMs).toBe(
      expected,
    );
  });

  it('without content is a placeholder', () => {
    expect(read('message.created', { conversationId: 'c', messageId: 'm' })?.message).toMatchObject({
      isPlaceholder: true,
    });
  });

  it('never takes an unknown type for content', () => {
    fc.assert(
      fc.property(fc.string(), fc.object(), (type, data) => {
        fc.pre(!['message.created', 'message.updated', 'message.deleted', 'delivery.updated'].includes(type));
        expect(read(type, data)).toMatchObject({ action: 'drop', unrecognised: 'STANDARD_TYPE_UNKNOWN' });
      }),
    );
  });
});
