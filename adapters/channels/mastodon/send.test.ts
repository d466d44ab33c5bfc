import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, HttpResult, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const AT_MS = 1_795_600_000_000;
const HOUR_MS = 3_600_000;
const PART: OutgoingPart = {
  reference: 'schakel:out:01JD8R',
  account: 'gent-mastodon',
  conversation: 'open:800:5501',
  text: 'Een nieuwe pas ligt klaar.',
  citizenAliases: [{ kind: 'mastodon_handle', value: 'wout@social.voorbeeld' }],
  inReplyTo: 'public:900',
  replyMode: 'reply',
  firstAttemptAtMs: AT_MS,
};

type Answers = (request: HttpRequest) => HttpResult;

function asked(answers: Answers, change: object = {}): ChannelContext & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve(answers(request));
    },
    baseUrl: '',
    settings: { instance: 'https://mast.voorbeeld', accessToken: 'token-1' },
    nowMs: AT_MS,
    ...change,
  };
}

function answering(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResult {
  return { kind: 'answer', status, headers, text: JSON.stringify(body) };
}

const ACCEPTED = answering(200, { id: '901', uri: 'https://mast.voorbeeld/users/gemeente/statuses/901' });

async function bodyFor(change: Partial<OutgoingPart>): Promise<unknown> {
  const context = asked(() => ACCEPTED);
  await adapter.send({ ...PART, ...change }, context);
  return JSON.parse(context.requests[0]?.body ?? '');
}

describe('an answer', () => {
  it('mentions the citizen under the post that it answers, once however often it is sent', async () => {
    const context = asked(() => ACCEPTED);
    expect(await adapter.send(PART, context)).toEqual({ kind: 'delivered', remoteId: 'public:901' });
    expect(context.requests).toEqual([
      {
        method: 'POST',
        url: 'https://mast.voorbeeld/api/v1/statuses',
        headers: {
          accept: 'application/json',
          authorization: 'Bearer token-1',
          'content-type': 'application/json',
          'idempotency-key': 'schakel:out:01JD8R',
        },
        body: JSON.stringify({
          status: '@wout@social.voorbeeld Een nieuwe pas ligt klaar.',
          in_reply_to_id: '900',
          visibility: 'public',
          language: 'nl',
        }),
        timeoutMs: 20_000,
      },
    ]);
  });

  it.each([
    ['open:800:5501', 'public:900', 'public'],
    ['open:800:5501', 'unlisted:900', 'unlisted'],
    ['open:800:5501', undefined, 'unlisted'],
    ['private:800:5501', 'private:900', 'private'],
    ['private:800:5501', 'public:900', 'private'],
    ['direct:800:5501', 'direct:900', 'direct'],
    ['direct:800:5501', 'public:900', 'direct'],
    ['direct:800:5501', undefined, 'direct'],
    ['something else', 'public:900', 'direct'],
  ])('in %s to %p is %s', async (conversation, inReplyTo, visibility) => {
    const { inReplyTo: _answered, ...rest } = PART;
    const part = { ...rest, conversation, ...(inReplyTo === undefined ? {} : { inReplyTo }) };
    const context = asked(() => ACCEPTED);
    await adapter.send(part, context);
    expect(JSON.parse(context.requests[0]?.body ?? '')).toMatchObject({ visibility });
  });

  it('in private to a public post is for the citizen alone, and says where the citizen writes on', async () => {
    const context = asked(() => ACCEPTED);
    const part = { ...PART, privateReplyTo: 'public:900', inReplyTo: 'public:950', way: 'private' } as const;
    expect(await adapter.send(part, context)).toEqual({
      ...{ kind: 'delivered', remoteId: 'direct:901' },
      privately: { conversation: 'direct:800:5501', aliases: [] },
    });
    expect(JSON.parse(context.requests[0]?.body ?? '')).toMatchObject({ visibility: 'direct', in_reply_to_id: '900' });
    expect(context.requests[0]?.headers).toMatchObject({ 'idempotency-key': PART.reference });
  });

  it('mentions a citizen of the same instance by name alone', async () => {
    const citizenAliases = [{ kind: 'mastodon_handle', value: 'fien@mast.voorbeeld' }];
    expect(await bodyFor({ citizenAliases })).toMatchObject({ status: '@fien Een nieuwe pas ligt klaar.' });
  });

  it('lets nobody else read a private message that names them, and notifies them in public', async () => {
    const text = 'Vraag het @stadgent of info@gent.be';
    expect(await bodyFor({ text, conversation: 'direct:800:5501' })).toMatchObject({
      status: '@wout@social.voorbeeld Vraag het @\u200bstadgent of info@gent.be',
    });
    expect(await bodyFor({ text })).toMatchObject({ status: `@wout@social.voorbeeld ${text}` });
  });

  it('is refused when nobody can be mentioned', async () => {
    const context = asked(() => ACCEPTED);
    const outcome = await adapter.send({ ...PART, citizenAliases: [{ kind: 'email', value: 'a@b' }] }, context);
    expect(outcome).toEqual({ kind: 'refused', code: 'RECIPIENT_UNKNOWN' });
    expect(context.requests).toEqual([]);
  });

  it.each([
    [{ instance: 'mast.voorbeeld', accessToken: 'x' }],
    [{ instance: 'https://mast.voorbeeld', accessToken: '' }],
    [{ instance: 'https://mast.voorbeeld', accessToken: 'a\nb' }],
    [{}],
  ])('waits for configuration with %j', async (settings) => {
    const context = asked(() => ACCEPTED, { settings });
    expect(await adapter.send(PART, context)).toEqual({ kind: 'park', code: 'MASTODON_NOT_CONFIGURED' });
    expect(context.requests).toEqual([]);
  });
});

describe('what an instance answers', () => {
  const error = { error: 'words of the instance' };
  const reset = new Date(AT_MS + 90_000).toISOString();
  it.each<[string, HttpResult, object]>([
    ['a revoked token', answering(401, error), { kind: 'park', code: 'MASTODON_TOKEN_INVALID' }],
    [
      'a scope that is missing',
      answering(403, { error: 'This action is outside the authorized scopes' }),
      { kind: 'park', code: 'MASTODON_ACCESS_DENIED' },
    ],
    ['not allowed', answering(403, error), { kind: 'refused', code: 'MASTODON_NOT_ALLOWED' }],
    ['a post that is gone', answering(404, error), { kind: 'refused', code: 'MASTODON_STATUS_GONE' }],
    ['too long', answering(422, error), { kind: 'refused', code: 'MASTODON_ANSWER_REFUSED' }],
    ['the page of a proxy', answering(404, '<html>'), { kind: 'unknown', code: 'MASTODON_ANSWER_UNREADABLE' }],
    ['another error', answering(409, error), { kind: 'quarantined', code: 'MASTODON_ERROR_UNKNOWN' }],
    ['a fault of its own', answering(503, error), { kind: 'unknown', code: 'MASTODON_SERVER_ERROR' }],
    [
      'too many, until a time',
      answering(429, error, { 'x-ratelimit-reset': reset }),
      { kind: 'retry', code: 'MASTODON_RATE_LIMITED', holdsAccount: true, afterMs: 90_000 },
    ],
    [
      'too many, for some seconds',
      answering(429, error, { 'retry-after': '7' }),
      { kind: 'retry', code: 'MASTODON_RATE_LIMITED', holdsAccount: true, afterMs: 7000 },
    ],
    [
      'too many, for ever',
      answering(429, error, { 'x-ratelimit-reset': '2099-01-01T00:00:00Z' }),
      { kind: 'retry', code: 'MASTODON_RATE_LIMITED', holdsAccount: true, afterMs: 86_400_000 },
    ],
    [
      'too many, until before now',
      answering(429, error, { 'x-ratelimit-reset': '2020-01-01T00:00:00Z' }),
      { kind: 'retry', code: 'MASTODON_RATE_LIMITED', holdsAccount: true },
    ],
  ])('%s', async (_label, result, expected) => {
    const outcome = await adapter.send(
      PART,
      asked(() => result),
    );
    expect(outcome).toEqual({ ...expected, detail: expect.stringMatching(/^status \d{3}$/) });
  });
});

describe('a look for an answer', () => {
  const late = { nowMs: AT_MS + 2 * HOUR_MS };
  const status = (change: object = {}): object => ({
    id: '901',
    in_reply_to_id: '900',
    visibility: 'public',
    created_at: new Date(AT_MS + 5000).toISOString(),
    content:
      '<p><a href="https://social.voorbeeld/@wout" class="mention">@<span>wout</span></a> Een nieuwe pas ligt klaar.</p>',
    ...change,
  });
  const among = (pages: readonly unknown[]): Answers => {
    let page = 0;
    return ({ url }) => {
      if (url.endsWith('/api/v1/accounts/verify_credentials')) {
        return answering(200, { id: '77' });
      }
      page += 1;
      return answering(200, pages[page - 1] ?? []);
    };
  };

  it('says absent without asking while the key makes a repetition the same post', async () => {
    const context = asked(() => ACCEPTED, { nowMs: AT_MS + 49 * 60_000 });
    expect(await adapter.lookUp(PART, context)).toEqual({ kind: 'absent' });
    expect(context.requests).toEqual([]);
  });

  it('finds the same words under the same post', async () => {
    const context = asked(among([[status({ id: '902', in_reply_to_id: '5' }), status()]]), late);
    expect(await adapter.lookUp(PART, context)).toEqual({ kind: 'found', remoteId: 'public:901' });
    expect(context.requests.map(({ url }) => url)).toEqual([
      'https://mast.voorbeeld/api/v1/accounts/verify_credentials',
      'https://mast.voorbeeld/api/v1/accounts/77/statuses?exclude_reblogs=true&limit=40',
    ]);
  });

  it.each([
    ['other words', status({ content: '<p>@wout Iets anders.</p>' })],
    ['another post', status({ in_reply_to_id: '5' })],
    ['the same in private', status({ visibility: 'direct' })],
    ['a time before', status({ created_at: new Date(AT_MS - HOUR_MS).toISOString() })],
  ])('does not take %s for the answer', async (_label, other) => {
    expect(await adapter.lookUp(PART, asked(among([[other]]), late))).toEqual({ kind: 'absent' });
  });

  it('finds a private answer to a public post, and takes no public one with its words for it', async () => {
    const part = { ...PART, privateReplyTo: 'public:900' };
    const context = asked(among([[status({ id: '902' }), status({ visibility: 'direct' })]]), late);
    expect(await adapter.lookUp(part, context)).toEqual({
      ...{ kind: 'found', remoteId: 'direct:901', privately: { conversation: 'direct:800:5501', aliases: [] } },
    });
    expect(await adapter.lookUp(part, asked(among([[status()]]), late))).toEqual({ kind: 'absent' });
  });

  it('reads on from the last post, and leaves to a person what two hundred do not show', async () => {
    const other = status({ id: '950', in_reply_to_id: '5' });
    const context = asked(among([[other], [status()]]), late);
    expect(await adapter.lookUp(PART, context)).toMatchObject({ kind: 'found' });
    expect(context.requests[2]?.url).toContain('&max_id=950');
    const busy = asked(among([1, 2, 3, 4, 5].map(() => [other])), late);
    expect(await adapter.lookUp(PART, busy)).toEqual({ kind: 'untellable', code: 'MASTODON_TOO_MANY_STATUSES' });
  });
});
