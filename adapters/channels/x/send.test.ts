import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, HttpResult, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const AT_MS = 1_795_600_000_000;
const SECOND = 1000;
const OWN = '1700000000000000001';
const CITIZEN = '1700000000000000099';
const IN_PUBLIC: OutgoingPart = {
  ...{ reference: 'schakel:out:1', account: OWN, text: 'De lamp wordt morgen hersteld.', replyMode: 'summoned' },
  ...{ conversation: `post:209:${CITIZEN}`, inReplyTo: 'post:210', citizenAliases: [], firstAttemptAtMs: AT_MS },
};
const IN_PRIVATE: OutgoingPart = { ...IN_PUBLIC, conversation: `dm:${CITIZEN}`, inReplyTo: 'dm:5', replyMode: 'dm' };
const TO_PRIVATE: OutgoingPart = {
  ...IN_PUBLIC,
  privateReplyTo: 'post:210',
  replyMode: 'private-reply',
  way: 'private',
};
const PRIVATELY = { conversation: `dm:${CITIZEN}`, aliases: [{ kind: 'x_user_id', value: CITIZEN }] };
const SETTINGS = {
  ...{ consumerKey: 'key', consumerSecret: 'consumer-secret', accessToken: 'token', accessTokenSecret: 'token-secret' },
};

type Scene = ChannelContext & { readonly requests: HttpRequest[] };

function scene(answers: (request: HttpRequest) => HttpResult, change: object = {}): Scene {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve(answers(request));
    },
    ...{ baseUrl: 'https://api.x.com', settings: SETTINGS, nowMs: AT_MS, ...change },
  };
}

