import { describe, expect, it } from '@jest/globals';
import type { HttpRequest, HttpResult, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { AN, answering, AT_MS, OWN, PART, QUESTION, refusing, scriptedServer } from './bluesky-fixture.js';
import { adapter } from './index.js';
import { recordKeyOf } from './record-key.js';

const GET = 'com.atproto.repo.getRecord';
const PUT = 'com.atproto.repo.putRecord';
const SEND = 'chat.bsky.convo.sendMessage';
const KEY = recordKeyOf(PART.reference);
const ANSWER = `at://${OWN}/app.bsky.feed.post/${KEY}`;
const MESSAGE: OutgoingPart = { ...PART, conversation: '3l5convo22222', inReplyTo: '3l5bericht222' };
const taken = (): HttpResult => answering(200, { uri: ANSWER, cid: 'bafyantwoord' });

function parent(value: object = {}): () => HttpResult {
  return () => answering(200, { uri: QUESTION, cid: 'bafyvraag', value });
}

interface Written {
  readonly rkey: string;
  readonly repo: string;
  readonly record: { readonly [name: string]: unknown };
}

async function written(part: OutgoingPart, value: object = {}, handles: object = {}): Promise<Written> {
  const server = scriptedServer({
    [GET]: parent(value),
    [PUT]: taken,
    'com.atproto.identity.resolveHandle': () => answering(200, handles),
  });
  expect(await adapter.send(part, server.context())).toEqual({ kind: 'delivered', remoteId: ANSWER });
  return JSON.parse(server.requests.at(-1)?.body ?? '') as Written;
}

describe('a public answer', () => {
  it('is a record under the post, with a key and a date that a repetition has too', async () => {
    const first = await written(PART);
    expect(first).toEqual({
      repo: OWN,
      collection: 'app.bsky.feed.post',
      rkey: KEY,
      record: {
        $type: 'app.bsky.feed.post',
        text: PART.text,
        createdAt: new Date(AT_MS).toISOString(),
        langs: ['nl'],
        reply: { root: { uri: QUESTION, cid: 'bafyvraag' }, parent: { uri: QUESTION, cid: 'bafyvraag' } },
      },
    });
    expect(await written(PART)).toEqual(first);
  });

  it('has a key by the rules of AT Protocol, another one for another reference', () => {
    expect(KEY).toMatch(/^[2-7a-j][2-7a-z]{12}$/);
    expect(recordKeyOf('schakel:out:01JD8S')).not.toBe(KEY);
  });

  it('names the first post of the thread as the answered post does', async () => {
    const root = { uri: `at://${AN}/app.bsky.feed.post/3m6eerste2222`, cid: 'bafyeerste' };
    const { record } = await written(PART, { reply: { root, parent: root } });
    expect(record['reply']).toEqual({ root, parent: { uri: QUESTION, cid: 'bafyvraag' } });
  });

  it('answers the first post of the thread where no post is named', async () => {
    const { inReplyTo: _none, ...rest } = PART;
    expect((await written(rest)).record['reply']).toMatchObject({ parent: { uri: QUESTION } });
  });

  it('marks addresses and names by bytes of UTF-8', async () => {
    const text = 'Één é: https://brugge.be/é. Dank @an.voorbeeld.be!';
    const { record } = await written({ ...PART, text }, {}, { did: AN });
    const facets = record['facets'] as readonly { readonly index: { byteStart: number; byteEnd: number } }[];
    const bytes = Buffer.from(text);
    expect(facets.map(({ index }) => bytes.subarray(index.byteStart, index.byteEnd).toString())).toEqual([
      'https://brugge.be/é',
      '@an.voorbeeld.be',
    ]);
    expect(facets).toMatchObject([
      { features: [{ uri: 'https://brugge.be/é' }] },
      { features: [{ $type: 'app.bsky.richtext.facet#mention', did: AN }] },
    ]);
  });

  it('leaves a name that nobody has plain', async () => {
    expect((await written({ ...PART, text: 'Dag @an.voorbeeld.be' })).record['facets']).toBeUndefined();
  });

  it('is refused when the post is gone, and waits when it cannot be read', async () => {
    const gone = scriptedServer({ [GET]: () => refusing('RecordNotFound') });
    expect(await adapter.send(PART, gone.context())).toEqual({ kind: 'refused', code: 'BLUESKY_POST_GONE' });
    const down = scriptedServer({ [GET]: () => ({ kind: 'no-answer', cause: 'timeout' }) });
    expect(await adapter.send(PART, down.context())).toMatchObject({ kind: 'retry', code: 'BLUESKY_NO_ANSWER' });
    expect(down.called()).not.toContain(PUT);
  });
});

describe('a direct answer', () => {
  it('goes to the conversation by the chat service', async () => {
    const server = scriptedServer({ [SEND]: () => answering(200, { id: '3l5antwoord22', rev: 'r' }) });
    expect(await adapter.send(MESSAGE, server.context())).toEqual({ kind: 'delivered', remoteId: '3l5antwoord22' });
    expect(server.requests.at(-1)).toMatchObject({
      headers: { 'atproto-proxy': 'did:web:api.bsky.chat#bsky_chat', authorization: 'Bearer access' },
      body: JSON.stringify({ convoId: '3l5convo22222', message: { text: PART.text } }),
    });
  });
});

describe('a private answer to a public post', () => {
  const GET_CONVO = 'chat.bsky.convo.getConvoForMembers';
  const LIST = 'chat.bsky.convo.getMessages';
  const CONVO = '3l5convo22222';
  const part: OutgoingPart = { ...PART, privateReplyTo: QUESTION, way: 'private', replyMode: 'private-reply' };
  const privately = { conversation: CONVO, aliases: [{ kind: 'did', value: AN }] };
  const talk = (): HttpResult => answering(200, { convo: { id: CONVO, rev: 'r' } });
  const sent = (): HttpResult => answering(200, { id: '3l5antwoord22', rev: 'r' });
  const ON = { directMessages: true };

  it('is a direct message to who wrote it, and says where the citizen writes on', async () => {
    const server = scriptedServer({ [GET_CONVO]: talk, [SEND]: sent });
    expect(await adapter.send(part, server.context(AT_MS, ON))).toEqual({
      ...{ kind: 'delivered', remoteId: '3l5antwoord22', privately },
    });
    expect(server.called().slice(1)).toEqual([GET_CONVO, SEND]);
    const [asked, said] = server.requests.slice(1);
    expect(new URL(asked?.url ?? '').searchParams.getAll('members')).toEqual([AN]);
    expect(asked?.headers).toMatchObject({ 'atproto-proxy': 'did:web:api.bsky.chat#bsky_chat' });
    expect(JSON.parse(said?.body ?? '')).toEqual({ convoId: CONVO, message: { text: PART.text } });
  });

  it('is refused, and nothing is called, where the account takes no direct messages', async () => {
    const server = scriptedServer({ [GET_CONVO]: talk, [SEND]: sent });
    expect(await adapter.send(part, server.context())).toEqual({ kind: 'refused', code: 'PRIVATE_WAY_MISSING' });
    expect(server.requests).toEqual([]);
    expect([{}, { directMessages: false }, ON].map((one) => adapter.privateReply?.isSetUp?.(one))).toEqual([
      ...[false, false, true],
    ]);
  });

  it.each<[HttpResult, object]>([
    [refusing('MessagesDisabled'), { kind: 'refused', code: 'BLUESKY_CONVERSATION_CLOSED' }],
    [refusing('RecipientNotFound'), { kind: 'refused', code: 'BLUESKY_CONVERSATION_CLOSED' }],
    [
      refusing('InvalidRequest', 'recipient has disabled incoming messages'),
      { kind: 'refused', code: 'BLUESKY_CONVERSATION_CLOSED' },
    ],
    [refusing('UpstreamFailure', 'x', 502), { kind: 'retry', code: 'BLUESKY_SERVER_ERROR' }],
    [
      { kind: 'no-answer', cause: 'timeout' },
      { kind: 'retry', code: 'BLUESKY_NO_ANSWER' },
    ],
    [answering(200, { convo: {} }), { kind: 'retry', code: 'BLUESKY_ANSWER_UNREADABLE' }],
  ])('says nothing while the conversation is not there: %j', async (result, expected) => {
    const server = scriptedServer({ [GET_CONVO]: () => result, [SEND]: sent });
    expect(await adapter.send(part, server.context(AT_MS, ON))).toMatchObject(expected);
    expect(server.called()).not.toContain(SEND);
    expect(await adapter.lookUp(part, server.context(AT_MS, ON))).toMatchObject({ kind: 'unsure' });
  });

  it('is found in the conversation with the citizen', async () => {
    const own = { id: '3l5antwoord22', text: PART.text, sender: { did: OWN }, sentAt: new Date(AT_MS).toISOString() };
    const late = AT_MS + 120_000;
    const there = scriptedServer({ [GET_CONVO]: talk, [LIST]: () => answering(200, { messages: [own] }) });
    expect(await adapter.lookUp(part, there.context(late, ON))).toEqual({
      ...{ kind: 'found', remoteId: '3l5antwoord22', privately },
    });
    const empty = scriptedServer({ [GET_CONVO]: talk, [LIST]: () => answering(200, { messages: [] }) });
    expect(await adapter.lookUp(part, empty.context(late, ON))).toEqual({ kind: 'absent' });
  });
});

describe('what the server says', () => {
  const outcomeFor = (result: HttpResult) =>
    adapter.send(PART, scriptedServer({ [GET]: parent(), [PUT]: () => result }).context());

  it.each<[string, string, number, { readonly kind: string; readonly code: string }]>([
    [
      'InvalidRequest',
      'Invalid record: grapheme too big (maximum 300, got 301)',
      400,
      { kind: 'refused', code: 'BLUESKY_TEXT_TOO_LONG' },
    ],
    ['InvalidRequest', 'something else', 400, { kind: 'quarantined', code: 'BLUESKY_BAD_REQUEST' }],
    ['AccountTakedown', 'Account has been taken down', 401, { kind: 'park', code: 'BLUESKY_ACCOUNT_CLOSED' }],
    ['InvalidToken', 'Bad token scope', 400, { kind: 'park', code: 'BLUESKY_PASSWORD_NOT_PRIVILEGED' }],
    ...[
      ...['recipient has disabled incoming messages', 'block between recipient and sender', 'recipient does not exist'],
      ...['recipient requires incoming messages to come from someone they follow', 'Convo not found'],
    ].map((says): [string, string, number, { readonly kind: string; readonly code: string }] => [
      ...(['InvalidRequest', says, 400] as const),
      { kind: 'refused', code: 'BLUESKY_CONVERSATION_CLOSED' },
    ]),
    ['InvalidRequest', 'Account is disabled', 400, { kind: 'park', code: 'BLUESKY_ACCOUNT_CLOSED' }],
    ['ConvoLocked', 'x', 400, { kind: 'refused', code: 'BLUESKY_CONVERSATION_CLOSED' }],
    ['UpstreamFailure', 'x', 502, { kind: 'unknown', code: 'BLUESKY_SERVER_ERROR' }],
    ['InternalServerError', 'x', 500, { kind: 'unknown', code: 'BLUESKY_SERVER_ERROR' }],
    ['Brandnew', 'x', 400, { kind: 'quarantined', code: 'BLUESKY_ERROR_UNKNOWN' }],
    ['Brandnew', 'x', 401, { kind: 'park', code: 'BLUESKY_SESSION_REFUSED' }],
  ])('%s (%s, %d) is %j', async (name, says, status, verdict) => {
    expect(await outcomeFor(refusing(name, says, status))).toEqual({ ...verdict, detail: `${status} ${name}` });
  });

  it('about its limits is believed, up to a day', async () => {
    const limited = (seconds: string): HttpResult =>
      answering(429, { error: 'RateLimitExceeded', message: 'x' }, { 'ratelimit-reset': seconds });
    expect(await outcomeFor(limited(String(AT_MS / 1000 + 90)))).toMatchObject({ kind: 'retry', afterMs: 90_000 });
    expect(await outcomeFor(limited('99999999999'))).toMatchObject({ kind: 'retry', afterMs: 86_400_000 });
    expect(await outcomeFor(limited('soon'))).not.toHaveProperty('afterMs');
  });
});

describe('the look-up of a post', () => {
  const lookedUp = async (result: HttpResult) => {
    const server = scriptedServer({ [GET]: () => result });
    return { outcome: await adapter.lookUp(PART, server.context()), server };
  };

  it('asks for the key of the answer', async () => {
    const { outcome, server } = await lookedUp(taken());
    expect(outcome).toEqual({ kind: 'found', remoteId: ANSWER });
    expect(Object.fromEntries(new URL(server.requests.at(-1)?.url ?? '').searchParams)).toEqual({
      ...{ repo: OWN, collection: 'app.bsky.feed.post', rkey: KEY },
    });
  });

  it('finds absence only where the server is clear', async () => {
    expect((await lookedUp(refusing('RecordNotFound'))).outcome).toEqual({ kind: 'absent' });
    for (const result of [refusing('InvalidRequest'), refusing('UpstreamFailure', 'x', 502), answering(404, '<p>')]) {
      expect((await lookedUp(result)).outcome).toMatchObject({ kind: 'unsure' });
    }
  });

  it('is unsure while the account cannot log in', async () => {
    const server = scriptedServer({
      'com.atproto.server.createSession': () => refusing('AuthenticationRequired', '', 401),
    });
    expect(await adapter.lookUp(PART, server.context())).toMatchObject({
      kind: 'unsure',
      code: 'BLUESKY_PASSWORD_WRONG',
    });
  });
});

describe('the look-up of a direct message', () => {
  const sentAt = (ms: number): string => new Date(AT_MS + ms).toISOString();
  const message = (change: object = {}): object => ({
    ...{ id: '3l5antwoord22', text: PART.text, sender: { did: OWN }, sentAt: sentAt(500) },
    ...change,
  });
  const old = message({ id: 'old', text: 'Dag', sentAt: sentAt(-3_600_000) });
  const lookedUp = (body: object, laterMs: number = 120_000) => {
    const answer = (request: HttpRequest): HttpResult => answering(request.method === 'GET' ? 200 : 500, body);
    return adapter.lookUp(MESSAGE, scriptedServer({ 'chat.bsky.convo.getMessages': answer }).context(AT_MS + laterMs));
  };

  it('finds the text that we sent since the first attempt', async () => {
    expect(await lookedUp({ messages: [message(), old], cursor: 'c' })).toEqual({
      ...{ kind: 'found', remoteId: '3l5antwoord22' },
    });
  });

  it.each([
    ['an older one', message({ sentAt: sentAt(-3_600_000) })],
    ["the citizen's", message({ sender: { did: AN } })],
    ['another text', message({ text: 'Iets anders' })],
  ])('takes no other one for it: %s', async (_label, other) => {
    expect(await lookedUp({ messages: [other, old], cursor: 'c' })).toEqual({ kind: 'absent' });
  });

  it.each<[string, object, number]>([
    ['the list does not reach back', { messages: [message({ text: 'Iets anders' })], cursor: 'c' }, 120_000],
    ['it may be under way', { messages: [old] }, 5_000],
    ['there is no list', {}, 120_000],
  ])('is unsure while %s', async (_label, body, laterMs) => {
    expect(await lookedUp(body, laterMs)).toMatchObject({ kind: 'unsure' });
  });
});
