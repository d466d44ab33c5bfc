import { describe, expect, it } from '@jest/globals';
import type { HttpRequest, HttpResult, MediaLocation } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const DID = 'did:plc:mia000000000000000000000';
const POST = `at://${DID}/app.bsky.feed.post/3l1`;

function answer(status: number, body: object): HttpResult {
  return { kind: 'answer', status, headers: {}, text: JSON.stringify(body) };
}

function document(serviceEndpoint: unknown): HttpResult {
  return answer(200, {
    service: [
      { id: '#atproto_labeler', serviceEndpoint: 'https://labels.example' },
      { id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint },
    ],
  });
}

async function located(
  result: HttpResult,
  { messageId = POST, baseUrl = 'https://bsky.social' } = {},
): Promise<{ readonly location: MediaLocation | undefined; readonly urls: readonly string[] }> {
  const requests: HttpRequest[] = [];
  const location = await adapter.media?.locate(
    { account: 'gemeente.example', messageId, attachment: { type: 'image', mediaId: 'bafkreifoto' } },
    {
      http: (request) => {
        requests.push(request);
        return Promise.resolve(result);
      },
      ...{ baseUrl, settings: {}, nowMs: 0 },
    },
  );
  return { location, urls: requests.map(({ url }) => url) };
}

describe('a file on Bluesky', () => {
  it('is had from the server of who posted it', async () => {
    const { location, urls } = await located(document('https://pds.example/'));
    expect(urls).toEqual([`https://plc.directory/${DID}`]);
    expect(location).toEqual({
      kind: 'at',
      url: `https://pds.example/xrpc/com.atproto.sync.getBlob?did=${encodeURIComponent(DID)}&cid=bafkreifoto`,
      ...{ hosts: 'any', refused: 'gone', missing: 'gone' },
    });
  });

  it('of an identity on a host of its own is found there', async () => {
    const { urls } = await located(document('https://pds.example'), {
      messageId: 'at://did:web:stad.example/app.bsky.feed.post/1',
    });
    expect(urls).toEqual(['https://stad.example/.well-known/did.json']);
  });

  it('is had from the server that the environment names, where it names one', async () => {
    const { location, urls } = await located(document('https://pds.example'), { baseUrl: 'http://127.0.0.1:9' });
    expect(urls).toEqual([]);
    expect(location).toMatchObject({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/xrpc\//) });
  });

  it.each<[string, HttpResult, object]>([
    ['an identity that has ended', answer(410, {}), { kind: 'gone', code: 'MEDIA_GONE' }],
    ['a directory that fails', answer(500, {}), { kind: 'retry', code: 'MEDIA_SERVER_ERROR' }],
    ['an identity without a server', answer(200, { service: [] }), { kind: 'retry' }],
    ['a server that is no address', document('javascript:alert(1)'), { kind: 'retry' }],
    ['a server without https', document('http://pds.example'), { kind: 'retry' }],
    ['a server with a path', document('https://pds.example/x?y='), { kind: 'retry' }],
    ['no way there', { kind: 'not-sent', cause: 'x' }, { kind: 'retry', code: 'MEDIA_NOT_REACHED' }],
  ])('%s', async (_label, result, expected) => {
    expect((await located(result)).location).toMatchObject(expected);
  });

  it('of no post, or of an identity of another kind, is nowhere', async () => {
    expect((await located(document('x'), { messageId: 'm1' })).location).toMatchObject({ kind: 'gone' });
    const { location, urls } = await located(document('x'), { messageId: 'at://did:key:z6Mk/app.bsky.feed.post/1' });
    expect([location?.kind, urls]).toEqual(['gone', []]);
  });
});
