import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const AT_MS = 1_795_600_000_000;
const PART: OutgoingPart = {
  reference: 'schakel:out:1',
  account: 'PAGE',
  conversation: '778_21',
  text: 'Dank u',
  citizenAliases: [],
  inReplyTo: '778_22',
  replyMode: 'public',
  firstAttemptAtMs: AT_MS,
};
const OURS = { id: '778_99', message: 'Dank u', created_time: '2026-11-25T09:46:41+0000', from: { id: 'PAGE' } };

function serving(pages: Readonly<Record<string, object>>): ChannelContext & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    http: (request) => {
      const url = new URL(request.url);
      const key = `${url.pathname.split('/')[2] ?? ''}${url.searchParams.get('after') ?? ''}`;
      asked.push(key);
      return Promise.resolve({
        kind: 'answer',
        status: 200,
        headers: {},
        text: JSON.stringify(pages[key] ?? { data: [] }),
      });
    },
    baseUrl: 'http://127.0.0.1:9',
    settings: { accessToken: 't', appSecret: 's' },
    nowMs: AT_MS + 3_600_000,
  };
}

function page(data: readonly object[], after?: string): object {
  return after === undefined ? { data } : { data, paging: { next: 'https://x/?access_token=t', cursors: { after } } };
}

describe('looking for a public answer', () => {
  it('finds it under the comment that was answered', async () => {
    const context = serving({ '778_22': page([OURS]) });
    expect(await adapter.lookUp(PART, context)).toEqual({ kind: 'found', remoteId: '778_99' });
    expect(context.asked).toEqual(['778_22']);
  });

  it('finds it on a later page, and under the first comment of the thread', async () => {
    const context = serving({ '778_21': page([], 'A'), '778_21A': page([OURS]) });
    expect(await adapter.lookUp(PART, context)).toEqual({ kind: 'found', remoteId: '778_99' });
    expect(context.asked).toEqual(['778_22', '778_21', '778_21A']);
  });

  it('says absent when both were seen to the end', async () => {
    const context = serving({});
    expect(await adapter.lookUp(PART, context)).toEqual({ kind: 'absent' });
    expect(context.asked).toEqual(['778_22', '778_21']);
  });

  it('stays unsure of a thread that does not end', async () => {
    const context = serving({ '778_22': page([], 'A'), '778_22A': page([], 'A') });
    expect(await adapter.lookUp(PART, context)).toMatchObject({ kind: 'unsure', code: 'FACEBOOK_THREAD_TOO_LONG' });
    expect(context.asked).toHaveLength(10);
  });
});
