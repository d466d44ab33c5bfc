import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AN, elementsIn, escapedUrn, JEF, PAGE, PAGE_URN, startLinkedInFixture } from './linkedin-fixture.js';
import type { CallOptions, LinkedInFixture, RestAnswer } from './linkedin-fixture.js';

let fixture: LinkedInFixture;
let post: string;
let asked: string;

beforeEach(async () => {
  fixture = await startLinkedInFixture();
  ({ post } = fixture.platform.publish({ organization: PAGE.organization, text: 'Het zwembad opent.' }));
  asked = fixture.platform.comment({ actor: AN, post, text: 'Wanneer?' }).urn;
});

afterEach(() => fixture.close());

function answer(more: object = {}, under: string = asked, options: CallOptions = {}): Promise<RestAnswer> {
  const body = { actor: PAGE_URN, object: post, message: { text: 'Morgen.' }, parentComment: asked, ...more };
  return fixture.call(`socialActions/${escapedUrn(under)}/comments`, { body, ...options });
}

function seen(): readonly string[] {
  return fixture.platform.transcript({ who: 'page' }).map(({ text }) => text);
}

describe('a new comment', () => {
  it('stands under the one that it answers, and is named in a header', async () => {
    const { status, body, headers } = await answer();
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: headers.get('x-restli-id'), parentComment: asked, actor: PAGE_URN });
    expect(fixture.platform.transcript({ post, who: 'page' })).toMatchObject([
      { text: 'Het zwembad opent.' },
      { text: 'Morgen.', parent: asked },
    ]);
    expect(await fixture.listed()).toMatchObject([{ action: 'ADMIN_COMMENT' }, { action: 'COMMENT' }]);
  });

  it('may stand right under a post', async () => {
    const body = { actor: PAGE_URN, object: post, message: { text: 'Tot dan!' } };
    expect((await fixture.call(`socialActions/${escapedUrn(post)}/comments`, { body })).status).toBe(201);
  });

  it.each<[string, object, number]>([
    ['in the name of somebody else', { actor: 'urn:li:organization:9900002' }, 403],
    ['with a field that is not taken', { content: [] }, 403],
    ['without words', { message: {} }, 400],
    ['with more than 1,250 characters', { message: { text: 'a'.repeat(1251) } }, 400],
    ['under a post that is not there', { object: 'urn:li:activity:1' }, 404],
    ['under a comment that is not there', { parentComment: 'urn:li:comment:(urn:li:activity:1,2)' }, 404],
  ])('%s is refused', async (_label, more, status) => {
    expect((await answer(more)).status).toBe(status);
    expect(seen()).toEqual(['Het zwembad opent.']);
  });

  it('under a reply is refused: there are two levels', async () => {
    const reply = fixture.platform.comment({ actor: JEF, post, text: 'Ja?', replyTo: asked }).urn;
    expect((await answer({ parentComment: reply }, reply)).status).toBe(400);
    expect((await answer({}, post)).status).toBe(400);
  });
});

describe('comments that are there', () => {
  it('are listed by where they stand', async () => {
    const reply = fixture.platform.comment({ actor: JEF, post, text: 'Ja?', replyTo: asked }).urn;
    const under = async (urn: string): Promise<unknown> =>
      elementsIn((await fixture.call(`socialActions/${escapedUrn(urn)}/comments`)).body).map((one) => one['$URN']);
    expect(await under(post)).toEqual([asked]);
    expect(await under(asked)).toEqual([reply]);
    expect((await fixture.call(`socialActions/${escapedUrn('urn:li:activity:1')}/comments`)).status).toBe(404);
  });

  it('can be read one by one, until they are deleted', async () => {
    const reply = fixture.platform.comment({ actor: JEF, post, text: 'Ja?', replyTo: asked }).urn;
    const number = /,(\d+)\)$/.exec(reply)?.[1] ?? '';
    const path = `socialActions/${escapedUrn(post)}/comments/${number}`;
    expect((await fixture.call(path)).body).toMatchObject({ message: { text: 'Ja?' }, parentComment: asked });
    fixture.platform.remove({ urn: reply });
    expect((await fixture.call(path)).status).toBe(404);
    expect(fixture.platform.transcript({ post }).map(({ text }) => text)).not.toContain('Ja?');
  });

  it('of the page can be changed and deleted by it, those of people not', async () => {
    const own = (await answer()).headers.get('x-restli-id') ?? '';
    const path = `socialActions/${escapedUrn(asked)}/comments/${own}`;
    const body = { patch: { message: { $set: { text: 'Overmorgen.' } } } };
    const headers = { 'x-restli-method': 'PARTIAL_UPDATE' };
    expect((await fixture.call(path, { body, headers })).status).toBe(200);
    expect(seen()).toEqual(['Het zwembad opent.', 'Overmorgen.']);
    expect((await fixture.call(path, { method: 'DELETE' })).status).toBe(204);
    expect(seen()).toEqual(['Het zwembad opent.']);
    const ofAn = `socialActions/${escapedUrn(post)}/comments/${/,(\d+)\)$/.exec(asked)?.[1] ?? ''}`;
    expect((await fixture.call(ofAn, { method: 'DELETE' })).status).toBe(403);
  });
});

