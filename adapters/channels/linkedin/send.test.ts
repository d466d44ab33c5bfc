import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, HttpResult, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const AT_MS = Date.UTC(2026, 10, 25, 12);
const MINUTE_MS = 60_000;
const PART: OutgoingPart = {
  reference: 'schakel:out:01JD8R',
  account: '9900001',
  conversation: '7400,7500',
  text: 'Op 1 mei. (Ook het buitenbad!)',
  citizenAliases: [],
  inReplyTo: '7400,7600',
  replyMode: 'public',
  firstAttemptAtMs: AT_MS,
};
const UNDER = 'urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A7400%2C7500%29';

function giving(
  result: HttpResult,
  more: Partial<ChannelContext> = {},
): ChannelContext & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve(result);
    },
    baseUrl: 'https://linkedin.example',
    settings: { accessToken: 'token' },
    nowMs: AT_MS,
    ...more,
  };
}

function answering(status: number, body: object | string, headers: Readonly<Record<string, string>> = {}): HttpResult {
  return { kind: 'answer', status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) };
}

function refusing(status: number, more: object = {}): HttpResult {
  return answering(status, { status, message: 'x', ...more });
}

const ACCEPTED = answering(201, { id: '7700' }, { 'x-restli-id': '7700' });

describe('an answer', () => {
  it('stands under the top-level comment, also where a reply is answered', async () => {
    const context = giving(ACCEPTED);
    expect(await adapter.send(PART, context)).toEqual({ kind: 'delivered', remoteId: '7400,7700' });
    expect(context.requests).toEqual([
      {
        method: 'POST',
        url: `https://linkedin.example/rest/socialActions/${UNDER}/comments`,
        headers: {
          authorization: 'Bearer token',
          'linkedin-version': '202607',
          'x-restli-protocol-version': '2.0.0',
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          actor: 'urn:li:organization:9900001',
          object: 'urn:li:activity:7400',
          message: { text: 'Op 1 mei. (Ook het buitenbad!)' },
          parentComment: 'urn:li:comment:(urn:li:activity:7400,7500)',
        }),
        timeoutMs: 20_000,
      },
    ]);
  });

  it('to a mention is a comment on that post', async () => {
    const context = giving(ACCEPTED);
    expect(await adapter.send({ ...PART, conversation: 'share:55' }, context)).toEqual({
      ...{ kind: 'delivered', remoteId: 'share:55,7700' },
    });
    expect(context.requests[0]?.url).toContain('/socialActions/urn%3Ali%3Ashare%3A55/comments');
    expect(JSON.parse(context.requests[0]?.body ?? '')).toEqual({
      ...{ actor: 'urn:li:organization:9900001', object: 'urn:li:share:55', message: { text: PART.text } },
    });
  });

  it.each<[string, HttpResult, string]>([
    [
      'a URN in the header',
      answering(201, '', { 'x-restli-id': 'urn:li:comment:(urn:li:activity:7400,7700)' }),
      '7400,7700',
    ],
    ['a number in the header', answering(201, '', { 'x-restli-id': '7700' }), '7400,7700'],
    [
      'a URN in the body, in the words of its conversation',
      answering(201, { commentUrn: 'urn:li:comment:(urn:li:activity:9,7700)' }, { 'x-restli-id': '7700' }),
      '7400,7700',
    ],
    ['the old name in the body', answering(201, { $URN: 'urn:li:comment:(urn:li:ugcPost:9,7700)' }), '7400,7700'],
  ])('is known by %s', async (_label, result, remoteId) => {
    expect(await adapter.send(PART, giving(result))).toEqual({ kind: 'delivered', remoteId });
  });

  it('that was taken without saying what it is called has to be looked up', async () => {
    expect(await adapter.send(PART, giving(answering(201, {})))).toMatchObject({ kind: 'unknown' });
  });

  it.each([['account'], ['x,y'], ['']])('in %j has no place', async (conversation) => {
    const context = giving(ACCEPTED);
    expect(await adapter.send({ ...PART, conversation }, context)).toMatchObject({ kind: 'quarantined' });
    expect(context.requests).toEqual([]);
  });

  it.each([[''], ['a b'], ['a\nb'], [undefined]])('waits while the token is %j', async (accessToken) => {
    const context = giving(ACCEPTED, { settings: { accessToken } });
    expect(await adapter.send(PART, context)).toEqual({ kind: 'park', code: 'LINKEDIN_TOKEN_INVALID' });
    expect(context.requests).toEqual([]);
  });

  it('asks in the version of the account', async () => {
    const context = giving(ACCEPTED, { settings: { accessToken: 'token', version: '202611' } });
    await adapter.send(PART, context);
    expect(context.requests[0]?.headers?.['linkedin-version']).toBe('202611');
  });
});

