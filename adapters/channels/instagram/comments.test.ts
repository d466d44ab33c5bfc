import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const AT_MS = Date.parse('2026-11-25T09:46:40Z');
const ACCOUNT = '17841400000000001';
const PART: OutgoingPart = {
  reference: 'schakel:out:1',
  account: ACCOUNT,
  conversation: '18000000000000100',
  text: 'Dank u',
  citizenAliases: [],
  inReplyTo: '18000000000000111',
  way: 'public',
  replyMode: 'public',
  firstAttemptAtMs: AT_MS,
};

function giving(body: object, nowMs = AT_MS): ChannelContext & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve({ kind: 'answer', status: 200, headers: {}, text: JSON.stringify(body) });
    },
    baseUrl: 'http://127.0.0.1:9',
    settings: { accessToken: 't', appSecret: 's' },
    nowMs,
  };
}

function called({ requests }: { readonly requests: readonly HttpRequest[] }): string {
  return new URL(requests[0]?.url ?? '').pathname;
}

describe('an answer on Instagram', () => {
  it('goes under the top-level comment when it is public', async () => {
    const context = giving({ id: '18000000000000999' });
    expect(await adapter.send(PART, context)).toEqual({ kind: 'delivered', remoteId: '18000000000000999' });
    expect(called(context)).toBe('/v26.0/18000000000000100/replies');
    expect(context.requests[0]?.body).toBe('{"message":"Dank u"}');
  });

  it.each([
    ['that is private', { ...PART, way: 'private' } as const],
    ['that answers a comment in private', { ...PART, way: 'private', privateReplyTo: '18000000000000100' } as const],
    // An answer from before ways were told can only be one to a message.
    ['of which nobody told the way', { ...PART, way: undefined }],
  ])('never goes in public, %s', async (_label, { way, ...part }) => {
    const context = giving({ message_id: 'm_1', recipient_id: '99' });
    await adapter.send({ ...part, ...(way === undefined ? {} : { way }) }, context);
    expect(context.requests.map((_, index) => called({ requests: context.requests.slice(index) }))).toEqual([
      `/v26.0/${ACCOUNT}/messages`,
    ]);
  });

  it('has a window in private and none in public', () => {
    const facts = { lastCitizenAtMs: 0, nowMs: 9e9, isHumanAuthor: true, settings: {} };
    expect(adapter.replyWindow({ ...facts, isPublic: true })).toMatchObject({ open: true, closesAtMs: null });
    expect(adapter.replyWindow({ ...facts, isPublic: false })).toMatchObject({ open: false });
  });

  it('is found by its words, by the account itself', async () => {
    const reply = (id: string, author: object) => ({
      ...{ id, text: 'Dank u', timestamp: '2026-11-25T09:46:41+0000' },
      ...author,
    });
    const theirs = reply('1', { from: { id: '9900000000000078' } });
    const found = { kind: 'found', remoteId: '2' };
    expect(await adapter.lookUp(PART, giving({ data: [theirs, reply('2', { user: { id: ACCOUNT } })] }))).toEqual(
      found,
    );
    expect(await adapter.lookUp(PART, giving({ data: [theirs] }, AT_MS + 600_000))).toEqual({ kind: 'absent' });
  });

  it('hides a comment, and shows it again', async () => {
    const hide = async (hidden: boolean) => {
      const context = giving({ success: true });
      const request = { account: ACCOUNT, messageId: '18000000000000100', hidden, firstAttemptAtMs: AT_MS };
      expect(await adapter.hide?.(request, context)).toEqual({ kind: 'delivered' });
      return [called(context), context.requests[0]?.body];
    };
    expect(await hide(true)).toEqual(['/v26.0/18000000000000100', '{"hide":true}']);
    expect(await hide(false)).toEqual(['/v26.0/18000000000000100', '{"hide":false}']);
  });
});
