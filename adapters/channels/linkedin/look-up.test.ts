import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, HttpResult, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const AT_MS = 1_795_600_000_000;
const MINUTE_MS = 60_000;
const PAGE_URN = 'urn:li:organization:9900001';
const PART: OutgoingPart = {
  reference: 'schakel:out:01JD8R',
  account: '9900001',
  conversation: '7400,7500',
  text: 'Op 1 mei.',
  citizenAliases: [],
  replyMode: 'public',
  firstAttemptAtMs: AT_MS,
};

function comment(number: number, more: object = {}): object {
  return {
    commentUrn: `urn:li:comment:(urn:li:activity:7400,${String(number)})`,
    actor: PAGE_URN,
    message: { text: 'Op  1 mei. ' },
    created: { time: AT_MS + 500 },
    ...more,
  };
}

/** Shows these comments a hundred at a time, to who looks so long after the first attempt. */
function showing(comments: readonly object[], laterMs: number): ChannelContext & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      const start = Number(/start=(\d+)/.exec(request.url)?.[1]);
      const elements = comments.slice(start, start + 100);
      const text = JSON.stringify({ elements, paging: { start, count: 100, total: comments.length } });
      return Promise.resolve({ kind: 'answer', status: 200, headers: {}, text });
    },
    baseUrl: 'https://linkedin.example',
    settings: { accessToken: 'token' },
    nowMs: AT_MS + laterMs,
  };
}

const LATE_MS = 60 * MINUTE_MS;

describe('a look for an answer', () => {
  it('finds the same words by the page in that place', async () => {
    const context = showing([comment(1, { actor: 'urn:li:person:A' }), comment(2)], 1000);
    expect(await adapter.lookUp(PART, context)).toEqual({ kind: 'found', remoteId: '7400,2' });
    expect(context.requests.map(({ url }) => url)).toEqual([
      'https://linkedin.example/rest/socialActions/urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A7400%2C7500%29' +
        '/comments?start=0&count=100',
    ]);
  });

  it.each([
    ['somebody else', { actor: 'urn:li:person:A' }],
    ['another page', { actor: 'urn:li:organization:1' }],
    ['other words', { message: { text: 'Op 2 mei.' } }],
    ['an earlier answer with the same words', { created: { time: AT_MS - 2 * MINUTE_MS } }],
  ])('does not take %s for ours', async (_label, more) => {
    expect(await adapter.lookUp(PART, showing([comment(1, more)], LATE_MS))).toEqual({ kind: 'absent' });
  });

  it('believes that it is absent after ten minutes only', async () => {
    expect(await adapter.lookUp(PART, showing([], 4 * MINUTE_MS))).toEqual({
      ...{ kind: 'unsure', afterMs: 6 * MINUTE_MS, code: 'LINKEDIN_NOT_SHOWN_YET' },
    });
    expect(await adapter.lookUp(PART, showing([], 10 * MINUTE_MS))).toEqual({ kind: 'absent' });
  });

  it('reads to the end before it says so', async () => {
    const others = Array.from({ length: 250 }, (_, index) => comment(index, { message: { text: 'Dag' } }));
    const context = showing([...others, comment(999)], LATE_MS);
    expect(await adapter.lookUp(PART, context)).toEqual({ kind: 'found', remoteId: '7400,999' });
    expect(context.requests).toHaveLength(3);
    expect(await adapter.lookUp(PART, showing(others, LATE_MS))).toEqual({ kind: 'absent' });
  });

  it('says that it does not know where there are more than it reads', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => comment(index, { message: { text: 'Dag' } }));
    const context = showing(many, LATE_MS);
    expect(await adapter.lookUp(PART, context)).toMatchObject({ kind: 'unsure', code: 'LINKEDIN_THREAD_TOO_LONG' });
    expect(context.requests).toHaveLength(10);
  });

  it.each([
    ['the author', { actor: undefined }],
    ['the time', { created: undefined }],
  ])('says that it does not know where LinkedIn leaves out %s', async (_label, more) => {
    expect(await adapter.lookUp(PART, showing([comment(1, more)], LATE_MS))).toMatchObject({
      ...{ kind: 'unsure', code: 'LINKEDIN_AUTHOR_NOT_SHOWN' },
    });
  });

  it.each<[string, HttpResult, object]>([
    ['a limit', { kind: 'answer', status: 429, headers: { 'retry-after': '9' }, text: '{}' }, { afterMs: 9000 }],
    ['a dead token', { kind: 'answer', status: 401, headers: {}, text: '{}' }, { code: 'LINKEDIN_TOKEN_INVALID' }],
    ['no list', { kind: 'answer', status: 200, headers: {}, text: '{}' }, { code: 'LINKEDIN_ANSWER_UNREADABLE' }],
  ])('is unsure after %s', async (_label, result, expected) => {
    const context = { ...showing([], LATE_MS), http: () => Promise.resolve(result) };
    expect(await adapter.lookUp(PART, context)).toMatchObject({ kind: 'unsure', ...expected });
  });

  it('for an answer that had no place needs no call', async () => {
    const context = showing([], LATE_MS);
    expect(await adapter.lookUp({ ...PART, conversation: 'account' }, context)).toEqual({ kind: 'absent' });
    expect(context.requests).toEqual([]);
  });
});