function answering(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResult {
  return { kind: 'answer', status, headers, text: JSON.stringify(body) };
}

function problem(status: number, type: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
  return answering(status, { title: 'x', detail, type: `https://api.x.com/2/problems/${type}`, status }, headers);
}

describe('an answer', () => {
  it('is a reply under the post that it answers', async () => {
    const context = scene(() => answering(201, { data: { id: '211', text: 'x' } }));
    expect(await adapter.send(IN_PUBLIC, context)).toEqual({ kind: 'delivered', remoteId: 'post:211' });
    expect(context.requests).toMatchObject([
      {
        method: 'POST',
        url: 'https://api.x.com/2/tweets',
        headers: { authorization: expect.stringMatching(/^OAuth /), 'content-type': 'application/json' },
        body: JSON.stringify({ text: IN_PUBLIC.text, reply: { in_reply_to_tweet_id: '210' } }),
      },
    ]);
  });

  it('in private goes to the citizen', async () => {
    const context = scene(() => answering(201, { data: { dm_event_id: '6', dm_conversation_id: '1-2' } }));
    expect(await adapter.send(IN_PRIVATE, context)).toEqual({ kind: 'delivered', remoteId: 'dm:6' });
    expect(context.requests[0]).toMatchObject({
      url: `https://api.x.com/2/dm_conversations/with/${CITIZEN}/messages`,
      body: JSON.stringify({ text: IN_PRIVATE.text }),
    });
  });

  it('in private to a public post goes to its writer, and says where the citizen writes on', async () => {
    const context = scene(() => answering(201, { data: { dm_event_id: '6' } }));
    expect(await adapter.send(TO_PRIVATE, context)).toEqual({
      kind: 'delivered',
      remoteId: 'dm:6',
      privately: PRIVATELY,
    });
    expect(context.requests).toMatchObject([{ url: `https://api.x.com/2/dm_conversations/with/${CITIZEN}/messages` }]);
  });

  it.each([
    ['a private answer where nobody is named', { privateReplyTo: 'post:210', conversation: 'post:209:' }],
    ['a private answer in a private conversation', { privateReplyTo: 'post:210', conversation: `dm:${CITIZEN}` }],
    ['an encrypted conversation', { conversation: `chat:${OWN}-${CITIZEN}`, inReplyTo: 'chat:9' }],
    ['no post to answer', { inReplyTo: 'dm:5' }],
    ['a conversation that is none of ours', { conversation: 'x' }],
  ])('has nowhere to go with %s', async (_label, change) => {
    const context = scene(() => answering(201, {}));
    expect(await adapter.send({ ...IN_PUBLIC, ...change }, context)).toEqual({
      ...{ kind: 'refused', code: 'RECIPIENT_UNKNOWN' },
    });
    expect(context.requests).toEqual([]);
  });

  it.each(Object.keys(SETTINGS))('waits for configuration without %s', async (name) => {
    const settings = { ...SETTINGS, [name]: 'a\nb' };
    expect(
      await adapter.send(
        IN_PUBLIC,
        scene(() => answering(201, {}), { settings }),
      ),
    ).toEqual({
      ...{ kind: 'park', code: 'X_NOT_CONFIGURED' },
    });
  });
});

describe('what X answers', () => {
  const reset = String(AT_MS / SECOND + 90);
  const day = String(AT_MS / SECOND + 7200);
  it.each<[string, HttpResult, object, OutgoingPart?]>([
    [
      'a token that is not good',
      problem(401, 'about:blank', 'Unauthorized'),
      { kind: 'park', code: 'X_TOKEN_INVALID' },
    ],
    ['an app that may not', problem(403, 'client-forbidden', 'x'), { kind: 'park', code: 'X_ACCESS_DENIED' }],
    [
      'an account that is suspended',
      problem(403, 'about:blank', 'User is suspended.'),
      { kind: 'park', code: 'X_ACCESS_DENIED' },
    ],
    ['a cap that is reached', problem(429, 'usage-capped', 'x'), { kind: 'park', code: 'X_CREDIT_EXHAUSTED' }],
    ['no credit', answering(402, { title: 'CreditsDepleted' }), { kind: 'park', code: 'X_CREDIT_EXHAUSTED' }],
    [
      'a citizen who did not mention the account',
      problem(403, 'about:blank', 'You can only reply to or quote posts where you are mentioned or are the author.'),
      { kind: 'refused', code: 'X_REPLY_NOT_ALLOWED' },
    ],
    [
      'the same in other words',
      problem(403, 'x', 'Reply is not allowed because you have not been mentioned or otherwise engaged by the author'),
      { kind: 'refused', code: 'X_REPLY_NOT_ALLOWED' },
    ],
    [
      'the same text again',
      problem(403, 'x', 'You are not allowed to create a Tweet with duplicate content.'),
      { kind: 'refused', code: 'X_DUPLICATE_TEXT' },
    ],
    ['another refusal', problem(403, 'x', 'You are not permitted to perform this action.'), { code: 'X_NOT_ALLOWED' }],
    [
      'a closed mailbox',
      problem(403, 'x', 'You cannot send messages to this user.'),
      { code: 'X_RECIPIENT_CLOSED' },
      IN_PRIVATE,
    ],
    [
      'a citizen who takes no private message',
      problem(403, 'x', 'You cannot send messages to this user.'),
      { kind: 'refused', code: 'X_RECIPIENT_CLOSED' },
      TO_PRIVATE,
    ],
    ['a post that is gone', problem(404, 'resource-not-found', 'x'), { kind: 'refused', code: 'X_POST_GONE' }],
    [
      'a post that is gone, as it says it too',
      problem(400, 'invalid-request', 'You attempted to reply to a Tweet that is deleted or not visible to you.'),
      { kind: 'refused', code: 'X_POST_GONE' },
    ],
    ['a text that is wrong', problem(400, 'invalid-request', 'x'), { kind: 'refused', code: 'X_ANSWER_REFUSED' }],
    ['another error', problem(409, 'x', 'x'), { kind: 'quarantined', code: 'X_ERROR_UNKNOWN' }],
    ['a fault', problem(503, 'x', 'x'), { kind: 'unknown', code: 'X_SERVER_ERROR' }],
    ['nothing of its own', answering(404, '<html>'), { kind: 'unknown', code: 'X_ANSWER_UNREADABLE' }],
    [
      'too many in a quarter of an hour',
      problem(429, 'rate-limit-exceeded', 'x', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': reset }),
      { kind: 'retry', code: 'X_RATE_LIMITED', afterMs: 90 * SECOND, holdsAccount: true },
    ],
    [
      'too many in a day, for all municipalities',
      problem(429, 'rate-limit-exceeded', 'x', {
        ...{ 'x-rate-limit-remaining': '14', 'x-rate-limit-reset': reset },
        ...{ 'x-app-limit-24hour-remaining': '0', 'x-app-limit-24hour-reset': day },
      }),
      { kind: 'retry', code: 'X_RATE_LIMITED', afterMs: 7200 * SECOND, holdsAccount: false },
    ],
    [
      'too many, in words of before',
      answering(429, { errors: [{ code: 88, message: 'x' }] }),
      { code: 'X_RATE_LIMITED' },
    ],
  ])('%s', async (_label, result, expected, part = IN_PUBLIC) => {
    const outcome = await adapter.send(
      part,
      scene(() => result),
    );
    expect(outcome).toMatchObject(expected);
    expect(outcome).toMatchObject({ detail: expect.stringMatching(/^status \d{3}(?:, [a-z-]+)?$/) });
  });
});

describe('a look for an answer', () => {
  const late = { nowMs: AT_MS + 60 * SECOND };
  const post = (change: object = {}): object => ({
    ...{ id: '211', created_at: new Date(AT_MS + 1000).toISOString(), text: `@lies_vb ${IN_PUBLIC.text}` },
    referenced_tweets: [{ type: 'replied_to', id: '210' }],
    ...change,
  });
  const page = (data: readonly object[], meta: object = {}): HttpResult => answering(200, { data, meta });

  it('finds the same words under the same post', async () => {
    const context = scene(() => page([post({ id: '212', text: 'Iets anders.' }), post()]), late);
    expect(await adapter.lookUp(IN_PUBLIC, context)).toEqual({ kind: 'found', remoteId: 'post:211' });
    expect(context.requests[0]?.url).toContain(`/2/users/${OWN}/tweets?max_results=20&start_time=`);
  });

  it('finds a private message by its words', async () => {
    const mine = { id: '6', sender_id: OWN, created_at: new Date(AT_MS).toISOString(), text: IN_PRIVATE.text };
    const context = scene(() => page([{ ...mine, id: '7', sender_id: CITIZEN }, mine]), late);
    expect(await adapter.lookUp(IN_PRIVATE, context)).toEqual({ kind: 'found', remoteId: 'dm:6' });
    expect(await adapter.lookUp(TO_PRIVATE, context)).toEqual({
      ...{ kind: 'found', remoteId: 'dm:6', privately: PRIVATELY },
    });
  });

  it('finds an answer with a link, which X shortens', async () => {
    const text = 'Zie https://gent.be/afval';
    const urls = [{ url: 'https://t.co/1', expanded_url: 'https://gent.be/afval' }];
    const context = scene(() => page([post({ text: 'Zie https://t.co/1', entities: { urls } })]), late);
    expect(await adapter.lookUp({ ...IN_PUBLIC, text }, context)).toMatchObject({ kind: 'found' });
  });

  it.each([
    ['other words', post({ text: 'Iets anders.' })],
    ['another post', post({ referenced_tweets: [{ type: 'replied_to', id: '5' }] })],
    ['a time before', post({ created_at: new Date(AT_MS - 3_600_000).toISOString() })],
  ])('does not take %s for the answer', async (_label, other) => {
    expect(
      await adapter.lookUp(
        IN_PUBLIC,
        scene(() => page([other]), late),
      ),
    ).toEqual({ kind: 'absent' });
  });

  it('believes that it is absent only when X had the time to show it', async () => {
    const soon = scene(() => page([]), { nowMs: AT_MS + 5 * SECOND });
    expect(await adapter.lookUp(IN_PUBLIC, soon)).toEqual({
      ...{ kind: 'unsure', afterMs: 25 * SECOND, code: 'X_NOT_SHOWN_YET' },
    });
  });

  it('reads on, and leaves to a person what five pages do not show', async () => {
    const other = post({ text: 'Iets anders.' });
    const context = scene(
      ({ url }) => (url.includes('pagination_token=b') ? page([post()]) : page([other], { next_token: 'b' })),
      late,
    );
    expect(await adapter.lookUp(IN_PUBLIC, context)).toMatchObject({ kind: 'found' });
    const busy = scene(() => page([other], { next_token: 'b' }), late);
    expect(await adapter.lookUp(IN_PUBLIC, busy)).toEqual({ kind: 'untellable', code: 'X_TOO_MANY_POSTS' });
    expect(busy.requests).toHaveLength(5);
  });
});
