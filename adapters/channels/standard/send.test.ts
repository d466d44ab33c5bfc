import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';
import { standardReceiver } from './receiver.js';

const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const AT_MS = 1_795_600_000_000;
const PART: OutgoingPart = {
  reference: 'schakel:out:01JD8R',
  account: 'meldpunt',
  conversation: 'app-meldpunt-88',
  text: 'De boom is weg.',
  citizenAliases: [],
  inReplyTo: 'm-1',
  replyMode: 'webhook',
  firstAttemptAtMs: AT_MS,
};

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

function giving(answer: Answer, settings: object = {}): ChannelContext & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve({ kind: 'answer', headers: {}, text: '', ...answer });
    },
    baseUrl: '',
    settings: { replyUrl: 'https://app.example/replies', replySecret: SECRET, ...settings },
    nowMs: AT_MS,
  };
}

describe('a reply', () => {
  it('is posted signed, under its reference, and passes our own door', async () => {
    const context = giving({ status: 204 });
    expect(await adapter.send(PART, context)).toEqual({ kind: 'delivered', remoteId: 'schakel:out:01JD8R' });
    const [request] = context.requests;
    expect(request?.url).toBe('https://app.example/replies');
    expect(request?.headers?.['webhook-id']).toBe('schakel:out:01JD8R');
    const body = request?.body ?? '';
    expect(JSON.parse(body)).toEqual({
      type: 'message.reply',
      timestamp: '2026-11-25T09:46:40.000Z',
      data: {
        conversationId: 'app-meldpunt-88',
        text: 'De boom is weg.',
        inReplyTo: 'm-1',
        reference: 'schakel:out:01JD8R',
      },
    });
    const headers = request?.headers ?? {};
    const verdict = standardReceiver.verify({ rawBody: Buffer.from(body), headers }, { signing: [SECRET] }, AT_MS);
    expect(verdict).toEqual({ ok: true });
  });

  it('keeps its id over attempts and signs a new time', async () => {
    const first = giving({ status: 500 });
    const second = { ...giving({ status: 500 }), nowMs: AT_MS + 60_000 };
    await adapter.send(PART, first);
    await adapter.send(PART, second);
    const header = (name: string): readonly (string | undefined)[] =>
      [first, second].map((context) => context.requests[0]?.headers?.[name]);
    expect(new Set(header('webhook-id')).size).toBe(1);
    expect(new Set(header('webhook-timestamp')).size).toBe(2);
  });

  it.each([
    ['no address', { replyUrl: '' }],
    ['no address at all', { replyUrl: 'somewhere' }],
    ['a path and no base address', { replyUrl: '/replies' }],
    ['a secret that is too short', { replySecret: 'whsec_BwcH' }],
  ])('waits for configuration with %s', async (_label, settings) => {
    const context = giving({ status: 200 }, settings);
    expect(await adapter.send(PART, context)).toEqual({ kind: 'park', code: 'STANDARD_REPLY_NOT_CONFIGURED' });
    expect(context.requests).toEqual([]);
  });
});

describe('what a status means', () => {
  it.each([
    [200, {}, { kind: 'delivered' }],
    [301, {}, { kind: 'park', code: 'STANDARD_ENDPOINT_MOVED' }],
    [401, {}, { kind: 'park', code: 'STANDARD_REPLY_UNAUTHORISED' }],
    [403, {}, { kind: 'park', code: 'STANDARD_REPLY_UNAUTHORISED' }],
    [404, {}, { kind: 'park', code: 'STANDARD_ENDPOINT_UNKNOWN' }],
    [410, {}, { kind: 'park', code: 'STANDARD_ENDPOINT_GONE' }],
    [400, {}, { kind: 'quarantined', code: 'STANDARD_REPLY_NOT_ACCEPTED' }],
    [422, {}, { kind: 'quarantined', code: 'STANDARD_REPLY_NOT_ACCEPTED' }],
    [429, { 'retry-after': '30' }, { kind: 'retry', code: 'STANDARD_BUSY', afterMs: 30_000 }],
    [
      503,
      { 'retry-after': 'Wed, 25 Nov 2026 09:47:40 GMT' },
      { kind: 'retry', code: 'STANDARD_BUSY', afterMs: 60_000 },
    ],
    [503, { 'retry-after': 'soon' }, { kind: 'retry', code: 'STANDARD_BUSY' }],
    [500, {}, { kind: 'retry', code: 'STANDARD_BUSY' }],
  ])('%p with %j', async (status, headers, expected) => {
    expect(await adapter.send(PART, giving({ status, headers }))).toMatchObject(expected);
  });
});
