import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AN, escapedUrn, NOON_MS, PAGE, PAGE_URN, startLinkedInFixture } from './linkedin-fixture.js';
import type { LinkedInFixture, RestAnswer } from './linkedin-fixture.js';

let fixture: LinkedInFixture;
let post: string;
let asked: string;

beforeEach(async () => {
  fixture = await startLinkedInFixture();
  ({ post } = fixture.platform.publish({ organization: PAGE.organization, text: 'Het zwembad opent.' }));
  asked = fixture.platform.comment({ actor: AN, post, text: 'Wanneer?' }).urn;
});

afterEach(() => fixture.close());

function answer(): Promise<RestAnswer> {
  const body = { actor: PAGE_URN, object: post, message: { text: 'Morgen.' }, parentComment: asked };
  return fixture.call(`socialActions/${escapedUrn(asked)}/comments`, { body });
}

async function control(name: string, input: object): Promise<number> {
  const response = await fetch(`${fixture.platform.url}/_control/${name}`, {
    ...{ method: 'POST', body: JSON.stringify(input) },
  });
  return response.status;
}

function published(): number {
  return fixture.platform.transcript({ who: 'page' }).filter(({ text }) => text === 'Morgen.').length;
}

describe('an answer', () => {
  it('is refused under a post that its author closed, until it is open again', async () => {
    expect(await control('close-comments', { post })).toBe(200);
    expect(await answer()).toMatchObject({ status: 403, body: { message: expect.stringMatching(/disabled/) } });
    expect(published()).toBe(0);
    await control('open-comments', { post });
    expect((await answer()).status).toBe(201);
    expect(await control('close-comments', { post: 'urn:li:activity:1' })).toBe(400);
  });

  it.each([
    ['throttled', /^Comment create throttled/],
    ['too-many', /^Resource level throttle/],
  ])('that is %s says so, with the wait where it is asked for', async (kind, says) => {
    await control('fault', { endpoint: 'createComment', kind });
    await control('fault', { endpoint: 'createComment', kind, retryAfterSeconds: 7 });
    const [silent, told] = [await answer(), await answer()];
    expect(silent).toMatchObject({ status: 429, body: { message: expect.stringMatching(says) } });
    expect([silent, told].map(({ headers }) => headers.get('retry-after'))).toEqual([null, '7']);
    expect(published()).toBe(0);
  });

  it('stands there although the server says that it failed', async () => {
    await control('fault', { endpoint: 'createComment', kind: 'http-500-after-effect' });
    expect((await answer()).status).toBe(500);
    expect(published()).toBe(1);
  });
});

describe('a comment that LinkedIn does not show yet', () => {
  it('is told of before it can be read or listed', async () => {
    const { urn } = fixture.platform.comment({ actor: AN, post, text: 'En nu?', hiddenMs: 1000, isBare: true });
    const number = /(\d+)\)$/.exec(urn)?.[1] ?? '';
    const path = `socialActions/${escapedUrn(post)}/comments`;
    expect(await fixture.listed()).toHaveLength(2);
    expect((await fixture.call(`${path}/${number}`)).status).toBe(404);
    expect((await fixture.call(path)).body['elements']).toHaveLength(1);
    fixture.platform.advanceClock(1000);
    expect((await fixture.call(`${path}/${number}`)).body['message']).toMatchObject({ text: 'En nu?' });
    expect((await fixture.call(path)).body['elements']).toHaveLength(2);
  });
});

describe('disorder in the list', () => {
  it('tells twice and late, the same for the same seed, and ends', async () => {
    await control('disorder', { seed: 'a', duplicateShare: 1, reorderShare: 1, delayMs: 60_000 });
    fixture.platform.comment({ actor: AN, post, text: 'Late vraag' });
    expect(await fixture.listed()).toHaveLength(1);
    fixture.platform.setDisorder();
    fixture.platform.comment({ actor: AN, post, text: 'Vroege vraag' });
    expect(await fixture.listed()).toHaveLength(2);
    fixture.platform.advanceClock(60_000);
    expect(await fixture.listed(`&timeRange=(start:${String(NOON_MS)},end:${String(NOON_MS)})`)).toHaveLength(4);
  });
});