describe('what LinkedIn answers', () => {
  it.each<[string, HttpResult, object]>([
    [
      'a revoked token',
      refusing(401, { serviceErrorCode: 65601, code: 'REVOKED_ACCESS_TOKEN' }),
      { kind: 'park', code: 'LINKEDIN_TOKEN_INVALID', detail: 'status 401 service 65601 REVOKED_ACCESS_TOKEN' },
    ],
    [
      'a scope or role that is lost',
      refusing(403, { serviceErrorCode: 100, code: 'ACCESS_DENIED', message: 'Not enough permissions to access: x' }),
      { kind: 'park', code: 'LINKEDIN_ACCESS_LOST', detail: 'status 403 service 100 ACCESS_DENIED' },
    ],
    [
      'a field that it does not take',
      refusing(403, { message: 'Unpermitted fields present in REQUEST_BODY: fields [/content]' }),
      { kind: 'quarantined', code: 'LINKEDIN_BAD_REQUEST', detail: 'status 403' },
    ],
    [
      'closed comments',
      refusing(403, { message: 'Comments have been disabled on this post' }),
      { kind: 'refused', code: 'LINKEDIN_COMMENTS_CLOSED', detail: 'status 403' },
    ],
    ['a post that is gone', refusing(404), { kind: 'refused', code: 'LINKEDIN_POST_GONE', detail: 'status 404' }],
    ['a post that is gone for ever', refusing(410), { kind: 'refused', code: 'LINKEDIN_POST_GONE' }],
    [
      'no such address',
      refusing(404, { code: 'RESOURCE_NOT_FOUND', message: 'No virtual resource found' }),
      { kind: 'quarantined', code: 'LINKEDIN_BAD_REQUEST', detail: 'status 404 RESOURCE_NOT_FOUND' },
    ],
    [
      'a version that ended',
      refusing(426, { code: 'NONEXISTENT_VERSION', message: 'Requested version 20250801 is not active' }),
      { kind: 'park', code: 'LINKEDIN_VERSION_GONE', detail: 'status 426 NONEXISTENT_VERSION' },
    ],
    [
      'a version, told as 400',
      refusing(400, { code: 'VERSION_MISSING' }),
      { kind: 'park', code: 'LINKEDIN_VERSION_GONE' },
    ],
    [
      'a text that is too long',
      refusing(400, { message: 'text length (1300 characters) exceeded' }),
      { kind: 'refused', code: 'LINKEDIN_TEXT_TOO_LONG', detail: 'status 400' },
    ],
    [
      'a request that is wrong',
      refusing(400, { code: 'ILLEGAL_ARGUMENT' }),
      { kind: 'quarantined', code: 'LINKEDIN_BAD_REQUEST', detail: 'status 400 ILLEGAL_ARGUMENT' },
    ],
    ['words it does not want', refusing(422), { kind: 'refused', code: 'LINKEDIN_COMMENT_REFUSED' }],
    ['words it has', refusing(422, { code: 'DUPLICATE_POST' }), { kind: 'quarantined', code: 'LINKEDIN_DUPLICATE' }],
    [
      'words it has, as 409',
      refusing(409, { message: 'Duplicate' }),
      { kind: 'quarantined', code: 'LINKEDIN_DUPLICATE' },
    ],
    ['a new status', refusing(418), { kind: 'quarantined', code: 'LINKEDIN_ERROR_UNKNOWN', detail: 'status 418' }],
    ['a fault of its own', refusing(500), { kind: 'unknown', code: 'LINKEDIN_SERVER_ERROR', detail: 'status 500' }],
    ['a gateway that gave up', refusing(408), { kind: 'unknown', code: 'LINKEDIN_SERVER_ERROR' }],
    ['an error under 200', answering(200, { status: 403, serviceErrorCode: 100 }), { kind: 'park' }],
    ['a redirect', answering(302, {}), { kind: 'unknown', code: 'LINKEDIN_ANSWER_UNREADABLE' }],
  ])('%s', async (_label, result, expected) => {
    expect(await adapter.send(PART, giving(result))).toMatchObject(expected);
  });

  it.each<[string, HttpResult, number, number]>([
    ['by its header', answering(429, { status: 429 }, { 'retry-after': '9' }), AT_MS, 9000],
    ['a header that is for ever', answering(429, {}, { 'retry-after': '999999999' }), AT_MS, 24 * 60 * MINUTE_MS],
    ['the comments of a minute', refusing(429, { message: 'Comment create throttled: x' }), AT_MS, 2 * MINUTE_MS],
    ['the day', refusing(429), AT_MS, 30 * MINUTE_MS],
    ['the day, just before it ends', refusing(429), AT_MS + 12 * 60 * MINUTE_MS - 5 * MINUTE_MS, 6 * MINUTE_MS],
    ['without a body', answering(429, 'Too many'), AT_MS, 30 * MINUTE_MS],
  ])('a limit: %s', async (_label, result, nowMs, afterMs) => {
    expect(await adapter.send(PART, giving(result, { nowMs }))).toMatchObject({
      ...{ kind: 'retry', code: 'LINKEDIN_RATE_LIMITED', afterMs, holdsAccount: true },
    });
  });

  it('keeps none of its words, which may quote what was sent', async () => {
    const quoting = refusing(400, { message: `bad "${PART.text}"`, code: PART.text });
    expect(JSON.stringify(await adapter.send(PART, giving(quoting)))).not.toContain('buitenbad');
  });
});