describe('who may call', () => {
  const look = (headers: Readonly<Record<string, string>> = {}): Promise<RestAnswer> =>
    fixture.call(`socialActions/${escapedUrn(post)}/comments`, { headers });

  it.each([
    ['revoked', 401, 'REVOKED_ACCESS_TOKEN'],
    ['expired', 401, 'EXPIRED_ACCESS_TOKEN'],
    ['not-admin', 403, 'ACCESS_DENIED'],
  ] as const)('a token that is %s is told so', async (token, status, code) => {
    fixture.platform.setToken(PAGE.organization, token);
    expect(await look()).toMatchObject({ status, body: { status, code } });
    fixture.platform.setToken(PAGE.organization, 'valid');
    expect((await look()).status).toBe(200);
  });

  it.each([
    ['a token that no page has', { authorization: 'Bearer x' }, 401, 'INVALID_ACCESS_TOKEN'],
    ['a version that ended', { 'linkedin-version': '202508' }, 426, 'NONEXISTENT_VERSION'],
    ['a version of the future', { 'linkedin-version': '203001' }, 426, 'NONEXISTENT_VERSION'],
    ['the old protocol', { 'x-restli-protocol-version': '1.0.0' }, 400, 'ILLEGAL_ARGUMENT'],
  ])('%s is refused', async (_label, headers, status, code) => {
    expect(await look(headers)).toMatchObject({ status, body: { status, code } });
  });

  it('knows no other address', async () => {
    expect((await fixture.call('posts')).body).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' });
  });
});

describe('limits and faults', () => {
  it('counts the calls of a day until midnight UTC, and the comments of a minute', async () => {
    await fixture.close();
    fixture = await startLinkedInFixture({ limits: { callsPerDay: 3, commentsPerMinute: 1 } });
    ({ post } = fixture.platform.publish({ organization: PAGE.organization, text: 'Dag' }));
    const body = { actor: PAGE_URN, object: post, message: { text: 'Tot dan!' } };
    const send = (): Promise<RestAnswer> => fixture.call(`socialActions/${escapedUrn(post)}/comments`, { body });
    expect((await send()).status).toBe(201);
    expect((await send()).body).toMatchObject({
      status: 429,
      message: expect.stringMatching(/^Comment create throttled/),
    });
    fixture.platform.advanceClock(60_000);
    expect((await send()).status).toBe(201);
    expect((await send()).body).toMatchObject({ status: 429, message: expect.stringMatching(/DAY limit/) });
    fixture.platform.advanceClock(12 * 3_600_000);
    expect((await send()).status).toBe(201);
  });

  it('publishes what the caller never hears of, and writes down each call', async () => {
    const { platform } = fixture;
    platform.fault({ endpoint: 'createComment', kind: 'close-after-effect', account: PAGE.organization });
    await expect(answer()).rejects.toThrow();
    expect(seen()).toEqual(['Het zwembad opent.', 'Morgen.']);
    platform.fault({ endpoint: 'createComment', kind: 'close-before-effect' });
    await expect(answer()).rejects.toThrow();
    platform.fault({ endpoint: 'any', kind: 'refusal', status: 422, code: 'DUPLICATE', message: 'x' });
    expect((await answer()).body).toEqual({ status: 422, code: 'DUPLICATE', message: 'x' });
    for (const [kind, status] of [
      ['http-500', 500],
      ['too-many', 429],
    ] as const) {
      platform.fault({ endpoint: 'any', kind });
      expect((await answer()).status).toBe(status);
    }
    expect(seen()).toEqual(['Het zwembad opent.', 'Morgen.']);
    platform.fault({ endpoint: 'any', kind: 'slow', delayMs: 1 });
    expect((await answer()).status).toBe(201);
    expect(platform.calls().map(({ outcome }) => outcome)).toEqual(['closed', 'closed', 422, 500, 429, 201]);
  });

  it('loses the answers that its seed says', async () => {
    await fixture.close();
    fixture = await startLinkedInFixture({ faultPlan: { seed: 'a', dropConnectionAfterSend: 1 } });
    ({ post } = fixture.platform.publish({ organization: PAGE.organization, text: 'Dag' }));
    await expect(answer({ parentComment: undefined, object: post }, post)).rejects.toThrow();
    expect(seen()).toEqual(['Dag', 'Morgen.']);
  });
});
