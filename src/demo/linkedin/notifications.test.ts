import { afterEach, describe, expect, it } from '@jest/globals';
import { asObject } from '../basics/json.js';
import { AN, elementsIn, JEF, LIST, NOON_MS, PAGE_URN, startLinkedInFixture } from './linkedin-fixture.js';
import type { LinkedInFixture } from './linkedin-fixture.js';
import type { FakeLinkedInOptions } from './options.js';

let fixture: LinkedInFixture | undefined;

async function begin(options: Partial<FakeLinkedInOptions> = {}): Promise<LinkedInFixture & { readonly post: string }> {
  fixture = await startLinkedInFixture(options);
  return { ...fixture, ...fixture.platform.publish({ organization: '9900001', text: 'Het zwembad opent.' }) };
}

afterEach(async () => {
  await fixture?.close();
  fixture = undefined;
});

describe('what is written under a key', () => {
  it('has the same id on another LinkedIn, and is told as news there, so that a demonstration goes on where it was', async () => {
    const atMs = NOON_MS - 3_600_000;
    const play = ({ platform }: LinkedInFixture): readonly string[] => [
      platform.publish({ organization: '9900001', text: 'Jobdag', key: 'post', atMs }).post,
      platform.comment({ actor: AN, post: 'post', text: 'Wanneer?', key: 'asked', atMs }).urn,
      platform.comment({ actor: JEF, post: 'post', text: 'Ja?', key: 'too', replyTo: 'asked', atMs }).urn,
    ];
    const here = await begin();
    const other = await startLinkedInFixture({ seed: 'another' });
    try {
      const ids = play(here);
      expect(play(other)).toEqual(ids);
      expect(new Set(ids).size).toBe(3);
      expect(play(here)).toEqual(ids);
      expect(await here.listed()).toMatchObject([{ lastModifiedAt: NOON_MS }, { lastModifiedAt: NOON_MS }]);
    } finally {
      await other.close();
    }
  });
});

describe('the list of notifications', () => {
  it('tells of comments, answers of the page, changes, deletions, mentions and likes, the newest first', async () => {
    const { platform, post, listed } = await begin();
    const asked = platform.comment({ actor: AN, post, text: 'Wanneer?' });
    platform.comment({ actor: PAGE_URN, post, text: 'Morgen.', replyTo: asked.urn });
    platform.edit({ urn: asked.urn, text: 'Wanneer juist?' });
    platform.remove({ urn: asked.urn });
    platform.mention({ actor: JEF, organization: '9900001', text: 'Dank @Stad' });
    platform.like({ actor: JEF, post });
    expect((await listed()).map(({ action }) => action)).toEqual([
      ...['LIKE', 'SHARE_MENTION', 'COMMENT_DELETE', 'COMMENT_EDIT', 'ADMIN_COMMENT', 'COMMENT'],
    ]);
  });

  it('names a comment in both ways, and not what it answers', async () => {
    const { platform, post, listed } = await begin();
    const asked = platform.comment({ actor: AN, post, text: 'Wanneer?' });
    const reply = platform.comment({ actor: JEF, post, text: 'Ja, wanneer?', replyTo: asked.urn });
    const [told] = await listed();
    expect(told).toMatchObject({
      organizationalEntity: PAGE_URN,
      sourcePost: post,
      generatedActivity: reply.urn.replace('(urn:li:activity', '(activity'),
      lastModifiedAt: NOON_MS,
    });
    expect(asObject(told?.['decoratedGeneratedActivity'])).toEqual({
      comment: { entity: reply.urn, owner: JEF, object: post, text: 'Ja, wanneer?' },
    });
  });

  it('leaves out a comment that is gone, or that it is told to leave out', async () => {
    const { platform, post, listed } = await begin();
    platform.comment({ actor: AN, post, text: 'Wanneer?', isBare: true });
    platform.remove({ urn: platform.comment({ actor: AN, post, text: 'Weg' }).urn });
    expect((await listed()).map((one) => one['decoratedGeneratedActivity'])).toEqual([undefined, undefined, undefined]);
  });

  it('gives what was asked for: kinds, a stretch of time, and a part of it', async () => {
    const { platform, post, call } = await begin({ mostOnPage: 2 });
    const at: number[] = [];
    for (const text of ['een', 'twee', 'drie']) {
      at.push(platform.nowMs());
      platform.comment({ actor: AN, post, text });
      platform.advanceClock(1000);
    }
    platform.like({ actor: JEF, post });
    const first = await call(`${LIST}&actions=List(COMMENT)&start=0&count=50`);
    expect(elementsIn(first.body)).toHaveLength(2);
    expect(first.body['paging']).toMatchObject({ start: 0, count: 2, links: [{ rel: 'next' }] });
    const rest = await call(`${LIST}&actions=List(COMMENT)&start=2&count=50`);
    expect(elementsIn(rest.body)).toHaveLength(1);
    expect(rest.body['paging']).toMatchObject({ links: [] });
    const middle = `(start:${String(at[1])},end:${String(at[1])})`;
    const stretch = await call(`${LIST}&actions=List(COMMENT,LIKE)&timeRange=${middle}`);
    expect(elementsIn(stretch.body)).toMatchObject([{ lastModifiedAt: at[1] }]);
  });

  it('shows late what is told late, under the time when it happened', async () => {
    const { platform, post, listed } = await begin();
    platform.comment({ actor: AN, post, text: 'Wanneer?', lateMs: 5000 });
    expect(await listed()).toEqual([]);
    platform.advanceClock(5000);
    expect(await listed()).toMatchObject([{ lastModifiedAt: NOON_MS }]);
  });

  it('forgets after sixty days, tells nobody of posts of people, and shows no other page', async () => {
    const { platform, post, listed, call } = await begin();
    platform.comment({ actor: AN, post, text: 'Wanneer?' });
    const mentioned = platform.mention({ actor: JEF, organization: '9900002', text: 'Dag' });
    platform.comment({ actor: AN, post: mentioned.post, text: 'Hallo' });
    expect(await listed()).toHaveLength(1);
    const other = LIST.replace('9900001', '9900002');
    expect((await call(`${other}&actions=List(COMMENT)`)).status).toBe(403);
    platform.advanceClock(61 * 86_400_000);
    expect(await listed()).toEqual([]);
  });

  it('tells twice, under two numbers, what its seed says', async () => {
    const { platform, post, listed } = await begin({ faultPlan: { seed: 'a', duplicateShare: 1 } });
    platform.comment({ actor: AN, post, text: 'Wanneer?' });
    const told = await listed();
    expect(told.map((one) => one['generatedActivity'])).toHaveLength(2);
    expect(new Set(told.map((one) => one['notificationId'])).size).toBe(2);
  });

  it.each([
    ['no kinds', `${LIST}&actions=List()`],
    ['a kind that is none', `${LIST}&actions=List(DANCE)`],
    ['a range that is none', `${LIST}&actions=List(COMMENT)&timeRange=(start:x,end:1)`],
    ['a part that is none', `${LIST}&actions=List(COMMENT)&start=-1`],
    ['another finder', `${LIST.replace('q=criteria', 'q=all')}&actions=List(COMMENT)`],
    ['a URN that is not escaped', `${LIST.replaceAll('%3A', ':')}&actions=List(COMMENT)`],
  ])('refuses %s', async (_label, path) => {
    const { call } = await begin();
    expect((await call(path)).status).toBe(400);
  });
});
